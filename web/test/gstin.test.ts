import { expect, test } from "vitest";
import { isGstin } from "../src/lib/gstin";

test("registrations with their check character", () => {
  for (const good of ["27AAPFU0939F1ZV", "09AAAPA1234A1ZR", "09AABCU9603R1ZL", "38AAAPA1234A1ZQ"])
    expect(isGstin(good)).toBe(true);
});
test("one character off, too short, small letters", () => {
  for (const bad of ["27AAPFU0939F1ZW", "27AAPFU0938F1ZV", "27AAPFU0939F1Z", "27aapfu0939f1zv", ""])
    expect(isGstin(bad)).toBe(false);
});
