// Notices that nothing comes in any more, and that something does again. A browser says "disconnected" six
// seconds after its address went; a live connection hears something (pictures, sound, reports, feedback) many
// times a second.

const LOOK_EVERY_MS = 100;

export interface Ears {
  onSilent(): void;
  onHeard(): void;
  /** True while nothing but answers to checks is to be expected on a path that is well. */
  contentWithChecks(): boolean;
}

export class Silence {
  private heard = -1;
  private heardAt = performance.now();
  private silent = false;
  private readonly timer: ReturnType<typeof setInterval>;

  /** Tells `ears` when a connected `pc` hears nothing for `limitMs`, each time anew, and when it does again. */
  constructor(
    private readonly pc: RTCPeerConnection,
    private readonly limitMs: number,
    private readonly ears: Ears,
  ) {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    let sum = 0;
    for (const s of (await this.pc.getStats()).values() as Iterable<Record<string, unknown>>) {
      if (s.type !== "candidate-pair") continue;
      sum += Number(s.bytesReceived ?? 0);
      if (this.ears.contentWithChecks()) sum += Number(s.responsesReceived ?? 0);
    }
    const now = performance.now();
    const more = this.heard >= 0 && sum > this.heard;
    this.heard = sum;
    if (more || (this.pc.connectionState !== "connected" && !this.silent)) this.heardAt = now;
    if (more && this.silent) {
      this.silent = false;
      this.ears.onHeard();
    } else if (now - this.heardAt >= this.limitMs) {
      this.silent = true;
      this.heardAt = now;
      this.ears.onSilent();
    }
  }
}
