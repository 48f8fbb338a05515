import { expect, test } from "vitest";
import { below, Ladder, Meter, type Rung, WINDOW_MS } from "../src/lib/ladder";

test("a meter counts over connections, and its rate is of the last stretch", () => {
  const m = new Meter();
  m.add(0, 0);
  m.add(4_000, 1_000_000);
  expect(m.perHour).toBeUndefined();
  m.add(10_000, 2_000_000);
  expect(m.megabytes).toBe(2);
  expect(m.perHour).toBe(720);
  m.add(11_000, 500_000); // another connection
  expect(m.megabytes).toBe(2.5);
});

test("a rung that the booth does not have is stepped over", () => {
  expect(below("auto", ["auto", "high", "low", "sound", "text"])).toBe("low");
  expect(below("high", ["auto", "high", "sound", "text"])).toBe("sound");
  expect(below("sound", ["auto", "high", "sound", "text"])).toBe("text");
  expect(below("text", ["auto", "high", "sound", "text"])).toBeUndefined();
});

test("a budget steps down, one rung a window, and what was chosen stays", () => {
  const told: Rung[] = [];
  const l = new Ladder(r => told.push(r));
  l.layers.value = ["auto", "high", "low", "sound", "text"];
  l.setBudget(100);
  const rate = 200 / 3_600_000; // MB a ms: twice the budget
  for (let at = 0; at <= 2 * WINDOW_MS + 6_000; at += 1_000) l.measured(at + 1, rate * at * 1_000_000);
  expect(told).toEqual(["low", "sound"]);
  expect(l.choice.value).toBe("auto");
  l.setBudget(0);
  expect(told.at(-1)).toBe("auto");
});

test("within the budget nothing happens, at the limit too", () => {
  const told: Rung[] = [];
  const l = new Ladder(r => told.push(r));
  l.layers.value = ["auto", "high", "sound", "text"];
  l.setBudget(360);
  for (let at = 0; at <= 60_000; at += 1_000) l.measured(at + 1, at * 100);
  expect(told).toEqual([]);
});
