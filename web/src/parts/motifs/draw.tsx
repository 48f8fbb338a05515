// From (kind, seed) to a drawing on a 200 × 200 sheet. Colours are the sheet's own (CSS variables with
// fallbacks), so that a motif sits on paper and on the night ground alike.
import type { VNode } from "preact";
import type { Motif } from "../../lib/wire";
import { petals } from "./strokes";

export function draw(_kind: Motif, seed: number): VNode {
  return (
    <g fill="none" stroke="currentColor" stroke-width="2">
      {petals(100, 100, 30, 80, 8 + (seed % 5))}
      {petals(100, 100, 10, 34, 6)}
    </g>
  );
}
