// The desk's own words, beside the visitor's.
import { addWords } from "../lib/i18n";

addWords({
  en: async () => (await import("./desk.en.json")).default,
  hi: async () => (await import("./desk.hi.json")).default,
});
