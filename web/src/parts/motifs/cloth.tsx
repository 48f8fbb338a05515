// Woven and stitched things: textile, furnishing, embroidery, carpet.
import { buti, dots, PAISLEY, petals, pick, ring, zigzag } from "./strokes";

const grid = (xs: readonly number[], ys: readonly number[]) =>
  ys.flatMap((y, row) => xs.map(x => [x + (row % 2 ? (xs[1] ?? 0) / 2 - (xs[0] ?? 0) / 2 : 0), y] as const));
const fringe = (x0: number, x1: number, y0: number, y1: number, step: number) =>
  Array.from({ length: Math.floor((x1 - x0) / step) + 1 }, (_, i) => `M${x0 + i * step} ${y0}V${y1}`).join(
    "",
  );

/** A shawl over a rod: its field of butis, its woven border, its fringe. */
export function textile(seed: number) {
  const n = 5 + pick(seed, 1, 4);
  const field = pick(seed, 2, 3);
  return (
    <>
      <rect class="acc" x="24" y="28" width="152" height="7" rx="3.500" />
      <path class="ink" d="M40 31H160V154H40Z" />
      {field === 0 && grid([60, 87, 114], [56, 80, 104]).map(([x, y]) => buti(x, y, 10, n, "cut"))}
      {field === 1 &&
        [52, 68, 84, 100].map(y => <path key={y} class="cutline" d={zigzag(46, 154, y + 12, n + 4, 11)} />)}
      {field === 2 &&
        [72, 100, 128].map((x, i) => (
          <path
            key={x}
            class="cut"
            transform={`translate(${x} 82) scale(${i % 2 ? 0.5 : -0.5} .6)`}
            d={PAISLEY}
          />
        ))}
      <path class="acc" d="M40 120H160V128H40ZM40 144H160V148H40Z" />
      {dots([48, 136], [152, 136], 12, 3, "cut")}
      <path class="stroke" d={fringe(42, 158, 155, 172, 8.3)} />
    </>
  );
}

/** A kurta with its yoke, printed and hemmed. */
export function furnishing(seed: number) {
  const n = 5 + pick(seed, 1, 4);
  const rows = [96, 118, 140];
  return (
    <>
      <path
        class="ink"
        d="M78 28Q100 44 122 28L142 36L184 92L160 106L142 84L146 172H54L58 84L40 106L16 92L58 36Z"
      />
      <path class="cut" d="M84 29Q100 40 116 29L104 66Q100 70 96 66Z" />
      <path class="accline" d="M80 30Q100 46 120 30M100 48V84" />
      {dots([100, 54], [100, 80], 4, 2.2, "acc")}
      <path
        class="acc"
        d="M54.500 160H145.500V166H54.500ZM153 91L165 99L160 106L148 92ZM47 91L35 99L40 106L52 92Z"
      />
      {rows.flatMap((y, r) =>
        [76, 100, 124].map(x => (pick(seed, r + x, 5) ? buti(x, y, 8, n, "cut") : null)),
      )}
      {dots([60, 153], [140, 153], 11, 2, "cut")}
    </>
  );
}

/** A hoop with a stitched paisley, and the needle that made it. */
export function embroidery(seed: number) {
  const turn = pick(seed, 1, 2) ? 1 : -1;
  const n = 6 + pick(seed, 2, 5);
  return (
    <>
      <circle class="wash" cx="96" cy="104" r="70" />
      <circle class="thick" cx="96" cy="104" r="70" />
      <path class="ink" d="M88 24H104V36H88Z" />
      <g transform={`translate(96 108) scale(${turn} 1)`}>
        <path class="ink" d={PAISLEY} />
        <path class="cutline" transform="translate(0 7) scale(.74)" d={PAISLEY} />
        <g transform="translate(-2 20)">
          {petals(0, 0, 4, 16, n, "acc")}
          <circle class="cut" r="3" />
        </g>
      </g>
      {ring(96, 104, 58, 20 + n, 1.7, "acc")}
      {[0.13, 0.87, 0.37, 0.63].map(t => {
        const x = 96 + 46 * Math.sin(t * 6.283);
        const y = 104 - 46 * Math.cos(t * 6.283);
        return buti(x, y, 7, 5, "ink");
      })}
      <path class="stroke" d="M186 40L128 96M186 40Q196 70 176 84T182 128" />
      <path class="stroke" d="M190 36L178 48" />
    </>
  );
}

/** A carpet with its borders, its medallion and its fringes. */
export function carpet(seed: number) {
  const n = 8 + 2 * pick(seed, 1, 4);
  const corner = pick(seed, 2, 2);
  return (
    <>
      <path class="stroke" d={`${fringe(48, 152, 14, 24, 5.2)}${fringe(48, 152, 176, 186, 5.2)}`} />
      <rect class="ink" x="46" y="24" width="108" height="152" />
      <rect class="acc" x="54" y="32" width="92" height="136" />
      <rect class="ink" x="60" y="38" width="80" height="124" />
      {dots([50, 30], [50, 170], 18, 1.7, "cut")}
      {dots([150, 30], [150, 170], 18, 1.7, "cut")}
      <path class="cutline" d={`${zigzag(60, 140, 46, 10, 6)}${zigzag(60, 140, 160, 10, 6)}`} />
      <ellipse class="acc" cx="100" cy="100" rx="31" ry="43" />
      <g transform="translate(100 100) scale(.74 1)">
        {petals(0, 0, 10, 38, n, "cut")}
        {petals(0, 0, 4, 16, 8, "ink")}
      </g>
      {[-1, 1].flatMap(sx =>
        [-1, 1].map(sy =>
          corner ? (
            buti(100 + sx * 30, 100 + sy * 48, 9, 6, "cut")
          ) : (
            <path
              key={`${sx}${sy}`}
              class="cut"
              transform={`translate(${100 + sx * 28} ${100 + sy * 47}) scale(${sx * 0.22} ${sy * -0.22})`}
              d={PAISLEY}
            />
          ),
        ),
      )}
    </>
  );
}
