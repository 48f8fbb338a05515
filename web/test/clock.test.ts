import { expect, test } from "vitest";
import { newClock } from "../src/lib/clock";

function at(start: number) {
  let mono = 0;
  const clock = newClock(
    () => mono,
    () => start,
  );
  return { clock, pass: (ms: number) => (mono += ms) };
}

test("follows the server, not the phone", () => {
  const { clock, pass } = at(5_000);
  expect(clock.now()).toBe(5_000);
  clock.heard(1_000_000);
  pass(250);
  expect(clock.now()).toBe(1_000_250);
});

test("takes half of the round trip off, and prefers the shorter trip", () => {
  const { clock, pass } = at(0);
  pass(100);
  clock.heard(1_000_000, 0);
  expect(clock.now()).toBe(1_000_050);
  pass(900);
  clock.heard(9_000_000, 100);
  expect(clock.now()).toBe(1_000_950);
});

test("a long trip is taken once the last sample is stale", () => {
  const { clock, pass } = at(0);
  clock.heard(1_000_000, 0);
  pass(6 * 60_000);
  clock.heard(2_000_000, 6 * 60_000 - 400);
  expect(clock.now()).toBe(2_000_200);
});
