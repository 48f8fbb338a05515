// Words of the second factor; `ready` for parts that are fetched late.
import { addWords } from "../lib/i18n";

export const ready = addWords({
  en: async () => (await import("./second.en.json")).default,
  hi: async () => (await import("./second.hi.json")).default,
});
