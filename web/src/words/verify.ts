// Words of the page that checks a piece.
import { addWords } from "../lib/i18n";

void addWords({
  en: async () => (await import("./verify.en.json")).default,
  hi: async () => (await import("./verify.hi.json")).default,
});
