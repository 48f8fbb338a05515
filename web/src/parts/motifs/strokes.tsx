// What the motifs are made of: a seed's choices, turned profiles, rosettes, rows. A motif is drawn as a
// block print: `ink` silhouettes, `cut` details in the ground's colour, and one `acc`ent.
import type { VNode } from "preact";

export const p = (n: number) => Number(n.toFixed(1));
export type Point = readonly [number, number];

/** A seed's own choices: the same (seed, salt) always gives the same number below n. */
export function pick(seed: number, salt: number, n: number): number {
  let h = Math.imul(seed * 31 + salt + 1, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  return ((h ^ (h >>> 13)) >>> 0) % n;
}

export const polar = (cx: number, cy: number, r: number, turn: number): Point => [
  cx + r * Math.sin(turn * 2 * Math.PI),
  cy - r * Math.cos(turn * 2 * Math.PI),
];

/** One pointed petal from radius r0 to r1 at `turn`, `width` of a full turn wide. */
export function petal(cx: number, cy: number, r0: number, r1: number, turn: number, width: number): string {
  const [ax, ay] = polar(cx, cy, r0, turn);
  const [bx, by] = polar(cx, cy, r1, turn);
  const mid = r0 + (r1 - r0) * 0.55;
  const [lx, ly] = polar(cx, cy, mid, turn - width / 2);
  const [rx, ry] = polar(cx, cy, mid, turn + width / 2);
  return `M${p(ax)} ${p(ay)}Q${p(lx)} ${p(ly)} ${p(bx)} ${p(by)}Q${p(rx)} ${p(ry)} ${p(ax)} ${p(ay)}Z`;
}

/** A rosette of `n` petals. */
export function petals(
  cx: number,
  cy: number,
  r0: number,
  r1: number,
  n: number,
  cls = "",
  shift = 0,
): VNode {
  const d = Array.from({ length: n }, (_, i) => petal(cx, cy, r0, r1, (i + shift) / n, 1 / n)).join("");
  return <path class={cls} d={d} />;
}

/** A small flower as the block printers cut it. */
export const buti = (cx: number, cy: number, r: number, n: number, cls: string) => (
  <g key={`${cx},${cy}`}>
    {petals(cx, cy, r * 0.3, r, n, cls)}
    <circle class={cls} cx={p(cx)} cy={p(cy)} r={p(r * 0.2)} />
  </g>
);

/** `n` dots in a row from a to b. */
export const dots = (a: Point, b: Point, n: number, r: number, cls: string) => (
  <g class={cls}>
    {Array.from({ length: n }, (_, i) => {
      const f = n > 1 ? i / (n - 1) : 0.5;
      return <circle key={i} cx={p(a[0] + (b[0] - a[0]) * f)} cy={p(a[1] + (b[1] - a[1]) * f)} r={r} />;
    })}
  </g>
);

/** `n` dots on a circle. */
export const ring = (cx: number, cy: number, radius: number, n: number, r: number, cls: string) => (
  <g class={cls}>
    {Array.from({ length: n }, (_, i) => {
      const [x, y] = polar(cx, cy, radius, i / n);
      return <circle key={i} cx={p(x)} cy={p(y)} r={r} />;
    })}
  </g>
);

/** A toothed line from x0 to x1 at height y. */
export function zigzag(x0: number, x1: number, y: number, n: number, rise: number): string {
  const step = (x1 - x0) / n;
  const teeth = Array.from(
    { length: n },
    (_, i) => `L${p(x0 + (i + 0.5) * step)} ${p(y - rise)}L${p(x0 + (i + 1) * step)} ${p(y)}`,
  );
  return `M${p(x0)} ${p(y)}${teeth.join("")}`;
}

/** Half the width of a turned profile at height y (between its points). */
export function widthAt(profile: readonly Point[], y: number): number {
  for (let i = 1; i < profile.length; i++) {
    const [w0, y0] = profile[i - 1] as Point;
    const [w1, y1] = profile[i] as Point;
    if (y >= y0 && y <= y1) {
      const f = y1 === y0 ? 0 : (y - y0) / (y1 - y0);
      const eased = f * f * (3 - 2 * f);
      return w0 + (w1 - w0) * eased;
    }
  }
  return 0;
}

/** A vessel turned on the wheel: `profile` is [half width, y] from the rim down; both sides, closed. */
export function lathe(cx: number, profile: readonly Point[]): string {
  const side = (sign: 1 | -1, list: readonly Point[]) =>
    list
      .slice(1)
      .map(([w, y], i) => {
        const [w0, y0] = list[i] as Point;
        const mid = (y0 + y) / 2;
        return `C${p(cx + sign * w0)} ${p(mid)} ${p(cx + sign * w)} ${p(mid)} ${p(cx + sign * w)} ${p(y)}`;
      })
      .join("");
  const [w0, y0] = profile[0] as Point;
  const up = [...profile].reverse();
  const [wn, yn] = up[0] as Point;
  return `M${p(cx + w0)} ${p(y0)}${side(1, profile)}L${p(cx - wn)} ${p(yn)}${side(-1, up)}Z`;
}

/** A band round a turned vessel from y0 to y1. */
export function band(cx: number, profile: readonly Point[], y0: number, y1: number): string {
  const a = widthAt(profile, y0);
  const b = widthAt(profile, y1);
  const sag = 5;
  return `M${p(cx - a)} ${y0}Q${cx} ${y0 + sag} ${p(cx + a)} ${y0}L${p(cx + b)} ${y1}Q${cx} ${y1 + sag} ${p(cx - b)} ${y1}Z`;
}

/** A paisley, tip up and bent to the right, about 60 × 96 before `transform`. */
export const PAISLEY = "M0 48C-32 48-37 12-20-10C-10-24-4-44 24-46C13-39 8-28 15-14C27 8 31 48 0 48Z";
