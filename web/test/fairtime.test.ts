import { expect, test } from "vitest";
import { fromZone, inZone, zonesDiffer } from "../src/lib/fairtime";

test("a typed time is the zone's own, whatever the browser's is", () => {
  expect(fromZone("2026-12-01T18:30", "Asia/Kolkata")).toBe(Date.parse("2026-12-01T13:00:00Z"));
  expect(inZone("2026-12-01T13:00:00Z", "Asia/Kolkata")).toBe("2026-12-01T18:30");
  expect(inZone("2026-12-01T18:30:00Z", "Asia/Kolkata")).toBe("2026-12-02T00:00");
});

test("both sides of a change of clocks come back as they were typed", () => {
  for (const local of ["2026-03-29T00:30", "2026-03-29T01:59", "2026-03-29T03:00", "2026-10-25T05:00"]) {
    expect(inZone(fromZone(local, "Europe/Berlin"), "Europe/Berlin")).toBe(local);
  }
});

test("what is no time is NaN", () => {
  expect(fromZone("", "Asia/Kolkata")).toBeNaN();
});

test("zones differ by their clocks, not by their names", () => {
  const at = Date.parse("2026-12-01T13:00:00Z");
  expect(zonesDiffer(at, "Asia/Kolkata", "Asia/Colombo")).toBe(false);
  expect(zonesDiffer(at, "Asia/Kolkata", "UTC")).toBe(true);
});
