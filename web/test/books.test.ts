import { expect, test } from "vitest";
import { currencyOf, inRupees, shownIn } from "../src/lib/books";

const usd = { currency: "USD", micro_inr: 88_750_000, from: "2026-11-20T00:00:00Z", source: "x" };

test("rupees are shown by the rate of a day", () => {
  expect(shownIn(8_875_00, usd)).toBeCloseTo(100, 9);
  expect(shownIn(250_000, usd)).toBeCloseTo(28.169, 3);
  expect(shownIn(0, usd)).toBe(0);
});

test("what a reader types becomes whole rupees, and is shown again as typed", () => {
  expect(inRupees(20, usd)).toBe(1775);
  expect(inRupees(0.005, usd)).toBe(0);
  for (const typed of [1, 20, 99, 1234])
    expect(Math.round(shownIn(inRupees(typed, usd) * 100, usd))).toBe(typed);
});

test("a reader's currency is that of the country, where we know it; at home there is nothing to convert", () => {
  expect(currencyOf("DE")).toBe("EUR");
  expect(currencyOf("US")).toBe("USD");
  for (const nothing of ["IN", "XX", "", null, undefined]) expect(currencyOf(nothing)).toBeFalsy();
});
