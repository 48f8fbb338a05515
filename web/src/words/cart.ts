// The words of the cart's page.
import { addWords } from "../lib/i18n";

addWords({
  en: async () => (await import("./cart.en.json")).default,
  hi: async () => (await import("./cart.hi.json")).default,
});
