// Words of papers, statements and settlement, for the buyer, the studio and the desk; fetched with the part.
import { addWords } from "../lib/i18n";

export const ready = addWords({
  en: async () => (await import("./papers.en.json")).default,
  hi: async () => (await import("./papers.hi.json")).default,
});
