// Words for a camera that does not open: studio and check share them.
import { addWords } from "../lib/i18n";

void addWords({
  en: async () => (await import("./camera.en.json")).default,
  hi: async () => (await import("./camera.hi.json")).default,
});
