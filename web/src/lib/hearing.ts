// What a connection that hears, no longer hears or hears again is told by how many bytes have come. Pure: the clock
// and the bytes are handed in. `Silence` looks and listens for it.

/** So long after the browser has spoken of another network, and nothing heard since: the old address is gone. */
export const DOUBT_MS = 350;
/** What a look finds within this time may have come before: it covers one look, and browsers' figures are up to 50 ms old. */
export const STALE_MS = 150;

/** `moved`: silent, and the network is said to have changed just before. */
export type Heard = "silent" | "moved" | "again";

export class Hearing {
  private bytes = -1;
  private silent = false;
  private doubtedAt: number | undefined;

  constructor(
    private readonly limitMs: number,
    private heardAt: number,
  ) {}

  /** The network may be another one now: whoever hears on has lost nothing, whoever does not need not wait for the limit. */
  doubt(now: number): void {
    this.doubtedAt = now;
  }

  /** Returns what a look has found that is news. `live`: something is to be expected at all. */
  look(now: number, bytes: number, live: boolean): Heard | undefined {
    const more = this.bytes >= 0 && bytes > this.bytes;
    this.bytes = bytes;
    if (more || (!live && !this.silent)) this.heardAt = now;
    const doubted = this.doubtedAt === undefined ? -1 : now - this.doubtedAt;
    if (more && doubted >= STALE_MS) this.doubtedAt = undefined;
    if (more && this.silent) {
      this.silent = false;
      return "again";
    }
    if (!more && doubted >= DOUBT_MS) return this.fall(now, "moved");
    if (now - this.heardAt >= this.limitMs) return this.fall(now, "silent");
    return undefined;
  }

  private fall(now: number, why: Heard): Heard {
    this.doubtedAt = undefined;
    this.silent = true;
    this.heardAt = now;
    return why;
  }
}

/** Bytes that came, and answers to checks if they count; `chosen`: only on the pair that the browser sends by. A
 * sender that hears on a new pair may send on by the old one, which is dead, for seconds. */
export function bytesIn(stats: Iterable<Record<string, unknown>>, chosen: boolean, answers: boolean): number {
  const all = [...stats];
  const ids = chosen ? all.map(s => s.type === "transport" && s.selectedCandidatePairId).filter(Boolean) : [];
  let sum = 0;
  for (const s of all) {
    if (s.type !== "candidate-pair" || (ids.length && !ids.includes(s.id))) continue;
    sum += Number(s.bytesReceived ?? 0);
    if (answers) sum += Number(s.responsesReceived ?? 0);
  }
  return sum;
}
