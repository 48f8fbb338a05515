// Words of one's own data.
import { addWords } from "../lib/i18n";

void addWords({
  en: async () => (await import("./mydata.en.json")).default,
  hi: async () => (await import("./mydata.hi.json")).default,
});
