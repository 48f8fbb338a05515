// Watching one booth by WHEP: offer, answer, frames. When a path breaks or a connection is lost, `Path` says
// what is tried next. Knows which frame is on screen (`moment`), and what stands in the way (`trouble`).
import { signal } from "@preact/signals";
import { allow, chooseLayer, forget, postOffer, type Resource, report, restart } from "./ice";
import { hasPicture, Ladder, type Rung } from "./ladder";
import { Path, type PathEvent, type PathState } from "./path";
import { Patience, seen, wait } from "./patience";
import { type Problem, toProblem } from "./problem";
import { Silence } from "./silence";
import { type Cause, causeOf, judged, looked, NO_WAYS, offered, refusedBy, type Trouble } from "./ways";
import type { ScreenMoment } from "./wire";

const LIMITS = { openMs: 12_000, widenMs: 3_000, mendMs: 3_000, firstWaitMs: 500, mostWaitMs: 15_000 };
/** So long without a byte from a source that is live, and the path is restarted; consent would end it after 30 s. */
const SILENT_MS = 800;
/** So long without a frame, from a source that is live, and the connection is made anew. */
const STALLED_MS = 6_000;
const STALL_CHECK_MS = 1_500;
const METER_MS = 1_000;

/** `sound` and `text`: connected, and the viewer wants no picture. */
export type WatchState =
  | "idle"
  | "connecting"
  | "playing"
  | "sound"
  | "text"
  | "lost"
  | "codec"
  | "full"
  | "failed";

/** What a refusal that no new try will change is called. */
const ENDS: Record<string, WatchState> = { "not-acceptable": "codec", "not-live": "idle" };

interface FrameMetadata {
  rtpTimestamp?: number;
}
type FrameVideo = HTMLVideoElement & {
  requestVideoFrameCallback?: (cb: (now: number, m: FrameMetadata) => void) => number;
};

/** `sdp` that asks for lost sound again, as browsers do by themselves only for the picture. */
export function withSoundRepair(sdp: string): string {
  return sdp.replace(/^a=rtpmap:(\d+) opus\/48000\/2(\r?\n)/gim, "$&a=rtcp-fb:$1 nack$2");
}

export class Whep {
  readonly state = signal<WatchState>("idle");
  /** Width over height of the picture, 0 before the first frame. */
  readonly ratio = signal(0);
  readonly ladder = new Ladder(r => void this.onRung(r));
  /** Why there is nothing to see, once a try has failed; until something is seen. */
  readonly trouble = signal<Trouble | undefined>(undefined);
  private readonly path = new Path(
    {
      open: n => void this.open(n),
      mend: n => void this.mend(n),
      close: () => this.drop(),
      canWiden: () => this.widens,
    },
    LIMITS,
    (state, by) => this.onPath(state, by),
  );
  private pc: RTCPeerConnection | undefined;
  private resource: Resource | undefined;
  private n = 0;
  private rtpTs: number | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private silence: Silence | undefined;
  private readonly patience = new Patience();
  /** As the server told last; a connection that is made anew may use them from the start. */
  private servers: RTCIceServer[] = [];
  /** This connection began before the servers were known. */
  private widens = false;
  private ways = NO_WAYS;
  private refusal: Cause | undefined;
  private wanted = false;
  private expecting = true;
  private frameAt = 0;
  private readonly stallTimer: ReturnType<typeof setInterval>;
  private readonly meterTimer: ReturnType<typeof setInterval>;

  constructor(
    private readonly slug: string,
    private readonly video: HTMLVideoElement,
  ) {
    video.addEventListener("playing", () => this.onFrames());
    video.addEventListener("resize", () => {
      this.ratio.value = video.videoHeight ? video.videoWidth / video.videoHeight : 0;
    });
    this.watchFrames();
    this.stallTimer = setInterval(() => this.checkStall(), STALL_CHECK_MS);
    this.meterTimer = setInterval(() => void this.measure(), METER_MS);
  }

  /** The page is done with it. */
  close(): void {
    clearInterval(this.stallTimer);
    clearInterval(this.meterTimer);
    this.stop();
  }

