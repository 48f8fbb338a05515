import { expect, test } from "vitest";
import {
  type BoothView,
  blankBooth,
  canOrder,
  type Envelope,
  LINES_MAX,
  priceNow,
  reduce,
} from "../src/lib/booth";
import type { Card } from "../src/lib/wire";

const said = (seq: number, text: string): Envelope => ({
  t: "chat.said",
  booth: "b",
  seq,
  d: { person: "p", name: "Asha", role: "buyer", text, at_ms: seq },
});
const card = (id: string) => ({ id, price: { minor: 90_000, currency: "INR" }, available: 3 }) as Card;
const pin = (seq: number, id: string): Envelope => ({
  t: "overlay.changed",
  seq,
  d: { action: "pin", product: id, card: card(id) },
});
const snapshot = (seq: number, more: object = {}): Envelope => ({
  t: "snapshot",
  booth: "b",
  seq,
  d: {
    person: "me",
    name: "Asha",
    role: "guest",
    host: false,
    now_ms: 1,
    state: "live",
    viewers: 2,
    countries: { IN: 2 },
    pins: [],
    flashes: [],
    slow_s: 0,
    log: [],
    ...more,
  },
});
const after = (view: BoothView, ...es: Envelope[]) => es.reduce(reduce, view);

test("a snapshot and the same rows heard live give the same chat", () => {
  const rows = [
    said(1, "one"),
    said(2, "two"),
    { t: "line.removed", seq: 3, d: { line_seq: 1 } } as Envelope,
  ];
  const live = after(blankBooth(), snapshot(0), ...rows);
  const late = after(blankBooth(), snapshot(3, { log: rows }));
  expect(late.lines).toEqual(live.lines);
  expect(late.seq).toBe(live.seq);
  expect(late.lines[0]).toMatchObject({ removed: true, text: "" });
});

test("a translation stands under its line, and goes with it", () => {
  const translated = (seq: number, line_seq: number): Envelope => ({
    t: "chat.translated",
    seq,
    d: { line_seq, lang: "hi", text: "नीला" },
  });
  let view = after(blankBooth(), snapshot(0), said(1, "blue"), translated(2, 1), translated(3, 99));
  expect(view.lines[0]?.translated).toEqual({ hi: "नीला" });
  view = after(view, { t: "line.removed", seq: 4, d: { line_seq: 1 } }, translated(5, 1));
  expect(view.lines[0]).toMatchObject({ removed: true, translated: {} });
});

test("a row seen before changes nothing", () => {
  const view = after(blankBooth(), snapshot(4), said(5, "once"));
  expect(reduce(view, said(5, "twice"))).toBe(view);
});

test("three pins at most; the oldest leaves; unpin and stock reach the card", () => {
  let view = after(blankBooth(), snapshot(0), pin(1, "a"), pin(2, "b"), pin(3, "c"), pin(4, "d"));
  expect(view.pins.map(x => x.id)).toEqual(["b", "c", "d"]);
  view = after(
    view,
    { t: "overlay.changed", seq: 5, d: { action: "unpin", product: "c" } },
    { t: "stock.changed", seq: 6, d: { product: "d", available: 1, price_minor: 100, currency: "INR" } },
  );
  expect(view.pins.map(x => x.id)).toEqual(["b", "d"]);
  expect(view.pins[1]).toMatchObject({ available: 1, price: { minor: 100 } });
});

test("away and back keeps pins and chat; the end takes the pins", () => {
  let view = after(blankBooth(), snapshot(0), said(1, "hi"), pin(2, "a"));
  view = reduce(view, { t: "live.paused", seq: 3, d: { broadcast: "x", until_ms: 99 } });
  expect(view).toMatchObject({ state: "away", untilMs: 99 });
  expect(view.pins).toHaveLength(1);
  view = reduce(view, { t: "live.resumed", seq: 4, d: { broadcast: "x" } });
  expect(view.state).toBe("live");
  view = reduce(view, { t: "live.ended", seq: 5, d: { broadcast: "x" } });
  expect(view).toMatchObject({ state: "off", ended: true, pins: [] });
  expect(view.lines).toHaveLength(1);
});

test("keeps LINES_MAX lines and not one more", () => {
  const rows = Array.from({ length: LINES_MAX + 1 }, (_, i) => said(i + 1, String(i)));
  const view = after(blankBooth(), ...rows);
  expect(view.lines).toHaveLength(LINES_MAX);
  expect(view.lines[0]?.seq).toBe(2);
});

test("a flash price holds from its start to its end while any is left", () => {
  const flash = {
    product: "a",
    state: "on",
    price_minor: 50_000,
    was_minor: 90_000,
    currency: "INR",
    quantity: 5,
    remaining: 2,
    starts_ms: 1_000,
    ends_ms: 2_000,
  };
  const price = (now: number, remaining = 2) => priceNow(card("a"), { ...flash, remaining }, now).price.minor;
  expect([price(999), price(1_000), price(1_999), price(2_000)]).toEqual([90_000, 50_000, 50_000, 90_000]);
  expect(price(1_500, 0)).toBe(90_000);
});

test("a flash price that comes with the stock does not become the price", () => {
  const flash: Envelope = {
    t: "flash.changed",
    seq: 2,
    d: {
      product: "a",
      state: "on",
      price_minor: 50_000,
      was_minor: 90_000,
      currency: "INR",
      quantity: 5,
      remaining: 5,
      starts_ms: 0,
      ends_ms: 10,
    },
  };
  const stock: Envelope = {
    t: "stock.changed",
    seq: 3,
    d: { product: "a", available: 2, price_minor: 50_000, currency: "INR" },
  };
  const view = after(blankBooth(), snapshot(0), pin(1, "a"), flash, stock);
  expect(view.pins[0]).toMatchObject({ available: 2, price: { minor: 90_000 } });
  expect(priceNow(view.pins[0] as Card, view.flashes.a, 5)).toMatchObject({
    price: { minor: 50_000 },
    left: 2,
  });
});

test("only my own mute mutes me", () => {
  const view = after(blankBooth(), snapshot(0));
  const muted = (seq: number, person: string): Envelope => ({
    t: "person.muted",
    seq,
    d: { person, until_ms: 9 },
  });
  expect(reduce(view, muted(1, "other")).mutedUntilMs).toBe(0);
  expect(reduce(view, muted(1, "me")).mutedUntilMs).toBe(9);
  expect(reduce(view, muted(1, "other")).muted).toEqual({ other: 9 });
});

test("what may be ordered at once depends on the rules for the buyer's country", () => {
  const rules = { direct: true, abroad: false };
  expect(canOrder(rules, "IN")).toBe(true);
  expect(canOrder(rules, "DE")).toBe(false);
  expect(canOrder({ direct: false, abroad: true }, "DE")).toBe(true);
});
