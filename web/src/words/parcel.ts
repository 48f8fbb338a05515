// Words of parcels, for buyers, makers, the desk, and what is printed. `ready` for parts that are fetched late.
import { addWords } from "../lib/i18n";

export const ready = addWords({
  en: async () => (await import("./parcel.en.json")).default,
  hi: async () => (await import("./parcel.hi.json")).default,
});
