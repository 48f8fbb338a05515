import { expect, test } from "vitest";
import { uplinkGuess, uplinkOf } from "../src/lib/uplink";

const health = { up_kbps: 1_500, rtt_ms: 60, loss_permille: 0 };

test("the worst of rate, loss and delay decides, at its limit", () => {
  expect(uplinkOf(health, true)).toBe("good");
  expect(uplinkOf({ ...health, up_kbps: 400 }, true)).toBe("good");
  expect(uplinkOf({ ...health, up_kbps: 399 }, true)).toBe("weak");
  expect(uplinkOf({ ...health, up_kbps: 149 }, true)).toBe("very-weak");
  expect(uplinkOf({ ...health, loss_permille: 40 }, true)).toBe("good");
  expect(uplinkOf({ ...health, loss_permille: 41 }, true)).toBe("weak");
  expect(uplinkOf({ ...health, loss_permille: 121 }, true)).toBe("very-weak");
  expect(uplinkOf({ ...health, rtt_ms: 401 }, true)).toBe("weak");
  expect(uplinkOf({ ...health, rtt_ms: 1_201 }, true)).toBe("very-weak");
  expect(uplinkOf({ ...health, up_kbps: 20 }, false)).toBe("good");
});

test("before air the median way and the phone's own word decide", () => {
  expect(uplinkGuess([], "4g")).toBe("offline");
  expect(uplinkGuess([40, 3_000, 60], "4g")).toBe("good");
  expect(uplinkGuess([40, 50, 60], "3g")).toBe("weak");
  expect(uplinkGuess([900], undefined)).toBe("weak");
  expect(uplinkGuess([40], "2g")).toBe("very-weak");
});
