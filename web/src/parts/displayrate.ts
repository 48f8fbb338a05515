// The rate by which the visitor is shown prices in a currency of their own; nothing is charged by it.
import { get } from "../lib/api";
import { currencyOf, type DisplayRate } from "../lib/books";
import { homeCountry } from "../lib/who";
import { useLoad } from "./hooks";

/** Undefined at home, while it is on its way, and where the fair has none. */
export function useDisplayRate(): DisplayRate | undefined {
  const currency = currencyOf(homeCountry.value);
  const rates = useLoad<{ rates: DisplayRate[] }>(
    async () => (currency ? await get("/rates") : { rates: [] }),
    [currency],
  );
  return rates.data?.rates.find(r => r.currency === currency);
}
