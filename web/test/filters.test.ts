// What the address of a search may say, and what of it is believed.
import { expect, test } from "vitest";
import { asQuery, isWanting, NOTHING_WANTED, readWanted } from "../src/parts/filters";

test("an address is read, and what cannot be is left out", () => {
  expect(readWanted("?q=sari&gi=1&sold=DE&from=500&to=2000&sort=price")).toEqual({
    ...NOTHING_WANTED,
    q: "sari",
    gi: "1",
    sold: "DE",
    from: "500",
    to: "2000",
    sort: "price",
  });
  expect(readWanted("?gi=yes&sold=de&from=-1&to=1e9&sort=best&live=2")).toEqual(NOTHING_WANTED);
  expect(readWanted("?from=500&to=400").to).toBe("");
});

test("money goes to the server in paise, and the order alone narrows nothing", () => {
  expect(asQuery({ ...NOTHING_WANTED, from: "500", sold: "DE" })).toMatchObject({
    price_from: 50000,
    price_to: "",
    sold: "1",
    country: "DE",
  });
  expect(isWanting({ ...NOTHING_WANTED, sort: "price" })).toBe(false);
  expect(isWanting({ ...NOTHING_WANTED, live: "1" })).toBe(true);
});
