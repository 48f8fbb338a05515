// Words of the helpline's desk; fetched with the part.
import { addWords } from "../lib/i18n";

export const ready = addWords({
  en: async () => (await import("./helpline.en.json")).default,
  hi: async () => (await import("./helpline.hi.json")).default,
});
