// A doorway with a cusped arch, as the booths of the fair have it: night inside, a booth's motif in it.
import type { ComponentChildren } from "preact";

const CUSPS =
  "M10 260V112C10 100 14 96 20 92C16 78 24 66 36 64C36 50 48 42 60 44C66 32 82 30 92 38C94 28 97 20 100 10C103 20 106 28 108 38C118 30 134 32 140 44C152 42 164 50 164 64C176 66 184 78 180 92C186 96 190 100 190 112V260Z";

export function Arch({ children }: { children: ComponentChildren }) {
  return (
    <div class="arch">
      <svg class="frame" viewBox="0 0 200 260" preserveAspectRatio="none" aria-hidden="true">
        <path class="wall" d="M0 260V20Q0 0 20 0H180Q200 0 200 20V260Z" />
        <path class="door" d={CUSPS} />
        <path class="line" d={CUSPS} transform="translate(5.500 6) scale(.945 .98)" />
      </svg>
      {children}
    </div>
  );
}
