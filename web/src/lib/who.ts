// Who this visitor is: what the server says, and a guest's chosen name and country, kept in the browser.
import { signal } from "@preact/signals";
import { get } from "./api";
import { keep, kept } from "./keep";
import type { Address, Me } from "./wire";

const NAME = "mela.name";
const COUNTRY = "mela.country";

export const me = signal<Me | undefined>(undefined);

export async function loadMe(): Promise<Me> {
  me.value = await get<Me>("/me");
  return me.value;
}

export const guestName = signal(kept(NAME));
export function setGuestName(name: string): void {
  guestName.value = name;
  keep(NAME, name);
}

/** India's own time zone, or the region of the browser's language: a first guess that a form can correct. */
export function guessCountry(zone: string, languages: readonly string[]): string {
  if (zone === "Asia/Kolkata" || zone === "Asia/Calcutta") return "IN";
  for (const tag of languages) {
    const region = tag.match(/-([A-Z]{2})\b/)?.[1];
    if (region) return region;
  }
  return "IN";
}

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
export const homeCountry = signal(
  kept(COUNTRY) || guessCountry(zone(), globalThis.navigator?.languages ?? []),
);
export function setHomeCountry(code: string): void {
  homeCountry.value = code;
  keep(COUNTRY, code);
}

/** ISO 3166-1 alpha-2, for the choice of a country. */
export const COUNTRIES =
  "AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FR GA GB GD GE GH GM GN GQ GR GT GW GY HK HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MO MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PS PT PW PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VN VU WS YE ZA ZM ZW".split(
    " ",
  );

/** An address to be filled in, with what is known of this visitor. */
export const emptyAddress = (): Address => ({
  name: guestName.value,
  phone: "",
  line1: "",
  city: "",
  state: "",
  pin: "",
  country: homeCountry.value,
});
