// What a price is about in the reader's own currency, with the day and the source of the rate. Nothing is charged by it.
import { INDIA, shownIn } from "../lib/books";
import { date, digits, money, t } from "../lib/i18n";
import type { Money } from "../lib/wire";
import { useDisplayRate } from "./displayrate";

export function AboutPrice({ price }: { price: Money }) {
  const rate = useDisplayRate();
  if (!rate || price.currency !== "INR") return null;
  const { currency } = rate;
  const shown = { minor: Math.round(shownIn(price.minor, rate) * 10 ** digits(currency)), currency };
  return <small class="about">{t("price.about", money(shown), date(rate.from, INDIA), rate.source)}</small>;
}
