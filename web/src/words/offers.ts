// Words of coupons and flash prices, for the studio and the desk; fetched with the part.
import { addWords } from "../lib/i18n";

export const ready = addWords({
  en: async () => (await import("./offers.en.json")).default,
  hi: async () => (await import("./offers.hi.json")).default,
});
