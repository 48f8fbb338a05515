import { expect, test } from "vitest";
import { lineKey, readLines } from "../src/lib/cart";

test("what this browser kept of the cart is read with care", () => {
  expect(readLines("")).toEqual({});
  expect(readLines("null")).toEqual({});
  expect(readLines("[1]")).toEqual({ 0: 1 });
  expect(readLines('{"a":2,"b":0,"c":-1,"d":"x","e":1.5}')).toEqual({ a: 2 });
  expect(readLines("{")).toEqual({});
});

test("a variant is a line of its own", () => {
  expect(lineKey("p")).toBe("p");
  expect(lineKey("p", null)).toBe("p");
  expect(lineKey("p", "v")).toBe("p/v");
});
