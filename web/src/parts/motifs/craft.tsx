// Things made by hand and tool: leather, hardware, fibre, music, wood, stone, glass, food.
import { buti, dots, PAISLEY, p, petal, petals, pick, polar, ring } from "./strokes";

const JUTTI =
  "M0 66C-22 66-27 40-25 16C-23-12-30-30-6-66Q2-80 12-74Q4-70 6-62C24-34 24-10 25 16C27 40 22 66 0 66Z";

/** A pair of juttis from above, toes curled inward, the vamp stitched. */
export function leather(seed: number) {
  const n = 5 + pick(seed, 1, 4);
  const shoe = (sign: 1 | -1) => (
    <g transform={`translate(${100 - sign * 38} 106) scale(${sign} 1)`}>
      <path class="ink" d={JUTTI} />
      <path class="cut" d="M0 58C-15 58-18 40-17 24Q-16 4 0 12Q16 4 17 24C18 40 15 58 0 58Z" />
      <path class="wash" d="M0 58C-15 58-18 40-17 24Q-16 4 0 12Q16 4 17 24C18 40 15 58 0 58Z" />
      <path class="accline" d="M-21 8Q-12-8 0 2Q12-8 21 8" />
      {petals(0, -20, 4, 15, n, pick(seed, 2, 2) ? "acc" : "cut")}
      {dots([-1, -44], [1, -56], 3, 2, "cut")}
      {dots([-14, -8], [14, -8], 5, 1.5, "cut")}
    </g>
  );
  return (
    <>
      {shoe(1)}
      {shoe(-1)}
    </>
  );
}

const LOCKS = [
  "M52 84H148V150Q148 172 126 172H74Q52 172 52 150Z",
  "M100 82C150 82 156 118 140 146Q124 174 100 176Q76 174 60 146C44 118 50 82 100 82Z",
  "M48 88Q100 72 152 88V128Q152 164 100 178Q48 164 48 128Z",
];

/** A lock of Aligarh and its key. */
export function hardware(seed: number) {
  const n = 8 + pick(seed, 2, 5);
  return (
    <>
      <path class="thick" d="M68 92V66Q68 28 100 28Q132 28 132 66V92" />
      <path class="ink" d={LOCKS[pick(seed, 1, LOCKS.length)] ?? ""} />
      {petals(100, 122, 17, 32, n, "cut")}
      <circle class="acc" cx="100" cy="122" r="15" />
      <path class="cut" d="M100 112A6 6 0 01103 123L106 132H94L97 123A6 6 0 01100 112Z" />
      {dots([70, 96], [130, 96], 7, 1.8, "cut")}
      {dots([82, 160], [118, 160], 5, 1.8, "cut")}
      <g transform={`rotate(${20 + pick(seed, 3, 20)} 168 120)`}>
        <circle class="accline" cx="170" cy="86" r="11" />
        <path class="accline" d="M170 97V146M170 136H180M170 146H182" />
      </g>
    </>
  );
}

/** A coiled basket of moonj. */
export function fibre(seed: number) {
  const rows = 5;
  const wide = (r: number) => 66 - r * 5 + (pick(seed, 1, 2) ? 0 : Math.sin(r) * 4);
  const accent = pick(seed, 2, rows);
  return (
    <>
      <path class="thick" d="M44 86Q40 22 100 22Q160 22 156 86" />
      <path class="cutline" d="M44 86Q40 22 100 22Q160 22 156 86" stroke-dasharray="4 7" />
      {Array.from({ length: rows }, (_, r) => {
        const w = wide(r);
        const y = 84 + r * 18;
        const n = 9 - (r % 2);
        return (
          <g key={r}>
            <rect
              class={r === accent ? "acc" : "ink"}
              x={p(100 - w)}
              y={y}
              width={p(2 * w)}
              height="16"
              rx="8"
            />
            {Array.from({ length: n }, (_, i) => {
              const x = 100 - w + ((i + 0.7) * 2 * w) / (n + 0.4);
              return <path key={i} class="cutline" d={`M${p(x)} ${y + 2}L${p(x - 5)} ${y + 14}`} />;
            })}
          </g>
        );
      })}
      <ellipse class="ink" cx="100" cy="84" rx="70" ry="9" />
      {dots([40, 84], [160, 84], 13 + pick(seed, 3, 4), 2, "cut")}
    </>
  );
}

/** A dholak with its lacing, and a flute across. */
export function music(seed: number) {
  const holes = 5 + pick(seed, 1, 3);
  const laces = 5 + pick(seed, 2, 3);
  const lace = Array.from({ length: laces }, (_, i) => {
    const y = 92 + (i * 60) / laces;
    const next = 92 + ((i + 1) * 60) / laces;
    return `M58 ${p(y)}L142 ${p((y + next) / 2)}L58 ${p(next)}`;
  }).join("");
  return (
    <>
      <g transform="rotate(-16 100 60)">
        <rect class="acc" x="14" y="42" width="172" height="15" rx="7.500" />
        {dots([74, 49.5], [152, 49.5], holes, 3.4, "cut")}
        <path class="cut" d="M36 46H48V53H36Z" />
        <path class="cutline" d="M24 43V56M60 43V56M168 43V56" />
      </g>
      <path class="ink" d="M52 84Q100 66 148 84Q160 122 148 160Q100 178 52 160Q40 122 52 84Z" />
      <path class="cutline" d={lace} />
      <ellipse class="ink" cx="50" cy="122" rx="15" ry="40" />
      <ellipse class="cut" cx="50" cy="122" rx="11" ry="34" />
      <ellipse class="acc" cx="50" cy="122" rx="5" ry="15" />
      <ellipse class="ink" cx="150" cy="122" rx="14" ry="39" />
      <ellipse class="accline" cx="150" cy="122" rx="9" ry="32" />
    </>
  );
}

