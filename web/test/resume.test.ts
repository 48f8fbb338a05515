import { beforeEach, expect, test, vi } from "vitest";
import { resume, resumed } from "../src/lib/resume";

const kept = new Map<string, string>();
beforeEach(() => {
  kept.clear();
  vi.stubGlobal("sessionStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
});

test("what is half filled in comes back, and is forgotten when it was sent", () => {
  resume("form", { at: 3, form: { phone: "9800000001" } });
  expect(resumed("form")).toEqual({ at: 3, form: { phone: "9800000001" } });
  resume("form", undefined);
  expect(resumed("form")).toBeUndefined();
});

test("nothing is kept without a key, and what cannot be read is nothing", () => {
  resume("", { at: 1 });
  expect(kept.size).toBe(0);
  kept.set("form", "{at:");
  expect(resumed("form")).toBeUndefined();
});

test("a browser that keeps nothing is no fault", () => {
  vi.stubGlobal("sessionStorage", undefined);
  resume("form", { at: 1 });
  expect(resumed("form")).toBeUndefined();
});
