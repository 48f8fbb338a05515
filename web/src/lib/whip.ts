// Publishing a phone's camera by WHIP (RFC 9725). A broken path is restarted by PATCH; a lost connection
// is POSTed again with the same token, which resumes the same broadcast. A page that hears live.replaced
// calls stop() and stays stopped.
import { signal } from "@preact/signals";
import { allow, forget, postOffer, type Resource, restart, trickle } from "./ice";
import { type Problem, toProblem } from "./problem";
import { Silence } from "./silence";

const BACKOFF_FIRST_MS = 300;
const BACKOFF_MAX_MS = 5_000;
const DISCONNECTED_MS = 1_500;
/** A first path that is not there by then is looked for again, by way of the TURN servers if there are any. */
const CONNECTING_MS = 3_000;
/** The server reports on what it gets many times a second: so long without a byte, and the path is restarted. */
const SILENT_MS = 1_200;
/** A restarted path that is not back within this time is given up for a new connection. */
const RESTARTED_MS = 5_000;
/** Candidates that come within this time go over in one PATCH. */
const TRICKLE_MS = 150;
const VIDEO_MAX_BPS = 2_000_000;

export type PublishState = "idle" | "connecting" | "live" | "lost" | "refused";
export interface Health {
  up_kbps: number;
  rtt_ms: number;
  loss_permille: number;
}

/** H264 baseline with packetization-mode 1 first, then VP8, then whatever else the phone can. */
export function preferred<C extends { mimeType: string; sdpFmtpLine?: string }>(codecs: readonly C[]): C[] {
  const rank = (c: C) => {
    const f = c.sdpFmtpLine ?? "";
    if (/h264/i.test(c.mimeType) && /packetization-mode=1/.test(f)) return /42e01f/i.test(f) ? 0 : 1;
    if (/vp8/i.test(c.mimeType)) return 2;
    return 3;
  };
  return [...codecs].sort((a, b) => rank(a) - rank(b));
}

export class Whip {
  readonly state = signal<PublishState>("idle");
  /** Why the server refused, in state `refused`. */
  readonly problem = signal<Problem | undefined>(undefined);
  private pc: RTCPeerConnection | undefined;
  private resource: Resource | undefined;
  private stream: MediaStream | undefined;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private silence: Silence | undefined;
  /** As the server told last; a connection that is made anew may use them from the start. */
  private servers: RTCIceServer[] = [];
  private mending = false;
  private last = { bytes: 0, at: 0 };
  /** Id of the last connection, kept when it is lost. */
  private publisher: string | undefined;
  private posting = false;
  /** By the last health(): the sender makes the picture worse because the network allows no more. */
  limited = false;

  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  start(stream: MediaStream): void {
    this.stream = stream;
    this.failures = 0;
    this.problem.value = undefined;
    void this.connect();
  }

  /** Ends the broadcast at the server too, unless another device has taken it over. */
  stop(tellServer = true): void {
    this.stream = undefined;
    this.drop(tellServer);
    this.state.value = "idle";
  }

  /** Another camera or microphone without a new connection. */
  async replace(stream: MediaStream): Promise<void> {
    this.stream = stream;
    for (const sender of this.pc?.getSenders() ?? []) {
      const track = stream.getTracks().find(t => t.kind === sender.track?.kind);
      if (track && track !== sender.track) await sender.replaceTrack(track);
    }
  }

  /** publish.lost was heard, or the network is back. */
  nudge(): void {
    if (!this.stream || this.state.peek() === "connecting") return;
    this.failures = 0;
    this.drop(false);
    this.state.value = "lost";
    void this.connect();
  }

  /** The network or the page came back: what still runs is left alone, what broke is mended now. */
  onReturn(): void {
    const pc = this.pc;
    if (!this.stream || pc?.connectionState === "connected" || pc?.connectionState === "connecting") return;
    if (pc && this.resource) void this.mend(pc);
    else this.nudge();
  }

  /** Whether `publisher`, an id out of a WHIP Location, is this page's connection. While a POST is on its way
   * it is not: that POST itself replaces whatever this page had before. */
  owns(publisher: string): boolean {
    return !this.posting && publisher === this.publisher;
  }

  async health(): Promise<Health | undefined> {
    const pc = this.pc;
    if (!pc || this.state.peek() !== "live") return undefined;
    const found: Health = { up_kbps: 0, rtt_ms: 0, loss_permille: 0 };
    let bytes = 0;
    for (const s of (await pc.getStats()).values() as Iterable<Record<string, unknown>>) {
      if (s.type === "outbound-rtp") bytes += Number(s.bytesSent ?? 0);
      if (s.qualityLimitationReason) this.limited = s.qualityLimitationReason === "bandwidth";
      if (s.type === "remote-inbound-rtp" && s.kind === "video") {
        found.loss_permille = Math.round(Math.min(1, Math.max(0, Number(s.fractionLost ?? 0))) * 1000);
      }
      if (s.type === "candidate-pair" && s.nominated) {
        found.rtt_ms = Math.round(Number(s.currentRoundTripTime ?? 0) * 1000);
      }
    }
    const at = performance.now();
    if (this.last.at && bytes >= this.last.bytes) {
      found.up_kbps = Math.round(((bytes - this.last.bytes) * 8) / (at - this.last.at));
    }
    this.last = { bytes, at };
    return found;
  }