/** An elephant on wheels, as the turners of Varanasi lacquer it. */
export function wood(seed: number) {
  const n = 6 + pick(seed, 1, 4);
  const spokes = 6 + pick(seed, 2, 3);
  return (
    <>
      <path
        class="ink"
        d="M50 146V96Q50 58 96 58H116Q120 36 146 38Q178 42 176 84Q176 112 178 122Q180 132 188 128Q190 142 176 142Q162 140 160 116L156 100Q150 106 144 106V146H122V124Q100 130 76 124V146Z"
      />
      <path class="stroke" d="M50 92Q38 104 42 124" />
      <path class="cut" d="M130 50Q150 56 142 88Q124 86 122 66Q124 52 130 50Z" />
      <path class="wash" d="M130 50Q150 56 142 88Q124 86 122 66Q124 52 130 50Z" />
      <circle class="cut" cx="158" cy="66" r="4" />
      <path class="cut" d="M158 104Q150 118 164 124Q168 112 164 102Z" />
      <path class="acc" d="M68 58H110V102Q89 112 68 102Z" />
      {petals(89, 82, 4, 15, n, "cut")}
      {dots([72, 64], [106, 64], 6, 1.8, "cut")}
      <rect class="acc" x="40" y="146" width="122" height="7" rx="3" />
      {[64, 138].map(x => (
        <g key={x}>
          <circle class="ink" cx={x} cy="164" r="17" />
          {petals(x, 164, 3, 13, spokes, "cut")}
        </g>
      ))}
    </>
  );
}

/** A window of pierced stone. */
export function stone(seed: number) {
  const n = pick(seed, 1, 2) ? 6 : 8;
  const cells = [68, 100, 132].flatMap(x => [84, 116, 148].map(y => [x, y] as const));
  return (
    <>
      <path class="ink" d="M36 178V92Q36 60 62 50Q84 42 100 18Q116 42 138 50Q164 60 164 92V178Z" />
      <path class="accline" d="M45 171V94Q45 68 66 58Q86 50 100 32Q114 50 134 58Q155 68 155 94V171Z" />
      {cells.map(([x, y]) => (
        <g key={`${x},${y}`}>
          {petals(x, y, pick(seed, 2, 3) + 2, 14, n, "cut", (pick(seed, 3, 2) * 1) / 2)}
        </g>
      ))}
      {[84, 116].flatMap(x =>
        [100, 132].map(y => <circle key={`${x},${y}`} class="acc" cx={x} cy={y} r="4.500" />),
      )}
      {petals(100, 58, 2, 12, 6, "cut")}
      {dots([56, 165], [144, 165], 11, 1.6, "cut")}
    </>
  );
}

/** Bangles of Firozabad. */
export function glass(seed: number) {
  const n = 16 + pick(seed, 1, 10);
  const cut = pick(seed, 2, 3);
  const rings = [
    { cx: 82, cy: 112, r: 54, cls: "thick" },
    { cx: 116, cy: 84, r: 50, cls: "thickacc" },
    { cx: 124, cy: 124, r: 44, cls: "thick" },
  ];
  return (
    <>
      {rings.map(({ cx, cy, r, cls }, i) => (
        <g key={cls + cx}>
          <circle class="gap" cx={cx} cy={cy} r={r} />
          <circle class={cls} cx={cx} cy={cy} r={r} />
          {(i + cut) % 3 === 0 && ring(cx, cy, r, n, 2.2, "cut")}
          {(i + cut) % 3 === 1 && <circle class="cutline" cx={cx} cy={cy} r={r} stroke-dasharray="7 6" />}
          {(i + cut) % 3 === 2 && <circle class="cutline" cx={cx} cy={cy} r={r - 1} />}
        </g>
      ))}
      {[0.08, 0.2, 0.94].map(t => {
        const [x, y] = polar(100, 104, 88, t);
        return <path key={t} class="acc" d={petal(x, y, -8, 8, 0, 0.5) + petal(x, y, -8, 8, 0.25, 0.5)} />;
      })}
    </>
  );
}

/** The mango of Malihabad, and ears of grain. */
export function food(seed: number) {
  const grains = 5 + pick(seed, 1, 3);
  const ear = (sign: 1 | -1) => (
    <g transform={`translate(${100 + sign * 10} 176) rotate(${sign * 38})`}>
      <path class="stroke" d={`M0 0V${-70 - grains * 11}`} />
      {Array.from({ length: grains }, (_, i) => {
        const y = -66 - i * 12;
        return <path key={i} class="acc" d={`M0 ${y}q13-5 12-18q-12 3-12 18q-13-5-12-18q12 3 12 18Z`} />;
      })}
    </g>
  );
  return (
    <>
      {ear(1)}
      {ear(-1)}
      <g transform={`translate(100 112) scale(${pick(seed, 2, 2) ? 1.25 : -1.25} 1.250)`}>
        <path class="gap" d={PAISLEY} />
        <path class="ink" d={PAISLEY} />
        <path class="cutline" transform="translate(0 6) scale(.76)" d={PAISLEY} />
        {petals(-2, 18, 4, 15, 6 + pick(seed, 3, 4), "cut")}
        <circle class="acc" cx="-2" cy="18" r="4" />
      </g>
      {buti(100, 178, 10, 6, "ink")}
    </>
  );
}
