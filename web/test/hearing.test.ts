import { expect, test } from "vitest";
import { bytesIn, DOUBT_MS, Hearing, STALE_MS } from "../src/lib/hearing";

const LIMIT_MS = 600;
/** A connection that is looked at every 100 ms: `live` until `deafAt`, with a doubt at each of `doubts`. Tells its news. */
function story(
  untilMs: number,
  hears: (at: number) => boolean,
  doubts: number[] = [],
  live = true,
): string[] {
  const h = new Hearing(LIMIT_MS, 0);
  const news: string[] = [];
  let bytes = 0;
  let doubted = 0;
  for (let at = 0; at <= untilMs; at += 100) {
    while (doubted < doubts.length && (doubts[doubted] ?? 0) <= at) h.doubt(doubts[doubted++] ?? 0);
    if (hears(at)) bytes += 1000;
    const found = h.look(at, bytes, live);
    if (found) news.push(`${at} ${found}`);
  }
  return news;
}
const until = (end: number) => (at: number) => at < end;

test("what hears on has no news, whatever is said of the network", () => {
  expect(story(5000, () => true)).toEqual([]);
  expect(story(5000, () => true, [1010, 1020, 2500, 2510, 4000])).toEqual([]);
});

test("silence is believed after the limit, told again each time it lasts, and ends with the first byte", () => {
  expect(story(2000, until(1000))).toEqual(["1500 silent"]);
  expect(story(2200, until(1000))).toEqual(["1500 silent", "2100 silent"]);
  expect(story(2500, at => at < 1000 || at >= 1800)).toEqual(["1500 silent", "1800 again"]);
});

test("silence after word of another network is believed sooner, and told once as such", () => {
  expect(story(1400, until(1000), [1000])).toEqual(["1400 moved"]);
  expect(story(1990, until(1000), [1000, 1010])).toEqual(["1400 moved"]);
  expect(story(2000, until(1000), [1010])).toEqual(["1400 moved", "2000 silent"]);
});

test("a byte just before the word, seen just after it, is no sign of life; a later one is", () => {
  // The event at 1000; a look at 1100 still finds what came before it.
  expect(story(1400, until(1101), [1000])).toEqual(["1400 moved"]);
  expect(story(1600, until(1201), [1000])).toEqual([]);
  expect(STALE_MS).toBeGreaterThan(100);
  expect(DOUBT_MS).toBeLessThan(LIMIT_MS);
});

test("a word at the limit changes nothing: the earlier of the two is told", () => {
  expect(story(1500, until(1000), [1400])).toEqual(["1500 silent"]);
});

test("a connection that is not up yet is not silent", () => {
  expect(story(3000, () => false, [], false)).toEqual([]);
});

test("figures that fall, as those of another pair do, are no sign of life, and the next rise is", () => {
  const h = new Hearing(LIMIT_MS, 0);
  h.look(0, 9000, true);
  expect(h.look(600, 9000, true)).toBe("silent");
  expect(h.look(700, 100, true)).toBeUndefined();
  expect(h.look(800, 200, true)).toBe("again");
});

const pair = (id: string, bytesReceived: number, responsesReceived = 0) => ({
  id,
  type: "candidate-pair",
  bytesReceived,
  responsesReceived,
});

test("a sender hears by the pair it sends on; who does not know which one, or only listens, by any", () => {
  const pairs = [pair("old", 5), pair("new", 70, 3), { id: "r", type: "inbound-rtp", bytesReceived: 900 }];
  const chosen = [...pairs, { id: "t", type: "transport", selectedCandidatePairId: "old" }];
  expect(bytesIn(chosen, true, false)).toBe(5);
  expect(bytesIn(chosen, false, false)).toBe(75);
  expect(bytesIn(pairs, true, false)).toBe(75);
  expect(bytesIn(chosen, false, true)).toBe(78);
});
