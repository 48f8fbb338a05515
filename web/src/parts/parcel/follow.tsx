// The buyer's link to each parcel of an order.
import "../../style/parcel.css";
import { get } from "../../lib/api";
import { name, t } from "../../lib/i18n";
import type { Parcel } from "../../lib/parcel";
import { ready } from "../../words/parcel";
import { useLoad } from "../hooks";

export const words = ready;

export function part({ order, turn }: { order: string; turn: unknown }) {
  const list = useLoad(() => get<{ items: Parcel[] }>(`/orders/${order}/shipments`), [order, turn]);
  if (!list.data?.items.length) return null;
  return (
    <ul>
      {list.data.items.map(p => (
        <li key={p.id}>
          <a href={`/track/${p.code}`}>{t("parcel.track")}</a>
          <span class="small">
            {" "}
            · {t(`parcel.state.${p.state}`)} · {name(p.maker)}
          </span>
        </li>
      ))}
    </ul>
  );
}
