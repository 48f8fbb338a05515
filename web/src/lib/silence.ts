// Notices that nothing comes in any more. A browser says "disconnected" six seconds after its address went;
// a live connection hears something (pictures, sound, reports, feedback) many times a second.

const LOOK_EVERY_MS = 250;
/** A restarted path, by way of TURN perhaps, needs so long before its silence says anything. */
const RESTARTING_MS = 3_000;

export class Silence {
  private bytes = -1;
  private heardAt = performance.now();
  private readonly timer: ReturnType<typeof setInterval>;

  /** Calls `onSilent` when a connected `pc` hears nothing for `limitMs`; again only after a new path had its time. */
  constructor(
    private readonly pc: RTCPeerConnection,
    private readonly limitMs: number,
    private readonly onSilent: () => void,
  ) {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    let bytes = 0;
    for (const s of (await this.pc.getStats()).values() as Iterable<Record<string, unknown>>) {
      if (s.type === "candidate-pair") bytes += Number(s.bytesReceived ?? 0);
    }
    const now = performance.now();
    if (bytes > this.bytes || this.pc.connectionState !== "connected") this.heardAt = now;
    this.bytes = bytes;
    if (now - this.heardAt < this.limitMs) return;
    this.heardAt = now + RESTARTING_MS;
    this.onSilent();
  }
}
