// Which ways to the server were tried, and what came of each: straight by UDP, by TCP on the media port, by the
// fair's relay (TURN). Read from a connection's statistics, for a page that says what failed.

export const WAYS = ["udp", "tcp", "relay"] as const;
export type Way = (typeof WAYS)[number];
/** `none`: there was nothing to try. `silent`: tried, and nothing came back. */
export type Outcome = "none" | "trying" | "silent" | "works";
export type Ways = Record<Way, Outcome>;

export const NO_WAYS: Ways = { udp: "none", tcp: "none", relay: "none" };
const WORTH: readonly Outcome[] = ["none", "trying", "silent", "works"];
/** So many checks without an answer, and a way is called silent. */
const CHECKS = 3;

type Stat = Record<string, unknown>;

function wayOf(local: Stat | undefined): Way {
  if (local?.candidateType === "relay") return "relay";
  return local?.protocol === "tcp" ? "tcp" : "udp";
}

function outcomeOf(pair: Stat): Outcome {
  if (Number(pair.responsesReceived ?? 0) > 0 || pair.state === "succeeded") return "works";
  if (pair.state === "failed" || Number(pair.requestsSent ?? 0) >= CHECKS) return "silent";
  return "trying";
}

/** What an answer gives to try. Browsers show no pair for an address that they cannot reach at all. */
export function offered(sdp: string, relays: boolean): Ways {
  const has = (protocol: string) => new RegExp(`^a=candidate:\\S+ 1 ${protocol} `, "im").test(sdp);
  return {
    udp: has("udp") ? "trying" : "none",
    tcp: has("tcp") ? "trying" : "none",
    relay: relays ? "trying" : "none",
  };
}

const better = (a: Outcome, b: Outcome) => (WORTH.indexOf(a) > WORTH.indexOf(b) ? a : b);

/** What is known of the ways after one more look at the statistics of the same connection. Browsers forget pairs
 * that failed, so what was seen stays; `relays`: the server named TURN servers, so no candidate of theirs is silence. */
export function looked(before: Ways, stats: Iterable<Stat>, relays: boolean): Ways {
  const all = new Map<unknown, Stat>();
  for (const s of stats) all.set(s.id, s);
  const after = { ...before };
  for (const s of all.values()) {
    if (s.type !== "candidate-pair") continue;
    const way = wayOf(all.get(s.localCandidateId));
    after[way] = better(after[way], outcomeOf(s));
  }
  const local = [...all.values()].filter(s => s.type === "local-candidate");
  const gathered = local.some(s => s.candidateType === "relay");
  if (relays && !gathered && local.length && after.relay === "none") after.relay = "trying";
  return after;
}

/** At the end of a try: what was still being tried has not come about. */
export function judged(ways: Ways): Ways {
  const end = (o: Outcome): Outcome => (o === "trying" ? "silent" : o);
  return { udp: end(ways.udp), tcp: end(ways.tcp), relay: end(ways.relay) };
}

/** What stands in the way, in the order in which a person can do something about it. */
export type Cause =
  | "offline"
  | "server"
  | "full"
  | "codec"
  | "refused"
  | "blocked"
  | "relay"
  | "secure"
  | "picture";

export interface Trouble {
  cause: Cause;
  ways: Ways;
}

/** The cause, where a connection was answered and nothing came of it. */
export function causeOf(ways: Ways): Cause {
  const w = judged(ways);
  if (w.udp === "works" || w.tcp === "works" || w.relay === "works") return "secure";
  return w.relay === "silent" ? "relay" : "blocked";
}

/** The cause, where the server did not take the connection; by the code of its problem. */
export function refusedBy(code: string, online: boolean): Cause {
  if (code === "offline") return online ? "server" : "offline";
  if (code === "not-acceptable") return "codec";
  if (code === "full") return "full";
  return code === "internal" || code === "unavailable" ? "server" : "refused";
}
