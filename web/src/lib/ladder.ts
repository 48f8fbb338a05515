// How much of the picture and sound a viewer takes, what that costs in data, and a budget that steps down
// by itself. The server's words for the rungs stand in docs/PROTOCOL.md.
import { signal } from "@preact/signals";
import { keep, kept } from "./keep";

/** From the dearest to the cheapest; `auto` leaves it to the server. */
export const RUNGS = ["auto", "high", "low", "stills", "sound", "text"] as const;
export type Rung = (typeof RUNGS)[number];

export const hasPicture = (r: Rung) => r !== "sound" && r !== "text";

const CHOICE = "mela.rung";
const BUDGET = "mela.budget";
/** Rates are means over this long; a step down is judged only after as much time on the new rung. */
export const WINDOW_MS = 15_000;
const SAMPLES_AT_LEAST_MS = 5_000;
const MB = 1_000_000;
const HOUR_MS = 3_600_000;

/** Megabytes so far and an hour, from a counter of bytes that begins anew with each connection. */
export class Meter {
  private base = 0;
  private last = 0;
  private samples: { at: number; bytes: number }[] = [];

  add(at: number, bytes: number): void {
    if (bytes < this.last) this.base += this.last;
    this.last = bytes;
    this.samples.push({ at, bytes: this.base + bytes });
    while (this.samples.length > 2 && at - (this.samples[0]?.at ?? at) > WINDOW_MS) this.samples.shift();
  }
  /** The rate begins anew: another rung came into force. */
  turn(): void {
    this.samples = this.samples.slice(-1);
  }
  get megabytes(): number {
    return (this.base + this.last) / MB;
  }
  /** Undefined until enough has been seen. */
  get perHour(): number | undefined {
    const first = this.samples[0];
    const last = this.samples.at(-1);
    if (!first || !last || last.at - first.at < SAMPLES_AT_LEAST_MS) return undefined;
    return ((last.bytes - first.bytes) / MB) * (HOUR_MS / (last.at - first.at));
  }
}

/** The next rung below that the booth has; undefined at the foot of the ladder. */
export function below(now: Rung, layers: readonly Rung[]): Rung | undefined {
  const from = RUNGS.indexOf(now === "auto" ? "high" : now);
  return RUNGS.find((r, i) => i > from && layers.includes(r));
}

function keptRung(): Rung {
  const was = kept(CHOICE);
  return RUNGS.find(r => r === was) ?? "auto";
}

/** One viewer's place on the ladder. `apply` tells the server. */
export class Ladder {
  /** What the buyer has chosen, and what is in force: lower where the budget asked for it. */
  readonly choice = signal<Rung>(keptRung());
  readonly now = signal<Rung>(this.choice.peek());
  readonly layers = signal<readonly Rung[]>([]);
  readonly megabytes = signal(0);
  readonly perHour = signal<number | undefined>(undefined);
  /** MB an hour; 0: none. */
  readonly budget = signal(Number(kept(BUDGET)) || 0);
  private readonly meter = new Meter();
  private turnedAt = 0;

  constructor(private readonly apply: (r: Rung) => void) {}

  choose(r: Rung): void {
    this.choice.value = r;
    keep(CHOICE, r);
    this.go(r);
  }

  setBudget(mbPerHour: number): void {
    this.budget.value = mbPerHour;
    keep(BUDGET, String(mbPerHour || ""));
    if (this.now.peek() !== this.choice.peek()) this.go(this.choice.peek());
  }

  /** A count of this connection's bytes; the budget is judged here. */
  measured(at: number, bytes: number): void {
    this.meter.add(at, bytes);
    if (!this.turnedAt) this.turnedAt = at;
    this.megabytes.value = this.meter.megabytes;
    this.perHour.value = this.meter.perHour;
    const rate = this.meter.perHour;
    if (!this.budget.peek() || rate === undefined || rate <= this.budget.peek()) return;
    if (at - this.turnedAt < WINDOW_MS) return;
    const next = below(this.now.peek(), this.layers.peek());
    if (next) this.go(next, at);
  }

  /** The booth does not have what is in force; the kept choice stays for the next one. */
  fallBack(): void {
    this.go("auto");
  }

  private go(r: Rung, at = 0): void {
    this.turnedAt = at;
    this.meter.turn();
    this.perHour.value = undefined;
    this.now.value = r;
    this.apply(r);
  }
}
