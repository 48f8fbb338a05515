// The buyer's link to each parcel of an order, and the photos taken where it was handed over: those are for the buyer's eyes alone.
import "../../style/parcel.css";
import { get } from "../../lib/api";
import { moment, name, t } from "../../lib/i18n";
import type { Parcel, Told } from "../../lib/parcel";
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
          {p.history
            .filter(h => h.photo)
            .map(h => (
              <Proof key={`${h.state}${h.at}`} told={h} />
            ))}
        </li>
      ))}
    </ul>
  );
}

function Proof({ told: h }: { told: Told }) {
  const what = `${t(`parcel.state.${h.state}`)}, ${moment(h.at)}`;
  return (
    <a class="proof" href={`/photos/${h.photo}-m.webp`} target="_blank" rel="noreferrer">
      <img src={`/photos/${h.photo}-s.webp`} alt={`${t("parcel.photo")}: ${what}`} loading="lazy" />
    </a>
  );
}
