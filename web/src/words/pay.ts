// Words of paying, for the buyer's papers, the studio and the desk.
import { addWords } from "../lib/i18n";

void addWords({
  en: async () => (await import("./pay.en.json")).default,
  hi: async () => (await import("./pay.hi.json")).default,
});
