// A border for a product's picture, chosen and counted by its seed, so that two products of one craft do
// not look alike from afar.
import type { VNode } from "preact";
import { buti, dots, p, petals, pick, polar, ring } from "./strokes";

const CORNERS = [
  [16, 16],
  [184, 16],
  [16, 184],
  [184, 184],
] as const;

const corners = (seed: number) => (
  <>
    {CORNERS.map(([x, y]) => buti(x, y, 15, 6 + pick(seed, 41, 3), "ink"))}
    {dots([42, 10], [158, 10], 9, 2, "acc")}
    {dots([42, 190], [158, 190], 9, 2, "acc")}
  </>
);

const garland = (seed: number) => (
  <>
    {ring(100, 100, 98, 44 + 4 * pick(seed, 42, 4), 1.8, "acc")}
    {[0, 0.25, 0.5, 0.75].map(turn => {
      const [x, y] = polar(100, 100, 98, turn);
      return buti(p(x), p(y), 11, 6, "ink");
    })}
  </>
);

const border = (seed: number) => (
  <>
    <path class="stroke" d="M4 4H196V196H4Z" />
    <path class="accline" d="M16 16H184V184H16Z" />
    {[10, 190].map(at => (
      <g key={at}>
        {dots([22, at], [178, at], 14 + pick(seed, 43, 5), 1.7, "ink")}
        {dots([at, 22], [at, 178], 14 + pick(seed, 43, 5), 1.7, "ink")}
      </g>
    ))}
  </>
);

const arch = (seed: number) => (
  <>
    <path class="stroke" d="M8 196V96Q8 58 40 44Q78 30 100 2Q122 30 160 44Q192 58 192 96V196Z" />
    <path class="accline" d="M18 196V98Q18 66 46 54Q80 42 100 18Q120 42 154 54Q182 66 182 98V196" />
    {[22, 178].map(x => buti(x, 22, 13, 6 + pick(seed, 44, 3), "acc"))}
  </>
);

const vines = (seed: number) => {
  const n = 4 + pick(seed, 45, 2);
  const ys = Array.from({ length: n }, (_, i) => p(24 + (i * 152) / (n - 1)));
  return (
    <>
      {[10, 190].flatMap(x => ys.map((y, i) => buti(x, y, 10, 5, i % 2 ? "acc" : "ink")))}
      <path class="stroke" d="M24 4V196M176 4V196" />
    </>
  );
};

const scallops = (seed: number) => {
  const n = 20 + 2 * pick(seed, 46, 4);
  return (
    <>
      {petals(100, 100, 88, 104, n, "acc")}
      <circle class="stroke" cx="100" cy="100" r="86" />
    </>
  );
};

const frames = [corners, garland, border, arch, vines, scallops];

/** The frame of this seed; what stands in it goes into its inner two thirds. */
export const frame = (seed: number): VNode => {
  const chosen = frames[pick(seed, 40, frames.length)] ?? corners;
  return chosen(seed);
};
