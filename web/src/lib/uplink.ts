// How well the picture goes up, in three words that an artisan can act on, and the check before going live.
import type { Health } from "./whip";

export type Uplink = "good" | "weak" | "very-weak";

const RTT_WEAK_MS = 400;
const RTT_BAD_MS = 1_200;
const CHECKS = 3;
const CHECK_WITHIN_MS = 4_000;

/** Measured while live: loss, delay, and the rate where the network holds it down (a still picture needs
 * little); the worst of the three decides. */
export function uplinkOf(h: Health, limited: boolean): Uplink {
  const rate = limited ? h.up_kbps : Number.POSITIVE_INFINITY;
  if (rate < 150 || h.loss_permille > 120 || h.rtt_ms > RTT_BAD_MS) return "very-weak";
  if (rate < 400 || h.loss_permille > 40 || h.rtt_ms > RTT_WEAK_MS) return "weak";
  return "good";
}

interface Connection {
  effectiveType?: string;
  type?: string;
  saveData?: boolean;
}
const connection = () => (navigator as { connection?: Connection }).connection;

/** What the phone says of its network: wifi, 4g, 3g; "" where it does not say. */
export const networkName = () => (connection()?.type || connection()?.effectiveType || "").slice(0, 16);

/** Before there is a stream to measure: the median way to the server and back, and what the phone says. */
export function uplinkGuess(trips: readonly number[], effective: string | undefined): Uplink | "offline" {
  if (!trips.length) return "offline";
  const median = [...trips].sort((a, b) => a - b)[trips.length >> 1] ?? 0;
  if (median > RTT_BAD_MS || effective === "2g" || effective === "slow-2g") return "very-weak";
  if (median > RTT_WEAK_MS || effective === "3g") return "weak";
  return "good";
}

export async function checkNetwork(): Promise<Uplink | "offline"> {
  const trips: number[] = [];
  for (let i = 0; i < CHECKS; i++) {
    const from = performance.now();
    try {
      await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(CHECK_WITHIN_MS) });
      trips.push(performance.now() - from);
    } catch {
      // A lost try counts as none.
    }
  }
  return uplinkGuess(trips, connection()?.effectiveType);
}
