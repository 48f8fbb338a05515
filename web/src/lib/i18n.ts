// Words, numbers, money and times in the reader's language. Words are ICU messages with numbered
// arguments ({0}); only the chosen language is fetched.
import { signal } from "@preact/signals";
import { IntlMessageFormat } from "intl-messageformat";
import type { Both, Money } from "./wire";

export type Lang = "en" | "hi";
export const LANGS: readonly Lang[] = ["en", "hi"];
/** Each language's name in itself. */
export const LANG_NAMES: Record<Lang, string> = { en: "English", hi: "हिन्दी" };
const KEPT = "mela.lang";

/** A text, or, in a built page, a message with plural forms as the build has parsed it. */
type Message = string | Exclude<ConstructorParameters<typeof IntlMessageFormat>[0], string>;
type Words = Record<string, Message>;
export type Loaders = Record<Lang, () => Promise<Words>>;

/** The words of the visitor's pages; the studio and the desk add their own with addWords(). */
const common: Loaders = {
  en: async () => (await import("../words/en")).default,
  hi: async () => (await import("../words/hi")).default,
};

export const lang = signal<Lang>("en");
let words: Words = {};
/** The language whose words are loaded; undefined before useLang(). */
let spoken: Lang | undefined;
const sets: Loaders[] = [common];

/** Further words of this page; after useLang() they are fetched at once. */
export async function addWords(more: Loaders): Promise<void> {
  sets.push(more);
  if (!spoken) return;
  const fetched = await more[spoken]();
  words = { ...words, ...fetched }; // not before: other sets may have come meanwhile
}
const compiled = new Map<string, IntlMessageFormat>();

/** The kept choice, else the browser's wish, else English. */
export function wishedLang(kept: string | null, wishes: readonly string[]): Lang {
  if (kept === "en" || kept === "hi") return kept;
  for (const wish of wishes) {
    const base = wish.slice(0, 2).toLowerCase();
    if (base === "en" || base === "hi") return base;
  }
  return "en";
}

/** `page` is a page's own first language, which goes before the browser's wishes. */
export function firstLang(page?: Lang): Lang {
  return wishedLang(readKept() ?? page ?? null, navigator.languages ?? [navigator.language]);
}

function readKept(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

/** Loads a language and turns the page to it; `keep` remembers it for the next visit. */
export async function useLang(next: Lang, keep = false): Promise<void> {
  words = Object.assign({}, ...(await Promise.all(sets.map(set => set[next]()))));
  compiled.clear();
  spoken = next;
  lang.value = next;
  if (!keep) return;
  try {
    localStorage.setItem(KEPT, next);
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}

/** BCP 47 tag for Intl: Indian digits grouping in both languages, Latin digits. */
const locale = () => (lang.value === "hi" ? "hi-IN-u-nu-latn" : "en-IN");

export type Arg = string | number;

const filled = (text: string, args: Arg[]) =>
  text.replace(/\{(\d+)\}/g, (_, n) => String(args[Number(n)] ?? ""));

/** The message `key` with its numbered arguments put in. */
export function t(key: string, ...args: Arg[]): string {
  void lang.value;
  const text = words[key];
  if (text === undefined) return key;
  if (typeof text === "string" && !/\{\d+,/.test(text)) return filled(text, args);
  let message = compiled.get(key);
  if (!message) {
    message = new IntlMessageFormat(text, locale());
    compiled.set(key, message);
  }
  return String(message.format(Object.fromEntries(args.map((a, i) => [String(i), a]))));
}

/** A sentence without plural forms out of another language's words, for what is said aloud in it. */
export const said = (words_: Record<string, string>, key: string, ...args: Arg[]) =>
  filled(words_[key] ?? key, args);

export const has = (key: string) => words[key] !== undefined;

/** A name of the fair in the reader's language; the other one where that is empty. */
export function name(both: Both | null | undefined): string {
  if (!both) return "";
  return lang.value === "hi" ? both.hi || both.en : both.en || both.hi;
}

/** The language that name() fell back to, for a `lang` attribute; undefined where it is the page's. */
export function nameLang(both: Both): Lang | undefined {
  if (both[lang.value]) return undefined;
  return lang.value === "hi" ? "en" : "hi";
}

/** How many decimals a currency has. */
export const digits = (currency: string): number =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;

export function money(m: Money): string {
  const format = new Intl.NumberFormat(locale(), { style: "currency", currency: m.currency });
  const amount = m.minor / 10 ** digits(m.currency);
  if (!Number.isInteger(amount)) return format.format(amount);
  return new Intl.NumberFormat(locale(), {
    style: "currency",
    currency: m.currency,
    maximumFractionDigits: 0,
  }).format(amount);
}

export const number = (n: number) => new Intl.NumberFormat(locale()).format(n);

export function time(at: Date | string | number, zone?: string): string {
  return stamp(at, { hour: "numeric", minute: "2-digit" }, zone);
}
export function day(at: Date | string | number, zone?: string): string {
  return stamp(at, { weekday: "short", day: "numeric", month: "short" }, zone);
}
/** A day that may lie in another year: of a rate, of a rule. */
export function date(at: Date | string | number, zone?: string): string {
  return stamp(at, { day: "numeric", month: "short", year: "numeric" }, zone);
}
export function dayTime(at: Date | string | number, zone?: string): string {
  return stamp(at, { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" }, zone);
}
/** Short name of a time zone at a moment: IST, GMT+2. */
export function zoneName(at: Date | string | number, zone?: string): string {
  const options: Intl.DateTimeFormatOptions = { timeZoneName: "short" };
  if (zone) options.timeZone = zone;
  const parts = new Intl.DateTimeFormat(locale(), options).formatToParts(new Date(at));
  return parts.find(p => p.type === "timeZoneName")?.value ?? "";
}

/** India has one time: readers there need no zone beside it, all others do. */
const AT_HOME_MIN = -330;
/** A moment in the reader's own zone, with its name where that could be doubted. */
export const moment = (at: string): string =>
  new Date(at).getTimezoneOffset() === AT_HOME_MIN ? dayTime(at) : `${dayTime(at)} ${zoneName(at)}`;

/** Hindi has words for the parts of a day, and no am or pm. */
const inHindi: Intl.DateTimeFormatOptions = { dayPeriod: "short" };

function stamp(at: Date | string | number, options: Intl.DateTimeFormatOptions, zone?: string): string {
  const whole = {
    ...options,
    ...(lang.value === "hi" && options.hour ? inHindi : {}),
    ...(zone ? { timeZone: zone } : {}),
  };
  return new Intl.DateTimeFormat(locale(), whole).format(new Date(at));
}

export function country(code: string | null | undefined): string {
  if (!code) return "";
  try {
    return new Intl.DisplayNames([locale()], { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** Seconds as 4:05 or 1:04:05. */
export function span(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  const two = (n: number) => String(n).padStart(2, "0");
  const rest = `${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
  return s >= 3600 ? `${Math.floor(s / 3600)}:${rest}` : rest.replace(/^0/, "");
}
