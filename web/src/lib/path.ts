// One try at a time to have a path to the server. Knows no WebRTC: what a try does is handed in, and what comes
// of it is said with the number of the try, so that a late word about an earlier one changes nothing.
//
//   off ─ start ─> opening ─ up ─> up ─ broken ─> mending ─ up ─> up
//                  │   ^ └ widen ───────────────────^  │
//                  v   └── again ── waiting             └ failed, late ─> opening
//                waiting

export type PathState = "off" | "opening" | "up" | "mending" | "waiting";

/** `broken`: nothing comes on this path. `dead`: the connection is of no use, whatever its path does. `lost`: the
 * server has let it go. `moved`: the address is another one, and a new connection is there sooner than a new path.
 * `late`: its time is up. `widen`: the same, and there is a way not tried yet. */
export type PathEvent =
  | "start"
  | "stop"
  | "up"
  | "broken"
  | "dead"
  | "lost"
  | "moved"
  | "failed"
  | "late"
  | "widen"
  | "again"
  | "nudge"
  | "refused";

type Action = "open" | "mend" | "wait" | "rest" | "close";
type Row = readonly [from: PathState, on: PathEvent, to: PathState, action: Action];

export const ROWS: readonly Row[] = [
  ["off", "start", "opening", "open"],
  ["opening", "up", "up", "rest"],
  ["opening", "failed", "waiting", "wait"],
  ["opening", "late", "waiting", "wait"],
  ["opening", "widen", "mending", "mend"],
  ["opening", "refused", "off", "close"],
  ["opening", "stop", "off", "close"],
  ["up", "broken", "mending", "mend"],
  ["up", "dead", "waiting", "wait"],
  ["up", "lost", "opening", "open"],
  ["up", "moved", "opening", "open"],
  ["up", "stop", "off", "close"],
  ["mending", "up", "up", "rest"],
  ["mending", "failed", "opening", "open"],
  ["mending", "late", "opening", "open"],
  ["mending", "dead", "opening", "open"],
  ["mending", "lost", "opening", "open"],
  ["mending", "stop", "off", "close"],
  ["waiting", "again", "opening", "open"],
  ["waiting", "nudge", "opening", "open"],
  ["waiting", "stop", "off", "close"],
];

/** What a try does; each says what came of it by `say(event, n)`. */
export interface Hands {
  /** A new connection; whatever there was has been closed. */
  open(n: number): void;
  /** A new path for the connection there is. */
  mend(n: number): void;
  close(): void;
  /** True if the connection has learnt of a way that it could not try when it began. */
  canWiden(): boolean;
}

export interface Limits {
  /** A new connection that is not there by then is given up. */
  openMs: number;
  /** A first path that is not there by then is looked for again, if there is more to try. */
  widenMs: number;
  mendMs: number;
  firstWaitMs: number;
  /** So many failures in a row wait no longer than the first. A browser that has lost its address knows the new one
   * only after two seconds; what it opens until then fails at once, and must not make the try that counts wait. */
  eager?: number;
  mostWaitMs: number;
}

export class Path {
  state: PathState = "off";
  /** Tries in a row of which nothing good came. */
  failures = 0;
  private n = 0;
  private askedMs: number | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly hands: Hands,
    private readonly limits: Limits,
    private readonly onTurn: (state: PathState, by: PathEvent) => void = () => {},
  ) {}

  /** True while that try is the one that counts. */
  is(n: number): boolean {
    return n === this.n && (this.state === "opening" || this.state === "mending" || this.state === "up");
  }

  /** What the connection was for has come: the next failure is the first again. */
  good(): void {
    this.failures = 0;
  }

  /** True if something changed. `n`: the try it is about; without one it is about whatever there is. */
  say(event: PathEvent, n = this.n, afterMs?: number): boolean {
    const row = ROWS.find(r => r[0] === this.state && r[1] === event);
    if (!row || n !== this.n) return false;
    clearTimeout(this.timer);
    if (event === "nudge" || event === "start") this.failures = 0;
    this.askedMs = afterMs;
    this.state = row[2];
    this[row[3]]();
    this.onTurn(row[2], event);
    return true;
  }

  private open(): void {
    this.hands.close();
    const n = ++this.n;
    const { openMs, widenMs } = this.limits;
    this.later(widenMs, () => {
      if (this.hands.canWiden()) this.say("widen", n);
      else this.later(openMs - widenMs, () => this.say("late", n));
    });
    this.hands.open(n);
  }

  private mend(): void {
    const n = ++this.n;
    this.later(this.limits.mendMs, () => this.say("late", n));
    this.hands.mend(n);
  }

  private wait(): void {
    this.hands.close();
    const n = ++this.n;
    const { firstWaitMs, mostWaitMs, eager = 0 } = this.limits;
    const most = Math.min(mostWaitMs, firstWaitMs * 2 ** Math.max(0, this.failures++ - eager));
    this.later((this.askedMs ?? most) * (0.5 + Math.random() / 2), () => this.say("again", n));
  }

  private rest(): void {}

  private close(): void {
    this.n++;
    this.hands.close();
  }

  private later(ms: number, fn: () => void): void {
    this.timer = setTimeout(fn, ms);
  }
}
