// Words of looking at contact data; `ready` for parts that are fetched late.
import { addWords } from "../lib/i18n";

export const ready = addWords({
  en: async () => (await import("./look.en.json")).default,
  hi: async () => (await import("./look.hi.json")).default,
});
