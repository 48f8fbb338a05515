// Narrows a search: what is live, badged, sold to one's country, within a price; and its order.
import { country, money, t } from "../lib/i18n";
import { homeCountry } from "../lib/who";
import { type Wanted, want } from "./filters";

/** Whole rupees; what the address may say besides is offered as it stands. */
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
  const span = `${w.from}-${w.to}`;
  const spans = [["", ""] as const, ...PRICES];
  if (!spans.some(([from, to]) => `${from}-${to}` === span)) spans.push([w.from, w.to]);
  const home = w.sold || homeCountry.value;
  return (
    <fieldset class="narrow">
      <legend class="unseen">{t("narrow")}</legend>
      <Toggle name="live" value="1" wanted={w} words={t("narrow.live")} />
      <Toggle name="gi" value="1" wanted={w} words={t("narrow.gi")} />
      <Toggle name="sold" value={home} wanted={w} words={t("narrow.sold", country(home))} />
      <select
        class={w.from || w.to ? "chip on" : "chip"}
        aria-label={t("narrow.price")}
        value={span}
        onChange={e => {
          const [from = "", to = ""] = e.currentTarget.value.split("-");
          want({ from, to });
        }}
      >
        {spans.map(([from, to]) => (
          <option key={`${from}-${to}`} value={`${from}-${to}`}>
            {priceWords(from, to)}
          </option>
        ))}
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
  );
}
