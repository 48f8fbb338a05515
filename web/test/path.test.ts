import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Path, type PathEvent, type PathState, ROWS } from "../src/lib/path";

const LIMITS = { openMs: 10_000, widenMs: 3_000, mendMs: 6_000, firstWaitMs: 500, mostWaitMs: 15_000 };
const STATES: readonly PathState[] = ["off", "opening", "up", "mending", "waiting"];
const EVENTS = [...new Set(ROWS.map(r => r[1]))];

/** Hands that count how many tries are under way. */
function rig(widens = false) {
  const seen = { open: 0, mend: 0, close: 0, n: 0, under: 0, most: 0 };
  const begin = (n: number) => {
    seen.n = n;
    seen.most = Math.max(seen.most, ++seen.under);
  };
  const path: Path = new Path(
    {
      open: n => {
        seen.open++;
        begin(n);
      },
      mend: n => {
        seen.mend++;
        seen.under = 0; // the connection goes on under another number
        begin(n);
      },
      close: () => {
        seen.close++;
        seen.under = 0;
      },
      canWiden: () => widens,
    },
    LIMITS,
  );
  return { path, seen };
}

/** A path in that state. */
function at(state: PathState, widens = false) {
  const r = rig(widens);
  const way: Record<PathState, PathEvent[]> = {
    off: [],
    opening: ["start"],
    up: ["start", "up"],
    mending: ["start", "up", "broken"],
    waiting: ["start", "failed"],
  };
  for (const e of way[state]) r.path.say(e);
  expect(r.path.state).toBe(state);
  return r;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("every state takes every event: by its row, or not at all", () => {
  for (const from of STATES) {
    for (const on of EVENTS) {
      const { path } = at(from);
      const row = ROWS.find(r => r[0] === from && r[1] === on);
      expect(path.say(on), `${from} ${on}`).toBe(row !== undefined);
      expect(path.state, `${from} ${on}`).toBe(row?.[2] ?? from);
    }
  }
});

test("whatever is said in whatever order, there is never more than one try", () => {
  let seed = 7;
  const random = (n: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed % n;
  };
  for (let run = 0; run < 50; run++) {
    const { path, seen } = rig(run % 2 === 0);
    path.say("start");
    for (let i = 0; i < 200; i++) {
      const event = EVENTS[random(EVENTS.length)] as PathEvent;
      path.say(event, random(3) ? undefined : seen.n - random(2));
      vi.advanceTimersByTime(random(4) * 1_500);
      expect(seen.under).toBeLessThanOrEqual(1);
    }
    expect(seen.most).toBe(1);
    path.say("stop");
    vi.advanceTimersByTime(60_000);
    expect(path.state).toBe("off");
    expect(seen.under).toBe(0);
  }
});

test("a word about an earlier try changes nothing", () => {
  const { path, seen } = at("opening");
  const old = seen.n;
  path.say("failed");
  path.say("nudge");
  expect(path.state).toBe("opening");
  expect(path.is(old)).toBe(false);
  expect(path.say("up", old)).toBe(false);
  expect(path.say("failed", old)).toBe(false);
  expect(path.say("up", seen.n)).toBe(true);
});

test("a nudge hurries who waits, and leaves a try under way alone", () => {
  const waiting = at("waiting");
  expect(waiting.path.say("nudge")).toBe(true);
  expect(waiting.seen.open).toBe(2);
  for (const s of ["opening", "mending", "up"] as const) {
    const { path, seen } = at(s);
    const before = { ...seen };
    expect(path.say("nudge")).toBe(false);
    expect(seen).toEqual(before);
  }
});

test("a path that is not mended in its time is given up for one new connection", () => {
  const { path, seen } = at("mending");
  vi.advanceTimersByTime(LIMITS.mendMs - 1);
  expect(path.state).toBe("mending");
  vi.advanceTimersByTime(1);
  expect(path.state).toBe("opening");
  expect(seen.open).toBe(2);
});

test("a first path that fails is looked for again where there is more to try, else given its whole time", () => {
  const wide = at("opening", true);
  vi.advanceTimersByTime(LIMITS.widenMs);
  expect(wide.path.state).toBe("mending");
  expect(wide.seen.open).toBe(1);
  const narrow = at("opening");
  vi.advanceTimersByTime(LIMITS.openMs - 1);
  expect(narrow.path.state).toBe("opening");
  vi.advanceTimersByTime(1);
  expect(narrow.path.state).toBe("waiting");
});

test("waits double up to their limit, end at a good try, and keep to what the server asked for", () => {
  vi.spyOn(Math, "random").mockReturnValue(1);
  const { path } = at("opening");
  const waits: number[] = [];
  const waitOut = () => {
    let ms = 0;
    for (; path.state === "waiting"; ms += 100) vi.advanceTimersByTime(100);
    return ms;
  };
  for (let i = 0; i < 7; i++) {
    path.say("failed");
    waits.push(waitOut());
  }
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  path.good();
  path.say("failed");
  expect(waitOut()).toBe(500);
  path.say("failed", undefined, 3_000);
  expect(waitOut()).toBe(3_000);
  vi.restoreAllMocks();
});

test("what the server refuses for good is not tried again", () => {
  const { path, seen } = at("opening");
  path.say("refused");
  vi.advanceTimersByTime(60_000);
  expect(path.state).toBe("off");
  expect(seen.open).toBe(1);
});

test("the first failures of an eager path wait no longer than one, those behind them twice as long each", () => {
  const waits: number[] = [];
  const path: Path = new Path(
    {
      open: n => void queueMicrotask(() => path.say("failed", n)),
      mend() {},
      close() {},
      canWiden: () => false,
    },
    { ...LIMITS, eager: 2 },
    (state, by) => state === "opening" && by === "again" && waits.push(Date.now()),
  );
  vi.spyOn(Math, "random").mockReturnValue(1);
  const began = Date.now();
  path.say("start");
  return vi.advanceTimersByTimeAsync(500 + 500 + 500 + 1000 + 2000).then(() => {
    expect(waits.map(t => t - began)).toEqual([500, 1000, 1500, 2500, 4500]);
    path.say("stop");
    vi.restoreAllMocks();
  });
});
