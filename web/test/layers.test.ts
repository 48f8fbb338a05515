import { beforeEach, describe, expect, test, vi } from "vitest";
import { encodings, Uplink } from "../src/lib/layers";

const store = new Map<string, string>();
vi.stubGlobal("localStorage", {
  getItem: (k: string) => store.get(k) ?? null,
  setItem: (k: string, v: string) => void store.set(k, v),
});
vi.stubGlobal("navigator", {});

const looks = (u: Uplink, n: number, bps: number, limited = false) => {
  for (let i = 0; i < n; i++) u.look(bps, limited);
};

describe("the small picture beside the full one", () => {
  beforeEach(() => store.clear());

  test("is sent only where the uplink has shown room for both", () => {
    const u = new Uplink();
    expect(u.roomy()).toBe(false);
    looks(u, 4, 3_000_000);
    expect(u.roomy()).toBe(false);
    looks(u, 1, 3_000_000);
    expect(u.roomy()).toBe(true);
    expect(new Uplink().roomy()).toBe(true);
  });

  test("a look in between that shows less counts from the start again", () => {
    const u = new Uplink();
    looks(u, 4, 3_000_000);
    looks(u, 1, 1_500_000);
    looks(u, 4, 3_000_000);
    looks(u, 4, 3_000_000, true);
    expect(u.roomy()).toBe(false);
  });

  test("a narrow uplink is not asked to again", () => {
    const u = new Uplink();
    looks(u, 5, 3_000_000);
    looks(u, 4, 500_000);
    expect(u.roomy()).toBe(true);
    looks(u, 1, 500_000);
    expect(u.roomy()).toBe(false);
  });

  test("who saves data sends one picture", () => {
    looks(new Uplink(), 5, 3_000_000);
    vi.stubGlobal("navigator", { connection: { saveData: true } });
    expect(new Uplink().roomy()).toBe(false);
    vi.stubGlobal("navigator", {});
  });

  test("the full picture keeps its rate", () => {
    expect(encodings(2_000_000, false)).toEqual([{ maxBitrate: 2_000_000 }]);
    expect(encodings(2_000_000, true).map(e => e.rid)).toEqual(["l", "h"]);
    expect(encodings(2_000_000, true)[1]?.maxBitrate).toBe(2_000_000);
  });
});
