// Notices that nothing comes in any more, and that something does again. A browser says "disconnected" six
// seconds after its address went; a live connection hears something (pictures, sound, reports, feedback) many
// times a second. That the network changed it says at once, and says it too when nothing was lost by it.
import { bytesIn, Hearing } from "./hearing";

const LOOK_EVERY_MS = 100;

export interface Ears {
  /** `moved`: the browser has spoken of another network just before. */
  onSilent(moved: boolean): void;
  onHeard(): void;
  /** True while nothing but answers to checks is to be expected on a path that is well. */
  contentWithChecks(): boolean;
  /** Hear only by the pair that is sent on. */
  sends?: boolean;
}

const network = () => (navigator as { connection?: EventTarget }).connection;

export class Silence {
  private readonly hearing: Hearing;
  private readonly timer: ReturnType<typeof setInterval>;
  private readonly doubt = () => {
    if (navigator.onLine && this.pc.connectionState === "connected") this.hearing.doubt(performance.now());
  };

  /** Tells `ears` when a connected `pc` hears nothing for `limitMs`, each time anew, and when it does again. */
  constructor(
    private readonly pc: RTCPeerConnection,
    limitMs: number,
    private readonly ears: Ears,
  ) {
    this.hearing = new Hearing(limitMs, performance.now());
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    addEventListener("online", this.doubt);
    network()?.addEventListener("change", this.doubt);
  }

  stop(): void {
    clearInterval(this.timer);
    removeEventListener("online", this.doubt);
    network()?.removeEventListener("change", this.doubt);
  }

  private async look(): Promise<void> {
    const { ears, pc } = this;
    const stats = (await pc.getStats()).values() as Iterable<Record<string, unknown>>;
    if (pc.connectionState === "closed") return; // what is late speaks for another connection
    const bytes = bytesIn(stats, ears.sends ?? false, ears.contentWithChecks());
    const news = this.hearing.look(performance.now(), bytes, pc.connectionState === "connected");
    if (news === "again") ears.onHeard();
    else if (news) ears.onSilent(news === "moved");
  }
}
