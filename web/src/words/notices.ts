// Words of how somebody wants to be told; fetched with the part.
import { addWords } from "../lib/i18n";

export const ready = addWords({
  en: async () => (await import("./notices.en.json")).default,
  hi: async () => (await import("./notices.hi.json")).default,
});
