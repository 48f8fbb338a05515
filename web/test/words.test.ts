import { IntlMessageFormat } from "intl-messageformat";
import { expect, test } from "vitest";
import rules from "../../schema/sell_rules.def?raw";
import genEn from "../src/gen/en.json";
import { ERROR_CODES } from "../src/gen/errors";
import genHi from "../src/gen/hi.json";
import { addWords, has, useLang, wishedLang } from "../src/lib/i18n";

type Words = Record<string, string>;
const files = import.meta.glob<Words>("../src/words/*.json", { eager: true, import: "default" });
const of = (lang: string): Words =>
  Object.assign(
    {},
    lang === "en" ? genEn : genHi,
    ...Object.entries(files)
      .filter(([path]) => new RegExp(`[/.]${lang}\\.json$`).test(path))
      .map(([, words]) => words),
  );
const en = of("en");
const hi = of("hi");

test("English and Hindi have the same words", () => {
  expect(Object.keys(hi).sort()).toEqual(Object.keys(en).sort());
});

test("no word is empty, and both languages use the same arguments", () => {
  const args = (s: string) => [...new Set(s.match(/\{\d+/g) ?? [])].sort();
  for (const key of Object.keys(en)) {
    expect(en[key]?.trim(), key).toBeTruthy();
    expect(hi[key]?.trim(), key).toBeTruthy();
    expect(args(hi[key] ?? ""), key).toEqual(args(en[key] ?? ""));
  }
});

test("every message is a valid ICU message with numbered arguments", () => {
  for (const words of [en, hi]) {
    for (const [key, text] of Object.entries(words)) {
      expect(() => new IntlMessageFormat(text, "en"), key).not.toThrow();
      expect(text, key).not.toMatch(/\{[a-z]+[,}]/i);
    }
  }
});

test("every error has a sentence in both languages", () => {
  for (const code of ERROR_CODES) {
    expect(en[`problem.${code}`], code).toBeTruthy();
    expect(hi[`problem.${code}`], code).toBeTruthy();
  }
});

test("the kept language goes before the browser's wishes, English is the last resort", () => {
  expect(wishedLang("hi", ["en-GB"])).toBe("hi");
  expect(wishedLang(null, ["de-DE", "hi-IN", "en"])).toBe("hi");
  expect(wishedLang("xx", ["de"])).toBe("en");
});

test("every reason of the selling rules has words for buyer, artisan and desk, in both languages", () => {
  const rows = [...rules.matchAll(/^SELL_REASON\(\w+,\s*"([\w-]+)"\)/gm)].map(m => m[1]);
  expect(rows.length).toBeGreaterThan(10);
  for (const reason of rows) {
    for (const key of [`why.${reason}`, `why.artisan.${reason}`, `why.desk.${reason}`]) {
      expect(en[key], key).toBeTruthy();
      expect(hi[key], key).toBeTruthy();
    }
  }
});

test("sets of words that are fetched at the same time do not push each other out", async () => {
  await useLang("en");
  const set = (key: string, ms: number) => {
    const load = () =>
      new Promise<Record<string, string>>(done => setTimeout(() => done({ [key]: key }), ms));
    return addWords({ en: load, hi: load });
  };
  await Promise.all([set("slow.set", 20), set("quick.set", 1)]);
  expect(has("slow.set") && has("quick.set")).toBe(true);
});
