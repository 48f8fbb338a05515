import { expect, test } from "vitest";
import { trimmed } from "../src/lib/listing";
import { paise, rupees } from "../src/lib/money";

test("amounts are read to the paisa and written back", () => {
  for (const [text, minor] of [
    ["1", 100],
    ["1,450.5", 145050],
    [" 99.99 ", 9999],
    ["0.05", 5],
  ] as const)
    expect(paise(text)).toBe(minor);
  for (const text of ["", "1.234", "-1", "ten", "1e3"]) expect(paise(text)).toBeUndefined();
  expect(rupees(145050)).toBe("1450.50");
  expect(rupees(100)).toBe("1");
});

test("what is empty is not sent", () => {
  expect(trimmed({ name_hi: "x", sku: "", cites: false, tiers: [], moq: 2 })).toEqual({
    name_hi: "x",
    moq: 2,
  });
});
