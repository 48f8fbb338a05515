// Words for what stands in the way of the picture. The booth fetches them once it stands, not before.
import { addWords } from "../lib/i18n";

/** Done when the words are there for a page that has started already. */
export const troubleWords = addWords({
  en: async () => (await import("./trouble.en.json")).default,
  hi: async () => (await import("./trouble.hi.json")).default,
});
