// Words of one's own data; fetched with the part.
import { addWords } from "../lib/i18n";

export const ready = addWords({
  en: async () => (await import("./mydata.en.json")).default,
  hi: async () => (await import("./mydata.hi.json")).default,
});