  /** Whether the source sends: while it is away, silence is no fault of the connection. */
  expect(frames: boolean): void {
    if (frames && !this.expecting) this.frameAt = performance.now();
    this.expecting = frames;
  }

  start(): void {
    this.wanted = true;
    this.nudge();
  }

  stop(): void {
    this.wanted = false;
    this.path.say("stop");
    this.trouble.value = undefined;
    this.state.value = "idle";
  }

  /** The network is back or the broadcast resumed: do not wait for the back-off. What is under way goes on. */
  nudge(): void {
    if (this.wanted && !this.path.say("nudge")) this.path.say("start");
  }

  /** The viewer asks for a fresh try. */
  retry(): void {
    if (this.path.state === "up" && this.state.peek() !== "playing") this.path.say("dead");
    this.nudge();
  }

  /** What the viewer sees now, for an enquiry or an order. */
  moment(): ScreenMoment | undefined {
    const viewer = this.resource?.url.split("/").pop();
    return viewer && this.rtpTs !== undefined ? { viewer, rtp_ts: this.rtpTs } : undefined;
  }

  private drop(): void {
    clearTimeout(this.timer);
    this.silence?.stop();
    void forget(this.resource);
    this.pc?.close();
    this.pc = undefined;
    this.widens = false;
    this.resource = undefined;
    this.rtpTs = undefined;
  }

  private onPath(state: PathState, by: PathEvent): void {
    if (by === "start" && this.state.peek() === "idle") this.state.value = "connecting";
    else if (state === "mending" || (state === "waiting" && this.state.peek() !== "full"))
      this.state.value = "lost";
    if (state === "waiting") this.explain(by);
    if (state !== "up") return;
    this.frameAt = performance.now();
    this.onQuiet();
  }

  /** A refusal has told its own cause; else the ways that were tried tell it. */
  private explain(by: PathEvent): void {
    const ways = judged(this.ways);
    const cause = by === "dead" ? "picture" : (this.refusal ?? causeOf(ways));
    this.trouble.value = { cause, ways };
  }

  private async open(n: number): Promise<void> {
    const pc = new RTCPeerConnection({ bundlePolicy: "max-bundle", iceServers: this.servers });
    this.pc = pc;
    this.n = n;
    this.ways = NO_WAYS;
    this.refusal = undefined;
    this.frameAt = performance.now();
    this.silence = new Silence(pc, SILENT_MS, {
      onSilent: () => this.onSilent(),
      onHeard: () => this.path.state === "mending" && this.path.say("up", this.n),
      contentWithChecks: () => !this.expecting || this.state.peek() === "text",
    });
    const stream = new MediaStream();
    pc.ontrack = e => {
      stream.addTrack(e.track);
      if (this.video.srcObject !== stream) this.video.srcObject = stream;
      void this.video.play().catch(() => undefined);
    };
    pc.onconnectionstatechange = () => this.pc === pc && this.onConnection(pc);
    try {
      pc.addTransceiver("video", { direction: "recvonly" });
      pc.addTransceiver("audio", { direction: "recvonly" });
      const offer = await pc.createOffer();
      await pc.setLocalDescription({ type: "offer", sdp: withSoundRepair(offer.sdp ?? "") });
      const answer = await postOffer(`/whep/${this.slug}`, pc.localDescription?.sdp ?? "");
      if (this.pc !== pc) return void forget(answer);
      this.resource = { url: answer.url, etag: answer.etag };
      this.widens = answer.servers.length > 0 && this.servers.length === 0;
      this.servers = answer.servers;
      this.ways = offered(answer.sdp, answer.servers.length > 0);
      allow(pc, answer.servers);
      await pc.setRemoteDescription({ type: "answer", sdp: answer.sdp });
      await this.onRung(this.ladder.now.peek());
    } catch (e) {
      if (this.pc === pc) this.onRefused(toProblem(e));
    }
  }

  private async mend(n: number): Promise<void> {
    const pc = this.pc;
    this.n = n;
    this.widens = false;
    if (!pc || !this.resource || !(await restart(pc, this.resource))) this.path.say("failed", n);
  }

