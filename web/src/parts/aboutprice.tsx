// What a price is about in the reader's own currency, with the day and the source of the rate. Nothing is charged by it.
import { get } from "../lib/api";
import { currencyOf, type DisplayRate, INDIA, shownIn } from "../lib/books";
import { date, money, t } from "../lib/i18n";
import { homeCountry } from "../lib/who";
import type { Money } from "../lib/wire";
import { useLoad } from "./hooks";

export function AboutPrice({ price }: { price: Money }) {
  const currency = price.currency === "INR" ? currencyOf(homeCountry.value) : undefined;
  return currency ? <About minor={price.minor} currency={currency} /> : null;
}

function About({ minor, currency }: { minor: number; currency: string }) {
  const rates = useLoad(() => get<{ rates: DisplayRate[] }>("/rates"), []);
  const rate = rates.data?.rates.find(r => r.currency === currency);
  if (!rate) return null;
  const digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions();
  const shown = {
    minor: Math.round(shownIn(minor, rate) * 10 ** (digits.maximumFractionDigits ?? 2)),
    currency,
  };
  return <small class="about">{t("price.about", money(shown), date(rate.from, INDIA), rate.source)}</small>;
}
