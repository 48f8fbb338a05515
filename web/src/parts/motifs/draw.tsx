// From (kind, seed) to a drawing on a 200 × 200 sheet. The colours come from style/motif.css, so that a
// motif sits on paper and on the night ground alike.
import type { VNode } from "preact";
import type { Motif } from "../../lib/wire";
import { beauty, metal, pottery } from "./clay";
import { carpet, embroidery, furnishing, textile } from "./cloth";
import { fibre, food, glass, hardware, leather, music, stone, wood } from "./craft";

const drawings: Record<Motif, (seed: number) => VNode> = {
  leather,
  hardware,
  textile,
  fibre,
  music,
  food,
  pottery,
  furnishing,
  beauty,
  stone,
  embroidery,
  wood,
  carpet,
  glass,
  metal,
};
export const MOTIFS = Object.keys(drawings) as Motif[];

/** A motif that this page does not know yet is drawn as cloth. */
export const draw = (kind: Motif, seed: number): VNode => (drawings[kind] ?? textile)(seed);
