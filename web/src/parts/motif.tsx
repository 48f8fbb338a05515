// The craft motif of a category, varied by a product's seed: the only ornament of the fair.
import type { Motif as Kind } from "../lib/wire";
import { draw } from "./motifs/draw";
import { frame } from "./motifs/frame";

interface Props {
  kind: Kind;
  /** 0–999: the same seed always draws the same picture. */
  seed?: number;
  class?: string;
  /** Stands in a border of its own, as a product's picture does. */
  framed?: boolean;
  /** Words for it; without them it is decoration and hidden from readers. */
  label?: string;
}

export function Motif({ kind, seed = 0, class: cls, framed = false, label }: Props) {
  const said = label ? { role: "img" as const, "aria-label": label } : { "aria-hidden": true as const };
  return (
    <svg viewBox="0 0 200 200" class={`motif ${cls ?? ""}`} {...said}>
      {framed && frame(seed)}
      {framed ? <g transform="translate(34 36) scale(.66)">{draw(kind, seed)}</g> : draw(kind, seed)}
    </svg>
  );
}
