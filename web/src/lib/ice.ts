// What WHIP and WHEP share: the resource behind a Location, trickled candidates and ICE restarts by
// PATCH (RFC 9725 §4.3), and fragments of SDP for both.
import type { PathEvent } from "./path";
import { Problem } from "./problem";

/** A request on a network that has just gone would wait for minutes. */
const PATCH_MS = 2_000;
const POST_MS = 8_000;
const FRAGMENT = "application/trickle-ice-sdpfrag";

export interface Resource {
  url: string;
  etag: string | undefined;
}

interface PostAnswer extends Resource {
  sdp: string;
  servers: RTCIceServer[];
}

/** The ICE servers of a Link header (RFC 9725 §4.6). */
export function iceServers(link: string | null): RTCIceServer[] {
  const found: RTCIceServer[] = [];
  for (const [, urls = "", rest = ""] of (link ?? "").matchAll(/<([^>]*)>([^<]*)/g)) {
    const value = (name: string) => rest.match(new RegExp(`;\\s*${name}="([^"]*)"`))?.[1];
    if (value("rel") !== "ice-server") continue;
    const username = value("username");
    const credential = value("credential");
    found.push(username && credential ? { urls, username, credential } : { urls });
  }
  return found;
}

/** What the next gathering may use: a path that fails is restarted, and then it goes by these. */
export function allow(pc: RTCPeerConnection, servers: RTCIceServer[]): void {
  if (servers.length) pc.setConfiguration({ ...pc.getConfiguration(), iceServers: servers });
}

/** POSTs an offer; a refusal is a Problem with the code of its problem document. */
export async function postOffer(url: string, sdp: string, token?: string): Promise<PostAnswer> {
  const headers: Record<string, string> = { "content-type": "application/sdp", "x-mela": "1" };
  if (token) headers.authorization = `Bearer ${token}`;
  let answer: Response;
  try {
    answer = await fetch(url, { method: "POST", headers, body: sdp, signal: AbortSignal.timeout(POST_MS) });
  } catch {
    throw new Problem("offline");
  }
  if (answer.status !== 201) {
    const doc = (await answer.json().catch(() => ({}))) as { code?: string };
    const retryMs = Number(answer.headers.get("retry-after")) * 1000 || undefined;
    throw new Problem(doc.code ?? "internal", undefined, retryMs, answer.status);
  }
  return {
    sdp: await answer.text(),
    url: new URL(answer.headers.get("location") ?? "", answer.url).href,
    etag: answer.headers.get("etag") ?? undefined,
    servers: iceServers(answer.headers.get("link")),
  };
}

const line = (sdp: string, name: string) => sdp.match(new RegExp(`^a=${name}:(.*)$`, "m"))?.[1]?.trim() ?? "";

/** The fragment for `candidates` (all of one bundle) under the ufrag and pwd of `sdp`. */
export function fragment(sdp: string, candidates: readonly string[]): string {
  const mLine = sdp.match(/^m=.*$/m)?.[0].trim() ?? "m=audio 9 UDP/TLS/RTP/SAVPF 0";
  const group = line(sdp, "group");
  const lines = [
    ...(group ? [`a=group:${group}`] : []),
    mLine,
    `a=mid:${line(sdp, "mid")}`,
    `a=ice-ufrag:${line(sdp, "ice-ufrag")}`,
    `a=ice-pwd:${line(sdp, "ice-pwd")}`,
    ...candidates.map(c => `a=${c}`),
    ...(candidates.length ? ["a=end-of-candidates"] : []),
  ];
  return `${lines.join("\r\n")}\r\n`;
}

/** `sdp` with the ICE credentials and candidates of `frag`. */
export function withCredentials(sdp: string, frag: string): string {
  const fresh = [...frag.matchAll(/^a=candidate:.*$/gm)].map(m => m[0].trim());
  const kept = sdp
    .replace(/^a=(candidate:.*|end-of-candidates)\r?\n/gm, "")
    .replace(/^a=ice-ufrag:.*$/gm, `a=ice-ufrag:${line(frag, "ice-ufrag")}`)
    .replace(/^a=ice-pwd:.*$/gm, `a=ice-pwd:${line(frag, "ice-pwd")}`);
  if (!fresh.length) return kept;
  return kept.replace(/^(a=ice-pwd:.*)$/m, ["$1", ...fresh].join("\r\n"));
}

async function sendPatch(r: Resource, body: string, match: string | undefined, token?: string) {
  const headers: Record<string, string> = { "content-type": FRAGMENT, "x-mela": "1" };
  if (match) headers["if-match"] = match;
  if (token) headers.authorization = `Bearer ${token}`;
  return fetch(r.url, { method: "PATCH", headers, body, signal: AbortSignal.timeout(PATCH_MS) });
}

/** Hands late candidates over; a server that wants none says so, which is no failure. */
export async function trickle(r: Resource, sdp: string, candidates: readonly string[], token?: string) {
  if (candidates.length) await sendPatch(r, fragment(sdp, candidates), r.etag, token).catch(() => undefined);
}

/** New credentials for a connection whose path broke; false where only a new POST helps. */
export async function restart(pc: RTCPeerConnection, r: Resource, token?: string): Promise<boolean> {
  const remote = pc.currentRemoteDescription?.sdp;
  if (!remote || pc.signalingState !== "stable") return false;
  try {
    await pc.setLocalDescription(await pc.createOffer({ iceRestart: true }));
    const answer = await sendPatch(r, fragment(pc.localDescription?.sdp ?? "", []), "*", token);
    if (answer.status !== 200) return false;
    r.etag = answer.headers.get("etag") ?? r.etag;
    await pc.setRemoteDescription({ type: "answer", sdp: withCredentials(remote, await answer.text()) });
    return true;
  } catch {
    return false;
  }
}

/** Chooses how much comes (WHEP's layer extension); answers what there is to choose from. */
export async function chooseLayer(r: Resource, layer: string): Promise<string[]> {
  const headers = { "content-type": "application/json", "x-mela": "1" };
  const answer = await fetch(`${r.url}/layer`, {
    method: "POST",
    headers,
    body: JSON.stringify({ encodingId: layer }),
  });
  const doc = (await answer.json().catch(() => ({}))) as { layers?: string[]; code?: string };
  if (!answer.ok) throw new Problem(doc.code ?? "internal", undefined, undefined, answer.status);
  return doc.layers ?? [];
}

export async function forget(r: Resource | undefined, token?: string): Promise<void> {
  if (!r) return;
  const headers: Record<string, string> = { "x-mela": "1" };
  if (token) headers.authorization = `Bearer ${token}`;
  await fetch(r.url, { method: "DELETE", headers, keepalive: true }).catch(() => undefined);
}

/** A path that the browser itself calls broken for so long is restarted. */
const DISCONNECTED_MS = 1_500;

/** Says how the browser sees the connection now. What it says later it says by the timer, which ends with the next state. */
export function report(pc: RTCPeerConnection, widens: boolean, say: (event: PathEvent) => boolean) {
  const state = pc.connectionState;
  if (state === "connected") say("up");
  if (state === "failed") say("broken") || (widens && say("widen")) || say("failed");
  return state === "disconnected" ? setTimeout(() => say("broken"), DISCONNECTED_MS) : undefined;
}
