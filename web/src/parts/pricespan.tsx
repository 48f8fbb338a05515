// A span of prices as the visitor types it: in the currency of their country, where the fair has a rate for it, else in rupees.
// The address keeps whole rupees, so that a search means the same to whom it is sent.
import { useState } from "preact/hooks";
import { type DisplayRate, INDIA, inRupees, shownIn } from "../lib/books";
import { date, digits, money, t } from "../lib/i18n";
import { type Wanted, want } from "./filters";
import { submits } from "./hooks";

/** What `whole` rupees are in the visitor's currency, as they would type it. */
const typedAs = (whole: string, rate: DisplayRate | undefined) =>
  whole && rate ? String(Math.round(shownIn(Number(whole) * 100, rate))) : whole;

function meant(typed: string, rate: DisplayRate | undefined): string {
  const amount = Number(typed);
  if (!typed.trim() || !(amount >= 0)) return "";
  return String(rate ? inRupees(amount, rate) : Math.round(amount));
}

export function PriceSpan({ wanted: w, rate }: { wanted: Wanted; rate: DisplayRate | undefined }) {
  const [from, setFrom] = useState(typedAs(w.from, rate));
  const [to, setTo] = useState(typedAs(w.to, rate));
  const currency = rate?.currency ?? "INR";
  const look = () => {
    const least = meant(from, rate);
    const most = meant(to, rate);
    want(most && Number(least) > Number(most) ? { from: most, to: least } : { from: least, to: most });
  };
  const ends = [
    ["narrow.price.least", from, setFrom],
    ["narrow.price.most", to, setTo],
  ] as const;
  return (
    <form class="price-span" onSubmit={submits(look)}>
      {ends.map(([words, value, set]) => (
        <label key={words} class="field">
          {t(words, currency)}
          <input
            type="number"
            inputMode="decimal"
            min={0}
            step="any"
            value={value}
            onInput={e => set(e.currentTarget.value)}
          />
        </label>
      ))}
      <button type="submit" class="button">
        {t("narrow.price.do")}
      </button>
      {rate && (
        <small>
          {t(
            "narrow.price.rate",
            money({ minor: 10 ** digits(rate.currency), currency: rate.currency }),
            money({ minor: Math.round(rate.micro_inr / 1e4), currency: "INR" }),
            date(rate.from, INDIA),
            rate.source,
          )}
        </small>
      )}
    </form>
  );
}
