// Turned things: pottery, brass and perfume bottles.
import { band, buti, dots, lathe, type Point, petals, pick, ring, widthAt, zigzag } from "./strokes";

const POTS: readonly (readonly Point[])[] = [
  [
    [26, 42],
    [20, 54],
    [24, 64],
    [62, 108],
    [40, 160],
    [30, 168],
  ],
  [
    [16, 24],
    [13, 44],
    [15, 70],
    [54, 118],
    [38, 164],
    [28, 172],
  ],
  [
    [40, 46],
    [32, 58],
    [58, 86],
    [64, 118],
    [34, 164],
    [34, 172],
  ],
  [
    [22, 28],
    [17, 50],
    [46, 78],
    [40, 122],
    [24, 152],
    [36, 172],
  ],
];

export function pottery(seed: number) {
  const shape = POTS[pick(seed, 1, POTS.length)] as readonly Point[];
  const belly = pick(seed, 2, 3);
  const mid = 112;
  const w = widthAt(shape, mid);
  return (
    <>
      <path class="ink" d={lathe(100, shape)} />
      <path class="acc" d={band(100, shape, 78, 84)} />
      <path class="acc" d={band(100, shape, 138, 144)} />
      {belly === 0 && [-0.62, 0, 0.62].map(f => buti(100 + f * w, mid + 2, 14, 6 + pick(seed, 3, 3), "cut"))}
      {belly === 1 && (
        <path class="cutline" d={zigzag(100 - w + 4, 100 + w - 4, mid + 12, 6 + pick(seed, 4, 4), 18)} />
      )}
      {belly === 2 && petals(100, mid - 2, 5, 22, 8 + pick(seed, 5, 5), "cut")}
      {belly !== 1 && dots([100 - w * 0.86, 93], [100 + w * 0.86, 93], 9, 2, "cut")}
      {dots([76, 156], [124, 156], 5, 2, "cut")}
    </>
  );
}

const LOTA: readonly Point[] = [
  [34, 50],
  [22, 62],
  [26, 72],
  [60, 108],
  [44, 146],
  [24, 156],
  [34, 166],
];

export function metal(seed: number) {
  return pick(seed, 1, 3) === 0 ? lamp(seed) : lota(seed);
}

function lota(seed: number) {
  const n = 9 + pick(seed, 2, 6);
  return (
    <>
      <path class="ink" d={lathe(100, LOTA)} />
      <path class="acc" d="M100 16C112 26 110 40 100 46C90 40 88 26 100 16Z" />
      {[-1, 1].map(s => (
        <path
          key={s}
          class="ink"
          d={`M100 50Q${100 + s * 12} 26 ${100 + s * 36} 28Q${100 + s * 24} 46 100 50Z`}
        />
      ))}
      <path class="acc" d={band(100, LOTA, 82, 87)} />
      <path class="acc" d={band(100, LOTA, 130, 135)} />
      {petals(100, 110, 6, 20, n, "cut")}
      {[-1, 1].map(s => buti(100 + s * 38, 110, 10, 6, "cut"))}
      {dots([72, 125], [128, 125], 8, 1.6, "cut")}
    </>
  );
}

function lamp(seed: number) {
  const stem: readonly Point[] = [
    [10, 78],
    [6, 92],
    [13, 102],
    [6, 112],
    [9, 132],
    [16, 142],
    [44, 160],
    [48, 170],
  ];
  const flames = 3 + 2 * pick(seed, 3, 2);
  return (
    <>
      <path class="ink" d={lathe(100, stem)} />
      <path class="ink" d="M38 62Q100 78 162 62Q152 92 100 92Q48 92 38 62Z" />
      <path class="cutline" d="M52 72Q100 86 148 72" />
      {Array.from({ length: flames }, (_, i) => {
        const x = 100 + (i - (flames - 1) / 2) * (100 / flames);
        const h = i === (flames - 1) / 2 ? 36 : 26;
        return (
          <path key={i} class="acc" d={`M${x} ${62 - h}Q${x + 11} 50 ${x} 62Q${x - 11} 50 ${x} ${62 - h}Z`} />
        );
      })}
      {dots([66, 164], [134, 164], 7 + pick(seed, 4, 3), 2, "cut")}
    </>
  );
}

const BOTTLES: readonly (readonly Point[])[] = [
  [
    [9, 66],
    [9, 78],
    [48, 106],
    [50, 130],
    [26, 168],
    [30, 174],
  ],
  [
    [9, 66],
    [10, 84],
    [30, 98],
    [36, 150],
    [28, 168],
    [34, 174],
  ],
  [
    [9, 66],
    [9, 80],
    [56, 118],
    [56, 126],
    [9, 164],
    [26, 174],
  ],
];

export function beauty(seed: number) {
  const shape = BOTTLES[pick(seed, 1, BOTTLES.length)] as readonly Point[];
  const w = widthAt(shape, 122) - 4;
  return (
    <>
      <path class="ink" d={lathe(100, shape)} />
      <path class="acc" d="M100 18C116 32 112 52 104 60H96C88 52 84 32 100 18Z" />
      <rect class="ink" x="88" y="60" width="24" height="7" rx="2" />
      <path
        class="cutline"
        d={`M100 84V166M${100 - w} 122H${100 + w}M100 84L${100 - w} 122L100 166L${100 + w} 122Z`}
      />
      {petals(100, 122, 4, 16, 5 + pick(seed, 2, 4), "acc")}
      {[-1, 1].map(s => (
        <g key={s}>{petals(100 + s * 66, 52 + pick(seed, 3, 30), 3, 15, 5, "acc")}</g>
      ))}
      {ring(100, 122, 22, 10, 1.5, "cut")}
    </>
  );
}
