// Papers, statements and settlement as the API tells them.
import type { Money } from "./wire";

/** Days of law and of accounts are days in India. */
export const INDIA = "Asia/Kolkata";

export interface PaperHead {
  id: string;
  kind: string;
  number: string;
  state: "issued" | "cancelled";
  at: string;
  total: Money;
  child: string;
}
export interface StatementLine {
  at_ms: number;
  cause: string;
  cause_en?: string;
  cause_hi?: string;
  note?: string;
  amount_minor: number;
  balance_minor: number;
}
export interface Statement {
  party: string;
  name: string;
  principal?: string;
  principal_name?: string;
  currency: string;
  before_minor: number;
  after_minor: number;
  transit_minor: number;
  lines?: StatementLine[];
}
export interface TaxRate {
  hsn: string;
  from: string;
  upto_minor: number;
  bps: number;
  proof: string;
}
export interface Place {
  line1: string;
  line2: string;
  city: string;
  pin: string;
  ad_code: string;
}
export interface OwnTax {
  place: Place;
  rates: TaxRate[];
  missing: string[];
}
export type RunEvent = "approve" | "drop" | "sent";
export interface Run {
  id: string;
  number: string;
  state: "draft" | "approved" | "paid" | "dropped";
  made_at: string;
  parties: number;
  total: Money;
  can: RunEvent[];
}
export interface Payout {
  id: string;
  kind: "seller" | "maker";
  name: string;
  payer: "fair" | "principal";
  amount: Money;
  account_end: string;
  upi: string;
  came_back: boolean;
}
export interface Books {
  sound: boolean;
  journals: number;
  unbalanced: number;
  drifted: number;
  paper_gaps: number;
  walk_faults: number;
  walked_at?: string;
  tcs_to_deposit: Money;
  accounts: { kind: string; balance: Money }[];
}
export interface DisplayRate {
  currency: string;
  micro_inr: number;
  from: string;
  source: string;
}

/** Rupees in another currency, by the rate of a day: for the eye alone. */
export const shownIn = (inrMinor: number, rate: DisplayRate): number => (inrMinor * 10_000) / rate.micro_inr;

/** The other way, for what a reader types: whole rupees. */
export const inRupees = (amount: number, rate: DisplayRate): number =>
  Math.round((amount * rate.micro_inr) / 1e6);

const EURO = "AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK".split(" ");
const OTHERS: Record<string, string> = {
  AE: "AED",
  AU: "AUD",
  BD: "BDT",
  CA: "CAD",
  CH: "CHF",
  CN: "CNY",
  DK: "DKK",
  GB: "GBP",
  HK: "HKD",
  JP: "JPY",
  KR: "KRW",
  LK: "LKR",
  MY: "MYR",
  NO: "NOK",
  NP: "NPR",
  NZ: "NZD",
  QA: "QAR",
  SA: "SAR",
  SE: "SEK",
  SG: "SGD",
  TH: "THB",
  US: "USD",
  ZA: "ZAR",
};

/** The currency that somebody from there counts in; undefined where we do not know, and for India itself. */
export function currencyOf(country: string | null | undefined): string | undefined {
  if (!country) return undefined;
  return EURO.includes(country) ? "EUR" : OTHERS[country];
}
