// Small shapes that several motifs share.
import type { VNode } from "preact";

export const polar = (cx: number, cy: number, r: number, turn: number): [number, number] => [
  cx + r * Math.sin(turn * 2 * Math.PI),
  cy - r * Math.cos(turn * 2 * Math.PI),
];
export const p = (n: number) => Number(n.toFixed(1));

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
export function petals(cx: number, cy: number, r0: number, r1: number, n: number, shift = 0): VNode {
  const d = Array.from({ length: n }, (_, i) => petal(cx, cy, r0, r1, (i + shift) / n, 1 / n)).join("");
  return <path d={d} />;
}
