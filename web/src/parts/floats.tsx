// Reactions rise over the picture. The log gives their sum each second; a few of them float, spread over
// that second. Decoration only, and silent for readers.
import { useEffect, useRef, useState } from "preact/hooks";
import { REACTIONS, type ReactionKind, type Reactions } from "../lib/booth";
import { ReactionSign } from "./reactionsign";

/** Of one second's sum at most this many of each kind. */
const EACH_MAX = 5;
const LIFE_MS = 2_600;
const LANES = 5;

interface Float {
  id: number;
  kind: ReactionKind;
  lane: number;
}

export function Floats({ seq, sum }: { seq: number; sum: Reactions }) {
  const [floats, setFloats] = useState<Float[]>([]);
  const next = useRef(0);
  useEffect(() => {
    if (!seq) return;
    const fresh = REACTIONS.flatMap(kind =>
      Array.from({ length: Math.min(sum[kind] ?? 0, EACH_MAX) }, () => {
        const id = next.current++;
        return { id, kind, lane: id % LANES };
      }),
    );
    setFloats(f => [...f, ...fresh]);
    const gone = new Set(fresh.map(f => f.id));
    setTimeout(() => setFloats(f => f.filter(x => !gone.has(x.id))), LIFE_MS);
  }, [seq, sum]);
  return (
    <div class="floats" aria-hidden="true">
      {floats.map(f => (
        <span key={f.id} class={`float lane-${f.lane}`}>
          <ReactionSign kind={f.kind} />
        </span>
      ))}
    </div>
  );
}
