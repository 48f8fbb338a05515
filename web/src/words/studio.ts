// The studio's own words, beside the visitor's.
import { addWords } from "../lib/i18n";

addWords({
  en: async () => (await import("./studio.en.json")).default,
  hi: async () => (await import("./studio.hi.json")).default,
});
