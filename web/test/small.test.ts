import { expect, test } from "vitest";
import { query } from "../src/lib/api";
import { blankBooth } from "../src/lib/booth";
import { tongueOf } from "../src/lib/boothstore";
import { span } from "../src/lib/i18n";
import { newKey, onceKey } from "../src/lib/key";
import { Problem } from "../src/lib/problem";
import type { WatchState } from "../src/lib/whep";
import { guessCountry } from "../src/lib/who";
import type { BoothState } from "../src/lib/wire";
import { MOTIFS } from "../src/parts/motifs/draw";
import { pick } from "../src/parts/motifs/strokes";
import { slateOf } from "../src/parts/slate";

test("a wish keeps its key until it changes", () => {
  const key = onceKey();
  const first = key({ quantity: 1 });
  expect(key({ quantity: 1 })).toBe(first);
  const second = key({ quantity: 2 });
  expect(second).not.toBe(first);
  expect(second).toMatch(/^[0-9a-f]{32}$/);
  expect(newKey()).not.toBe(newKey());
});

test("only what nobody has refused is worth another try", () => {
  const passing = (code: string, status = 0) => new Problem(code, undefined, undefined, status).passing;
  expect([passing("offline"), passing("timeout"), passing("full", 503), passing("too-fast", 429)]).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect([passing("sold-out", 409), passing("bad-field", 422), passing("slow-mode")]).toEqual([
    false,
    false,
    false,
  ]);
});

test("a query leaves out what is empty", () => {
  expect(query("/products", { q: "", district: undefined, cursor: null })).toBe("/products");
  expect(query("/products", { q: "ज़री", limit: 24 })).toBe(
    "/products?q=%E0%A4%9C%E0%A4%BC%E0%A4%B0%E0%A5%80&limit=24",
  );
});

test("one slate for each state of booth and picture", () => {
  const slate = (state: BoothState, watch: WatchState, ended = false) =>
    slateOf({ ...blankBooth(), entered: true, state, ended }, watch);
  expect(slateOf(blankBooth(), "connecting")).toBe("entering");
  expect(slateOf(blankBooth(), "playing")).toBe("none");
  expect(slate("off", "idle")).toBe("before");
  expect(slate("off", "lost", true)).toBe("ended");
  expect(slate("away", "playing")).toBe("away");
  expect(slate("live", "playing")).toBe("none");
  expect(slate("live", "idle")).toBe("connecting");
  for (const watch of ["connecting", "lost", "codec", "full", "failed"] as const) {
    expect(slate("live", watch)).toBe(watch);
  }
});

test("the tag of free text follows its script", () => {
  expect(tongueOf("नमस्ते")).toBe("hi");
  expect(tongueOf("hello")).toBe("en");
});

test("the first guess of a country", () => {
  expect(guessCountry("Asia/Kolkata", ["en-GB"])).toBe("IN");
  expect(guessCountry("Europe/Berlin", ["de", "de-AT"])).toBe("AT");
  expect(guessCountry("Europe/Berlin", ["de"])).toBe("IN");
});

test("a countdown reads as people write it", () => {
  expect([span(5), span(65), span(3_700), span(-3)]).toEqual(["0:05", "1:05", "1:01:40", "0:00"]);
});

test("fifteen motifs, and a seed's choices spread", () => {
  expect(MOTIFS).toHaveLength(15);
  const counts = [0, 0, 0, 0, 0, 0];
  for (let seed = 0; seed < 600; seed++) {
    const chosen = pick(seed, 40, 6);
    counts[chosen] = (counts[chosen] ?? 0) + 1;
  }
  for (const n of counts) expect(n).toBeGreaterThan(60);
});
