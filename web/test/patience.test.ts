import { expect, test } from "vitest";
import { type Look, Patience, seen, wait } from "../src/lib/patience";

/** `n` looks, each with so many packets asked for and so many standstills more than the one before. */
function looks(p: Patience, from: Look, n: number, asked: number, freezes = 0): [number, Look] {
  let at = from;
  let ms = 0;
  for (let i = 0; i < n; i++) {
    at = { ...at, asked: at.asked + asked, freezes: at.freezes + freezes };
    ms = p.look(at);
  }
  return [ms, at];
}
const start = { asked: 0, freezes: 0, tripMs: 100 };

test("a clean network waits for nothing, and one packet asked for is no losing network", () => {
  const p = new Patience();
  expect(p.look(start)).toBe(0);
  expect(looks(p, start, 30, 0, 1)[0]).toBe(0);
  expect(p.look({ ...start, asked: 1, freezes: 30 })).toBe(0);
});

test("with losses there is time for a repair that is lost itself, at once, and no longer than they last", () => {
  const p = new Patience();
  p.look(start);
  const [ms, at] = looks(p, start, 1, 7);
  expect(ms).toBe(280);
  expect(looks(p, at, 60, 0)[0]).toBe(0);
});

test("a standstill makes it wait longer, up to the most; peace makes it shorter again", () => {
  const p = new Patience();
  p.look(start);
  let [ms, at] = looks(p, start, 2, 7, 1);
  expect(ms).toBe(480);
  [ms, at] = looks(p, at, 20, 7, 1);
  expect(ms).toBe(600);
  [ms] = looks(p, at, 200, 7);
  expect(ms).toBe(280);
});

test("a connection made anew counts from nothing", () => {
  const p = new Patience();
  const [, at] = looks(p, start, 5, 7);
  expect(p.look({ ...at, asked: 0 })).toBeGreaterThan(0);
});

test("a look adds up sound and picture, and knows the chosen path", () => {
  const stats = [
    { type: "inbound-rtp", nackCount: 3, freezeCount: 1 },
    { type: "inbound-rtp", nackCount: 2 },
    { type: "candidate-pair", nominated: true, currentRoundTripTime: 0.05 },
    { type: "candidate-pair", currentRoundTripTime: 9 },
  ];
  expect(seen(stats)).toEqual({ asked: 5, freezes: 1, tripMs: 50 });
});

test("only browsers that know the wish are told", () => {
  const knows = { jitterBufferTarget: null as number | null };
  const not = {};
  wait({ getReceivers: () => [knows, not] } as unknown as RTCPeerConnection, 280);
  expect([knows, not]).toEqual([{ jitterBufferTarget: 280 }, {}]);
  wait({ getReceivers: () => [knows] } as unknown as RTCPeerConnection, 0);
  expect(knows.jitterBufferTarget).toBe(null);
});
