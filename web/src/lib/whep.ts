// Watching one booth by WHEP: offer, answer, frames; a path that breaks is restarted, a connection that
// is lost is made anew with a jittered back-off. Knows which frame is on screen (`moment`).
import { signal } from "@preact/signals";
import { allow, chooseLayer, forget, postOffer, type Resource, restart } from "./ice";
import { hasPicture, Ladder, type Rung } from "./ladder";
import { type Problem, toProblem } from "./problem";
import { Silence } from "./silence";
import type { ScreenMoment } from "./wire";

const BACKOFF_FIRST_MS = 500;
const BACKOFF_MAX_MS = 15_000;
/** A path that is silent this long is restarted; consent would end it only after 30 s. */
const DISCONNECTED_MS = 1_500;
/** A first path that is not there by then is looked for again, by way of the TURN servers if there are any. */
const CONNECTING_MS = 3_000;
/** So long without a byte from a source that is live, and the path is restarted. */
const SILENT_MS = 1_000;
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
  private pc: RTCPeerConnection | undefined;
  private resource: Resource | undefined;
  private rtpTs: number | undefined;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private silence: Silence | undefined;
  /** As the server told last; a connection that is made anew may use them from the start. */
  private servers: RTCIceServer[] = [];
  private mending = false;
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
    this.failures = 0;
    if (this.pc) return;
    clearTimeout(this.timer);
    void this.connect();
  }

  stop(): void {
    this.wanted = false;
    this.drop();
    this.state.value = "idle";
  }

  /** The network is back or the broadcast resumed: do not wait for the back-off. */
  nudge(): void {
    const now = this.state.peek();
    if (!this.wanted || now === "playing" || now === "sound" || now === "text") return;
    this.failures = 0;
    this.drop();
    void this.connect();
  }

  /** What the viewer sees now, for an enquiry or an order. */
  moment(): ScreenMoment | undefined {
    const viewer = this.resource?.url.split("/").pop();
    return viewer && this.rtpTs !== undefined ? { viewer, rtp_ts: this.rtpTs } : undefined;
  }

  private drop(): void {
    clearTimeout(this.timer);
    this.silence?.stop();
    this.mending = false;
    this.pc?.close();
    this.pc = undefined;
    forget(this.resource);
    this.resource = undefined;
    this.rtpTs = undefined;
  }

  private async connect(): Promise<void> {
    this.state.value = this.state.peek() === "idle" ? "connecting" : "lost";
    const pc = new RTCPeerConnection({ bundlePolicy: "max-bundle", iceServers: this.servers });
    this.pc = pc;
    this.frameAt = performance.now();
    this.silence = new Silence(pc, SILENT_MS, () => this.onSilent(pc));
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
      if (this.pc !== pc) return forget(answer);
      this.resource = { url: answer.url, etag: answer.etag };
      this.servers = answer.servers;
      allow(pc, answer.servers);
      await pc.setRemoteDescription({ type: "answer", sdp: answer.sdp });
      await this.onRung(this.ladder.now.peek());
    } catch (e) {
      if (this.pc === pc) this.onRefused(toProblem(e));
    }
  }

  private onConnection(pc: RTCPeerConnection): void {
    clearTimeout(this.timer);
    if (pc.connectionState === "connecting") this.timer = setTimeout(() => void this.mend(pc), CONNECTING_MS);
    if (pc.connectionState === "disconnected") {
      this.timer = setTimeout(() => void this.mend(pc), DISCONNECTED_MS);
    }
    if (pc.connectionState === "failed") void this.mend(pc);
    if (pc.connectionState === "connected") this.onQuiet();
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
    this.failures = 0;
    this.state.value = rung === "text" ? "text" : "sound";
  }

  private async measure(): Promise<void> {
    const pc = this.pc;
    if (pc?.connectionState !== "connected") return;
    let bytes = 0;
    for (const s of (await pc.getStats()).values()) {
      if (s.type === "candidate-pair" && (s.nominated || s.selected) && s.state === "succeeded")
        bytes += s.bytesReceived + s.bytesSent;
    }
    if (this.pc === pc && bytes) this.ladder.measured(performance.now(), bytes);
  }

  private onSilent(pc: RTCPeerConnection): void {
    if (this.expecting && this.state.peek() !== "text") void this.mend(pc);
  }

  private async mend(pc: RTCPeerConnection): Promise<void> {
    if (this.pc !== pc || !this.resource || this.mending) return;
    this.mending = true;
    this.state.value = "lost";
    const restarted = await restart(pc, this.resource);
    if (this.pc !== pc) return;
    this.mending = false;
    if (!restarted) this.again();
  }

  /** A hidden page shows no frames, which says nothing about the connection. */
  private checkStall(): void {
    const now = performance.now();
    if (document.visibilityState !== "visible" || !hasPicture(this.ladder.now.peek())) this.frameAt = now;
    if (this.pc && this.expecting && now - this.frameAt > STALLED_MS) this.again();
  }

  private onFrames(): void {
    if (!hasPicture(this.ladder.now.peek())) return;
    this.failures = 0;
    if (this.pc) this.state.value = "playing";
  }

  private onRefused(problem: Problem): void {
    this.drop();
    if (problem.code === "not-acceptable") this.state.value = "codec";
    // The booth's log says live and the source is not back yet, as after a restart: it is on its way.
    else if (problem.code === "not-live" && !this.expecting) this.state.value = "idle";
    else if (problem.code === "not-live") this.again();
    else if (problem.code === "full") this.again("full", problem.retryMs);
    else if (problem.passing) this.again();
    else this.state.value = "failed";
  }

  private again(state: WatchState = "lost", after?: number): void {
    this.drop();
    if (!this.wanted) return;
    this.state.value = state;
    const ceiling = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** this.failures++);
    const wait = (after ?? ceiling) * (0.5 + Math.random() / 2);
    this.timer = setTimeout(() => void this.connect(), wait);
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
        if (this.pc && this.state.peek() !== "playing") this.onFrames();
        next();
      });
    next();
  }
}
