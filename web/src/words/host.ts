// Words that the studio and the desk share: what a host does with chat, orders and enquiries.
import { addWords } from "../lib/i18n";

addWords({
  en: async () => (await import("./host.en.json")).default,
  hi: async () => (await import("./host.hi.json")).default,
});
