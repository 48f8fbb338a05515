import { describe, expect, it } from "vitest";
import { firstLetters } from "../src/lib/letters";

describe("letters as a person counts them", () => {
  it("keeps as many as fit and one no more, whatever they are made of", () => {
    for (const letter of ["x", "कि", "🇮🇳", "e\u0301", "நி"]) {
      expect(firstLetters(letter.repeat(200), 200)).toBe(letter.repeat(200));
      expect(firstLetters(letter.repeat(201), 200)).toBe(letter.repeat(200));
    }
  });
});
