// What a device and its network can do, tried before the fair: each way to the server by a connection that shows
// nothing, and the codecs. The camera is looked at by whoever has it.
import { allow, forget, postOffer, type Resource } from "./ice";
import { toProblem } from "./problem";
import { type Cause, causeOf, NO_WAYS, type Outcome, refusedBy, type Way, type Ways } from "./ways";

const TRY_MS = 8_000;
const DOOR = "/whep";

/** `answer` with the candidates of one way alone. */
export function onlyBy(way: Way, answer: string): string {
  const other = way === "tcp" ? "udp" : "tcp";
  return answer.replace(new RegExp(`^a=candidate:\\S+ 1 ${other} .*\\r?\\n`, "gim"), "");
}

export interface Tried {
  outcome: Outcome;
  /** Until the connection stood, encrypted and all. */
  ms: number;
  servers: RTCIceServer[];
}

const connected = (pc: RTCPeerConnection) =>
  new Promise<boolean>(done => {
    const timer = setTimeout(() => done(false), TRY_MS);
    pc.onconnectionstatechange = () => {
      if (pc.connectionState !== "connected" && pc.connectionState !== "failed") return;
      clearTimeout(timer);
      done(pc.connectionState === "connected");
    };
  });

/** One connection by one way. Throws a Problem where the server does not take it. */
export async function tryWay(way: Way, relays: RTCIceServer[]): Promise<Tried> {
  const began = performance.now();
  const relay = way === "relay";
  const pc = new RTCPeerConnection({
    bundlePolicy: "max-bundle",
    iceServers: relay ? relays : [],
    iceTransportPolicy: relay ? "relay" : "all",
  });
  let resource: Resource | undefined;
  try {
    const there = connected(pc);
    pc.addTransceiver("video", { direction: "recvonly" });
    pc.addTransceiver("audio", { direction: "recvonly" });
    await pc.setLocalDescription();
    const answer = await postOffer(DOOR, pc.localDescription?.sdp ?? "");
    resource = answer;
    if (relay) allow(pc, answer.servers);
    await pc.setRemoteDescription({ type: "answer", sdp: relay ? answer.sdp : onlyBy(way, answer.sdp) });
    const outcome = (await there) ? "works" : "silent";
    return { outcome, ms: Math.round(performance.now() - began), servers: answer.servers };
  } finally {
    // In this order: a connection that closes by itself takes its resource with it.
    await forget(resource);
    pc.close();
  }
}

export interface NetworkFound {
  ways: Ways;
  ms: Partial<Record<Way, number>>;
  /** Undefined where pictures can flow. */
  cause: Cause | undefined;
}

const isRelay = (s: RTCIceServer) => [s.urls].flat().some(u => /^turns?:/.test(u));

/** All ways, one after the other; `told` after each. */
export async function tryNetwork(told: (found: NetworkFound) => void): Promise<NetworkFound> {
  const found: NetworkFound = { ways: { ...NO_WAYS }, ms: {}, cause: undefined };
  let relays: RTCIceServer[] = [];
  try {
    for (const way of ["udp", "tcp", "relay"] as const) {
      if (way === "relay" && !relays.length) break;
      found.ways[way] = "trying";
      told({ ...found });
      const one = await tryWay(way, relays);
      relays = one.servers.filter(isRelay);
      found.ways[way] = one.outcome;
      if (one.outcome === "works") found.ms[way] = one.ms;
    }
    if (!Object.values(found.ways).includes("works")) found.cause = causeOf(found.ways);
  } catch (e) {
    for (const way of ["udp", "tcp", "relay"] as const)
      if (found.ways[way] === "trying") found.ways[way] = "none";
    found.cause = refusedBy(toProblem(e).code, navigator.onLine);
  }
  told({ ...found });
  return found;
}

export interface Codecs {
  h264: boolean;
  vp8: boolean;
  opus: boolean;
}

const knows = (list: readonly { mimeType: string }[] | undefined, name: RegExp) =>
  list?.some(c => name.test(c.mimeType)) ?? false;

/** What this browser can show (`RTCRtpReceiver`) or send (`RTCRtpSender`). */
export function codecsOf(side: { getCapabilities(kind: string): RTCRtpCapabilities | null }): Codecs {
  const video = side.getCapabilities("video")?.codecs;
  const audio = side.getCapabilities("audio")?.codecs;
  return { h264: knows(video, /h264/i), vp8: knows(video, /vp8/i), opus: knows(audio, /opus/i) };
}

/** Loudness of a microphone, 0 to 1, many times a second, until it is stopped. */
export function listen(stream: MediaStream, heard: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const mean = samples.reduce((sum, x) => sum + x * x, 0) / samples.length;
    heard(Math.min(1, Math.sqrt(mean) * 4));
  }, 100);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}
