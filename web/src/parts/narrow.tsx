// Narrows a search: what is live, badged, sold to one's country, within a price; and its order.
import { useEffect, useState } from "preact/hooks";
import { country, money, t } from "../lib/i18n";
import { homeCountry } from "../lib/who";
import { useDisplayRate } from "./displayrate";
import { type Wanted, want } from "./filters";
import { PriceSpan } from "./pricespan";

/** Whole rupees; any other span is typed. */
const PRICES: readonly (readonly [string, string])[] = [
  ["", "500"],
  ["500", "2000"],
  ["2000", "10000"],
  ["10000", ""],
];

const rupees = (whole: string) => money({ minor: Number(whole) * 100, currency: "INR" });

export function priceWords(from: string, to: string): string {
  if (!from && !to) return t("narrow.price.any");
  if (!from) return t("narrow.price.to", rupees(to));
  return to ? t("narrow.price.between", rupees(from), rupees(to)) : t("narrow.price.from", rupees(from));
}

const OWN = "own";

interface ToggleProps {
  name: "live" | "gi" | "sold";
  value: string;
  wanted: Wanted;
  words: string;
}

function Toggle({ name, value, wanted, words }: ToggleProps) {
  const on = wanted[name] !== "";
  return (
    <button type="button" class="chip" aria-pressed={on} onClick={() => want({ [name]: on ? "" : value })}>
      {words}
    </button>
  );
}

export function Narrow({ wanted: w }: { wanted: Wanted }) {
  const rate = useDisplayRate();
  const span = `${w.from}-${w.to}`;
  const spans = [["", ""] as const, ...PRICES];
  const listed = spans.some(([from, to]) => `${from}-${to}` === span);
  const [typing, setTyping] = useState(!listed);
  useEffect(() => {
    if (span === "-") setTyping(false); // all was cleared
  }, [span]);
  const home = w.sold || homeCountry.value;
  const choose = (chosen: string) => {
    setTyping(chosen === OWN);
    const [from = "", to = ""] = chosen.split("-");
    if (chosen !== OWN) want({ from, to });
  };
  return (
    <>
      <fieldset class="narrow">
        <legend class="unseen">{t("narrow")}</legend>
        <Toggle name="live" value="1" wanted={w} words={t("narrow.live")} />
        <Toggle name="gi" value="1" wanted={w} words={t("narrow.gi")} />
        <Toggle name="sold" value={home} wanted={w} words={t("narrow.sold", country(home))} />
        <select
          class={w.from || w.to ? "chip on" : "chip"}
          aria-label={t("narrow.price")}
          value={typing || !listed ? OWN : span}
          onChange={e => choose(e.currentTarget.value)}
        >
          {spans.map(([from, to]) => (
            <option key={`${from}-${to}`} value={`${from}-${to}`}>
              {priceWords(from, to)}
            </option>
          ))}
          <option value={OWN}>{listed ? t("narrow.price.own") : priceWords(w.from, w.to)}</option>
        </select>
        <select
          class={w.sort ? "chip on" : "chip"}
          aria-label={t("narrow.sort")}
          value={w.sort}
          onChange={e => want({ sort: e.currentTarget.value })}
        >
          {["", "price", "newest"].map(s => (
            <option key={s} value={s}>
              {t(`narrow.sort.${s || "fit"}`)}
            </option>
          ))}
        </select>
      </fieldset>
      {(typing || !listed) && <PriceSpan key={rate?.currency} wanted={w} rate={rate} />}
    </>
  );
}
