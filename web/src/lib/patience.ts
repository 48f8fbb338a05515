// How long pictures and sound wait for what was asked for again. A player that shows each frame as soon as it can stands still for a
// round trip or two at every loss whose repair is lost as well; while losses come, some tenths of a second of waiting
// cost less than that. On a clean network nothing waits.

/** With this on top of all else the picture is still within a second. */
const MOST_MS = 600;
/** Beyond two round trips: for the answer to be made, and for the jitter of both ways. */
const ROOM_MS = 80;
const STEP_MS = 100;
const PEACEFUL_LOOKS = 20;
/** Packets asked for again in a look, on average, above which a network is one that loses. */
const LOSING = 0.5;
/** How much of the average the last look makes. */
const WEIGHT = 0.1;

/** What the browser counts of one connection: packets asked for again and standstills, since it began; its round trip. */
export interface Look {
  asked: number;
  freezes: number;
  tripMs: number;
}

export class Patience {
  private last: Look | undefined;
  private losses = 0;
  private more = 0;
  private peaceful = 0;

  /** To be called once a second. Returns how long to wait now, in ms. */
  look(now: Look): number {
    const last = this.last && now.asked >= this.last.asked ? this.last : now;
    this.last = now;
    this.losses += WEIGHT * (now.asked - last.asked - this.losses);
    if (this.losses < LOSING) return 0;
    if (now.freezes > last.freezes) {
      this.more += STEP_MS;
      this.peaceful = 0;
    } else if (++this.peaceful === PEACEFUL_LOOKS) {
      this.more -= STEP_MS;
      this.peaceful = 0;
    }
    this.more = Math.max(0, Math.min(this.more, MOST_MS));
    return Math.min(MOST_MS, Math.round(2 * now.tripMs) + ROOM_MS + this.more);
  }
}

/** One look at a connection, out of its statistics. */
export function seen(stats: Record<string, unknown>[]): Look {
  const look = { asked: 0, freezes: 0, tripMs: 0 };
  for (const s of stats) {
    if (s.type === "candidate-pair" && (s.nominated || s.selected))
      look.tripMs = 1000 * Number(s.currentRoundTripTime ?? 0);
    if (s.type !== "inbound-rtp") continue;
    look.asked += Number(s.nackCount ?? 0);
    look.freezes += Number(s.freezeCount ?? 0);
  }
  return look;
}

/** Browsers that have no such wish go on choosing for themselves. */
export function wait(pc: RTCPeerConnection, ms: number): void {
  for (const r of pc.getReceivers() as (RTCRtpReceiver & { jitterBufferTarget?: number | null })[]) {
    if ("jitterBufferTarget" in r && (r.jitterBufferTarget ?? 0) !== ms) r.jitterBufferTarget = ms || null;
  }
}
