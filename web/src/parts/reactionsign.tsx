// The four reactions: a lotus for namaste, a heart, clapping hands, a spark.
import type { ReactionKind } from "../lib/booth";

const paths: Record<ReactionKind, string> = {
  namaste:
    "M12 4c2.500 3 3.500 5.500 3.500 8s-1.200 5-3.500 7c-2.300-2-3.500-4.500-3.500-7S9.500 7 12 4zM4 9c3 .3 4.500 2 5 5 .4 2.200 1.200 3.800 3 5-4.500.5-8-2.500-8-10zM20 9c-3 .3-4.500 2-5 5-.4 2.200-1.200 3.800-3 5 4.500.5 8-2.500 8-10z",
  heart:
    "M12 20C6 15.500 3.500 12 3.500 8.700 3.500 6 5.500 4.200 7.800 4.200c1.800 0 3.300 1 4.200 2.700.9-1.700 2.400-2.700 4.200-2.700 2.300 0 4.300 1.800 4.300 4.500 0 3.300-2.500 6.800-8.500 11.300z",
  clap: "M7 13l5.500-5.500a1.300 1.300 0 011.900 1.900L12 12l4-4a1.300 1.300 0 011.900 1.900L14 14l2.500-2.500a1.300 1.300 0 011.900 1.900L14 18c-2.500 2.500-6 2.500-8 .5S4.500 15 7 13zM9 3v2.500M4.500 4.500L6.300 6.300M3 9h2.500",
  wow: "M12 2.500l2.200 7.300 7.300 2.200-7.300 2.200L12 21.500l-2.200-7.300L2.500 12l7.300-2.200z",
};

export function ReactionSign({ kind }: { kind: ReactionKind }) {
  return (
    <svg class={`reaction ${kind}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[kind]} />
    </svg>
  );
}
