// What the visitor looks for, kept in the page's address so that a search can be sent to a friend.
import { signal } from "@preact/signals";

export interface Wanted {
  q: string;
  district: string;
  category: string;
  /** "1" or "". */
  live: string;
  gi: string;
  /** The country where it must be sold, "" for all. */
  sold: string;
  /** Whole rupees, "" without end. */
  from: string;
  to: string;
  /** "" (by fit), "price" or "newest". */
  sort: string;
}

export const NOTHING_WANTED: Readonly<Wanted> = {
  q: "",
  district: "",
  category: "",
  live: "",
  gi: "",
  sold: "",
  from: "",
  to: "",
  sort: "",
};
const KEYS = Object.keys(NOTHING_WANTED) as (keyof Wanted)[];

/** What can be believed of an address that anyone may have written. */
const FORMS: Partial<Record<keyof Wanted, RegExp>> = {
  live: /^1$/,
  gi: /^1$/,
  sold: /^[A-Z]{2}$/,
  from: /^\d{1,9}$/,
  to: /^\d{1,9}$/,
  sort: /^(price|newest)$/,
};

export function readWanted(search: string): Wanted {
  const p = new URLSearchParams(search);
  const w = { ...NOTHING_WANTED };
  for (const k of KEYS) {
    const v = p.get(k) ?? "";
    if (FORMS[k]?.test(v) ?? true) w[k] = v;
  }
  if (w.from && w.to && Number(w.to) < Number(w.from)) w.to = "";
  return w;
}

export const wanted = signal<Wanted>(readWanted(globalThis.location?.search ?? ""));

export function want(change: Partial<Wanted>): void {
  wanted.value = { ...wanted.value, ...change };
  const pairs = Object.entries(wanted.value).filter(([, v]) => v);
  const search = pairs.length ? `?${new URLSearchParams(pairs)}` : "";
  history.replaceState(null, "", `${location.pathname}${search}${location.hash}`);
}

/** The order alone narrows nothing. */
export const isWanting = (w: Wanted) => KEYS.some(k => k !== "sort" && w[k] !== "");

/** The parameters of GET /products; money goes in paise. */
export const asQuery = (w: Wanted) => ({
  q: w.q,
  district: w.district,
  category: w.category,
  live: w.live,
  gi: w.gi,
  sold: w.sold && "1",
  country: w.sold,
  price_from: w.from && Number(w.from) * 100,
  price_to: w.to && Number(w.to) * 100,
  sort: w.sort,
});
