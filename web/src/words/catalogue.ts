// Words of the catalogue, for the studio and the desk; fetched with the part.
import { addWords } from "../lib/i18n";

export const ready = addWords({
  en: async () => (await import("./catalogue.en.json")).default,
  hi: async () => (await import("./catalogue.hi.json")).default,
});
