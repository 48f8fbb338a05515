import { expect, test } from "vitest";
import { phoneHint } from "../src/lib/phone";

test("an empty battery goes before heat, heat before slowness; a phone that tells nothing is well", () => {
  expect(phoneHint({}, false)).toBeUndefined();
  expect(phoneHint({}, true)).toBe("slow");
  expect(phoneHint({ heat: "fair" }, false)).toBeUndefined();
  expect(phoneHint({ heat: "serious" }, true)).toBe("heat");
  expect(phoneHint({ battery_pct: 15, charging: false, heat: "critical" }, true)).toBe("battery");
  expect(phoneHint({ battery_pct: 16, charging: false }, false)).toBeUndefined();
  expect(phoneHint({ battery_pct: 3, charging: true }, false)).toBeUndefined();
});
