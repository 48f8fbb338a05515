// The fair's sign: a rangoli of eight petals.
import { petals } from "./motifs/strokes";

export function Sign() {
  return (
    <svg viewBox="0 0 100 100" aria-hidden="true">
      <g fill="currentColor">
        {petals(50, 50, 14, 48, 8)}
        <circle cx="50" cy="50" r="8" />
      </g>
    </svg>
  );
}
