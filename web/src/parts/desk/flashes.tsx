// Flash prices that the fair or the State pays for: a product, a price, and how much money there is for it.
import { get } from "../../lib/api";
import { money, name, number, t, time } from "../../lib/i18n";
import type { Both, Money } from "../../lib/wire";
import { Failure } from "../failure";
import { useLoad } from "../hooks";
import { NewFlash } from "./newflash";

interface Flash {
  product: string;
  name: Both;
  funder: "fair" | "state";
  price: Money;
  was: Money;
  quantity: number;
  remaining: number;
  state: "planned" | "on";
  ends_at: string;
}

export function Flashes() {
  const list = useLoad(() => get<{ items: Flash[] }>("/desk/flashes"), []);
  return (
    <>
      <Failure problem={list.problem} onRetry={list.again} />
      {list.data?.items.length === 0 && <p>{t("funded.none")}</p>}
      <ul class="rows">
        {list.data?.items.map(f => (
          <li key={f.product} class="paper">
            <h3>
              {name(f.name)} · <s>{money(f.was)}</s> {money(f.price)}
            </h3>
            <p>
              {t(`offers.funder.${f.funder}`)} · {t(`funded.${f.state}`)} ·{" "}
              {t("funded.left", number(f.remaining), number(f.quantity))} ·{" "}
              {t("funded.ends", time(f.ends_at))}
            </p>
          </li>
        ))}
      </ul>
      <NewFlash onMade={list.again} />
    </>
  );
}
