// Publishing a phone's camera by WHIP (RFC 9725). A broken path is restarted by PATCH; a lost connection
// is POSTed again with the same token, which resumes the same broadcast; `Path` says which is tried next.
// A page that hears live.replaced calls stop() and stays stopped.
import { signal } from "@preact/signals";
import { allow, forget, postOffer, type Resource, report, restart, trickle } from "./ice";
import { encodings, Uplink } from "./layers";
import { Path, type PathEvent, type PathState } from "./path";
import { type Problem, toProblem } from "./problem";
import { Silence } from "./silence";
import { type Cause, causeOf, judged, looked, NO_WAYS, offered, refusedBy, type Trouble } from "./ways";

const LIMITS = {
  openMs: 12_000,
  widenMs: 3_000,
  mendMs: 4_000,
  firstWaitMs: 300,
  eager: 4,
  mostWaitMs: 5_000,
};
/** A browser holds on to a sender's old path for seconds after a restart has found another; a new connection does not. */
const RESTARTED_MS = 450;
const LOOK_MS = 1_000;
/** The server reports on what it gets many times a second: so long without a byte, and the path is restarted. */
const SILENT_MS = 600;
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
  /** Why nothing goes up, once a try has failed; until it does again. */
  readonly trouble = signal<Trouble | undefined>(undefined);
  private readonly path = new Path(
    {
      open: n => void this.open(n),
      mend: n => void this.mend(n),
      close: () => this.drop(false),
      canWiden: () => this.widens,
    },
    LIMITS,
    (state, by) => this.onPath(state, by),
  );
  private readonly uplink = new Uplink();
  private pc: RTCPeerConnection | undefined;
  private resource: Resource | undefined;
  private stream: MediaStream | undefined;
  private n = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lookTimer: ReturnType<typeof setInterval> | undefined;
  private silence: Silence | undefined;
  /** As the server told last; a connection that is made anew may use them from the start. */
  private servers: RTCIceServer[] = [];
  /** This connection began before the servers were known. */
  private widens = false;
  private ways = NO_WAYS;
  private refusal: Cause | undefined;
  private last = { bytes: 0, at: 0 };
  /** Id of the last connection, kept when it is lost. */
  private publisher: string | undefined;
  private posting = false;
  /** By the last health(): the sender makes the picture worse because the network allows no more. */
  limited = false;
  /** The same because the phone is too slow. */
  slowed = false;

  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  start(stream: MediaStream): void {
    this.stream = stream;
    this.problem.value = undefined;
    this.trouble.value = undefined;
    if (this.state.peek() !== "lost") this.state.value = "connecting";
    if (!this.path.say("start")) this.path.say("nudge");
  }

  /** Ends the broadcast at the server too, unless another device has taken it over. */
  stop(tellServer = true): void {
    this.stream = undefined;
    this.drop(tellServer);
    this.path.say("stop");
    this.trouble.value = undefined;
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

  /** The server has let the connection go: publish.lost was heard, or the log knows nothing of it. */
  onLost(): void {
    if (this.stream && !this.posting) this.path.say("lost") || this.path.say("nudge");
  }

  /** The artisan asks, or the network or the page came back: what still runs or is being tried is left alone. */
  nudge(): void {
    if (this.stream) this.path.say("nudge");
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
    let limited: boolean | undefined;
    for (const s of (await pc.getStats()).values() as Iterable<Record<string, unknown>>) {
      if (s.type === "outbound-rtp") bytes += Number(s.bytesSent ?? 0);
      if (s.qualityLimitationReason) {
        limited = limited || s.qualityLimitationReason === "bandwidth";
        this.slowed = s.qualityLimitationReason === "cpu";
      }
      if (s.type === "remote-inbound-rtp" && s.kind === "video") {
        found.loss_permille = Math.round(Math.min(1, Math.max(0, Number(s.fractionLost ?? 0))) * 1000);
      }
      if (s.type === "candidate-pair" && s.nominated) {
        found.rtt_ms = Math.round(Number(s.currentRoundTripTime ?? 0) * 1000);
        this.uplink.look(Number(s.availableOutgoingBitrate ?? 0), this.limited);
      }
    }
    this.limited = limited ?? this.limited;
    const at = performance.now();
    if (this.last.at && bytes >= this.last.bytes) {
      found.up_kbps = Math.round(((bytes - this.last.bytes) * 8) / (at - this.last.at));
    }
    this.last = { bytes, at };
    return found;
  }

  private drop(tellServer: boolean): void {
    clearTimeout(this.timer);
    clearInterval(this.lookTimer);
    this.silence?.stop();
    this.pc?.close();
    this.pc = undefined;
    this.widens = false;
    this.posting = false;
    if (tellServer) void forget(this.resource, this.token);
    this.resource = undefined;
    this.last = { bytes: 0, at: 0 };
  }

  private onPath(state: PathState, by: PathEvent): void {
    if (state === "up") {
      this.path.good();
      this.trouble.value = undefined;
      this.state.value = "live";
    }
    if (state === "mending" || state === "waiting" || by === "lost") this.state.value = "lost";
    if (state === "waiting") this.explain();
  }

  private explain(): void {
    const ways = judged(this.ways);
    this.trouble.value = { cause: this.refusal ?? causeOf(ways), ways };
  }

  private async open(n: number): Promise<void> {
    const stream = this.stream;
    if (!stream) return;
    const pc = new RTCPeerConnection({ bundlePolicy: "max-bundle", iceServers: this.servers });
    this.pc = pc;
    this.n = n;
    this.ways = NO_WAYS;
    this.refusal = undefined;
    this.lookTimer = setInterval(() => void this.look(pc), LOOK_MS);
    this.silence = new Silence(pc, SILENT_MS, {
      onSilent: moved => this.path.say(moved ? "moved" : "broken", this.n),
      onHeard: () => this.path.state === "mending" && this.path.say("up", this.n),
      contentWithChecks: () => false,
      sends: true,
    });
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
      if (this.pc !== pc) return void forget(answer, this.token);
      this.posting = false;
      this.publisher = answer.url.split("/").pop();
      this.resource = { url: answer.url, etag: answer.etag };
      this.widens = answer.servers.length > 0 && this.servers.length === 0;
      this.servers = answer.servers;
      this.ways = offered(answer.sdp, answer.servers.length > 0);
      allow(pc, answer.servers);
      await pc.setRemoteDescription({ type: "answer", sdp: answer.sdp });
      flush = this.trickler(pc, candidates);
      flush();
    } catch (e) {
      if (this.pc !== pc) return;
      this.posting = false;
      this.onRefused(toProblem(e), n);
    }
  }

  private async mend(n: number): Promise<void> {
    const pc = this.pc;
    this.n = n;
    this.widens = false;
    if (!pc || !this.resource || !(await restart(pc, this.resource, this.token))) this.path.say("failed", n);
    else setTimeout(() => this.path.state === "mending" && this.path.say("late", n), RESTARTED_MS);
  }

  private async look(pc: RTCPeerConnection): Promise<void> {
    const stats = [...(await pc.getStats()).values()] as Record<string, unknown>[];
    if (this.pc === pc) this.ways = looked(this.ways, stats, this.servers.length > 0);
  }

  private addTracks(pc: RTCPeerConnection, stream: MediaStream): void {
    for (const track of stream.getTracks()) {
      const init: RTCRtpTransceiverInit = { direction: "sendonly", streams: [stream] };
      if (track.kind === "video") init.sendEncodings = encodings(VIDEO_MAX_BPS, this.uplink.roomy());
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
    const n = this.n;
    this.timer = report(pc, this.widens, event => this.path.say(event, n));
  }

  private onRefused(problem: Problem, n: number): void {
    this.refusal = refusedBy(problem.code, navigator.onLine);
    if (problem.passing) {
      this.path.say("failed", n, problem.retryMs);
      return;
    }
    this.explain();
    this.problem.value = problem;
    this.path.say("refused", n);
    this.state.value = "refused";
  }
}
