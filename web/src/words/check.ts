// Words of the page that checks device and network, with those it shares with booth and studio.
import { addWords } from "../lib/i18n";

void addWords({
  en: async () => (await import("./check.en.json")).default,
  hi: async () => (await import("./check.hi.json")).default,
});