  private drop(tellServer: boolean): void {
    clearTimeout(this.timer);
    this.silence?.stop();
    this.mending = false;
    this.pc?.close();
    this.pc = undefined;
    if (tellServer) forget(this.resource, this.token);
    this.resource = undefined;
    this.last = { bytes: 0, at: 0 };
  }

  private async connect(): Promise<void> {
    const stream = this.stream;
    if (!stream) return;
    if (this.state.peek() !== "lost") this.state.value = "connecting";
    const pc = new RTCPeerConnection({ bundlePolicy: "max-bundle", iceServers: this.servers });
    this.pc = pc;
    this.silence = new Silence(pc, SILENT_MS, () => void this.mend(pc));
    pc.onconnectionstatechange = () => this.pc === pc && this.onConnection(pc);
    const candidates: string[] = [];
    let flush = () => {};
    pc.onicecandidate = e => {
      if (e.candidate?.candidate) candidates.push(e.candidate.candidate);
      flush();
    };
    try {
      this.addTracks(pc, stream);
      await pc.setLocalDescription();
      this.posting = true;
      const answer = await postOffer(this.url, pc.localDescription?.sdp ?? "", this.token);
      if (this.pc !== pc) return forget(answer, this.token);
      this.posting = false;
      this.publisher = answer.url.split("/").pop();
      this.resource = { url: answer.url, etag: answer.etag };
      this.servers = answer.servers;
      allow(pc, answer.servers);
      await pc.setRemoteDescription({ type: "answer", sdp: answer.sdp });
      flush = this.trickler(pc, candidates);
      flush();
    } catch (e) {
      if (this.pc !== pc) return;
      this.posting = false;
      this.onRefused(toProblem(e));
    }
  }

  private addTracks(pc: RTCPeerConnection, stream: MediaStream): void {
    for (const track of stream.getTracks()) {
      const init: RTCRtpTransceiverInit = { direction: "sendonly", streams: [stream] };
      if (track.kind === "video") init.sendEncodings = [{ maxBitrate: VIDEO_MAX_BPS }];
      const transceiver = pc.addTransceiver(track, init);
      const codecs = RTCRtpSender.getCapabilities("video")?.codecs;
      if (track.kind === "video" && codecs) transceiver.setCodecPreferences(preferred(codecs));
    }
  }

  /** Gathers candidates for a moment, then sends those not yet sent. */
  private trickler(pc: RTCPeerConnection, candidates: string[]): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const batch = candidates.splice(0);
        const sdp = pc.localDescription?.sdp ?? "";
        if (this.pc === pc && this.resource) void trickle(this.resource, sdp, batch, this.token);
      }, TRICKLE_MS);
    };
  }

  private onConnection(pc: RTCPeerConnection): void {
    clearTimeout(this.timer);
    if (pc.connectionState === "connected") {
      this.failures = 0;
      this.state.value = "live";
    }
    if (pc.connectionState === "connecting") this.timer = setTimeout(() => void this.mend(pc), CONNECTING_MS);
    if (pc.connectionState === "disconnected") {
      this.timer = setTimeout(() => void this.mend(pc), DISCONNECTED_MS);
    }
    if (pc.connectionState === "failed") void this.mend(pc);
  }

  private async mend(pc: RTCPeerConnection): Promise<void> {
    if (this.pc !== pc || !this.resource || this.mending) return;
    this.mending = true;
    this.state.value = "lost";
    const restarted = await restart(pc, this.resource, this.token);
    if (this.pc !== pc) return;
    this.mending = false;
    if (!restarted) this.again();
    else if (pc.connectionState === "connected") this.state.value = "live";
    else this.timer = setTimeout(() => this.pc === pc && this.again(), RESTARTED_MS);
  }

  private onRefused(problem: Problem): void {
    if (problem.passing) {
      this.again(problem.retryMs);
      return;
    }
    this.drop(false);
    this.problem.value = problem;
    this.state.value = "refused";
  }

  private again(after?: number): void {
    this.drop(false);
    if (!this.stream) return;
    this.state.value = "lost";
    const ceiling = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** this.failures++);
    this.timer = setTimeout(() => void this.connect(), (after ?? ceiling) * (0.5 + Math.random() / 2));
  }
}