  private onConnection(pc: RTCPeerConnection): void {
    clearTimeout(this.timer);
    const n = this.n;
    this.timer = report(pc, this.widens, event => this.path.say(event, n));
  }

  /** Tells the server what is wanted. A rung that has gone from the booth is left for the server's choice. */
  private async onRung(rung: Rung): Promise<void> {
    const resource = this.resource;
    this.frameAt = performance.now();
    if (hasPicture(rung) && this.pc?.connectionState === "connected") this.state.value = "connecting";
    this.onQuiet();
    if (!resource) return;
    try {
      const layers = await chooseLayer(resource, rung);
      if (this.resource === resource) this.ladder.layers.value = layers as Rung[];
    } catch (e) {
      // An answer that was lost is asked for again with the next connection.
      if (this.resource === resource && toProblem(e).code === "bad-field" && rung !== "auto")
        this.ladder.fallBack();
    }
  }

  /** No frames will tell that a connection without a picture stands. */
  private onQuiet(): void {
    const rung = this.ladder.now.peek();
    if (hasPicture(rung) || this.pc?.connectionState !== "connected") return;
    this.rtpTs = undefined;
    this.path.good();
    this.trouble.value = undefined;
    this.state.value = rung === "text" ? "text" : "sound";
  }

  private async measure(): Promise<void> {
    const pc = this.pc;
    if (!pc) return;
    let bytes = 0;
    const stats = [...(await pc.getStats()).values()] as Record<string, unknown>[];
    if (this.pc !== pc) return;
    this.ways = looked(this.ways, stats, this.servers.length > 0);
    if (pc.connectionState !== "connected") return;
    for (const s of stats) {
      if (s.type === "candidate-pair" && (s.nominated || s.selected) && s.state === "succeeded")
        bytes += Number(s.bytesReceived) + Number(s.bytesSent);
    }
    if (bytes) this.ladder.measured(performance.now(), bytes);
    wait(pc, this.patience.look(seen(stats)));
  }

  private onSilent(): void {
    if (this.expecting && this.state.peek() !== "text") this.path.say("broken", this.n);
  }

  /** A hidden page shows no frames, which says nothing about the connection. */
  private checkStall(): void {
    const now = performance.now();
    if (document.visibilityState !== "visible" || !hasPicture(this.ladder.now.peek())) this.frameAt = now;
    if (this.path.state !== "up" || !this.expecting) return;
    if (now - this.frameAt > STALLED_MS) this.path.say("dead", this.n);
  }

  private onFrames(): void {
    if (!hasPicture(this.ladder.now.peek()) || !this.pc) return;
    this.path.good();
    this.trouble.value = undefined;
    this.state.value = "playing";
  }

  private onRefused(problem: Problem): void {
    const n = this.n;
    this.refusal = refusedBy(problem.code, navigator.onLine);
    if (problem.code === "full") this.state.value = "full";
    // The booth's log says live and the source is not back yet, as after a restart: it is on its way.
    const late = problem.code === "not-live" && this.expecting;
    if (late) this.refusal = "picture";
    if (late || problem.passing) {
      this.path.say("failed", n, problem.retryMs);
      return;
    }
    this.explain("refused");
    this.path.say("refused", n);
    this.state.value = ENDS[problem.code] ?? "failed";
    if (this.state.peek() === "idle") this.trouble.value = undefined;
  }

  private watchFrames(): void {
    const video = this.video as FrameVideo;
    if (!video.requestVideoFrameCallback) {
      video.addEventListener("timeupdate", () => {
        this.frameAt = performance.now();
      });
    }
    const next = () =>
      video.requestVideoFrameCallback?.((_now, meta) => {
        this.frameAt = performance.now();
        if (meta.rtpTimestamp !== undefined && hasPicture(this.ladder.now.peek()))
          this.rtpTs = meta.rtpTimestamp;
        if (this.state.peek() !== "playing") this.onFrames();
        next();
      });
    next();
  }
}
