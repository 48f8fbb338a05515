// Words of the lobby, its search and its foot: a booth's first load does without them.
import { addWords } from "../lib/i18n";

void addWords({
  en: async () => (await import("./lobby.en.json")).default,
  hi: async () => (await import("./lobby.hi.json")).default,
});
