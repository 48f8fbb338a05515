// Whether the phone sends a small picture beside the full one (simulcast): buyers on weak networks then need no
// copy made by the server. It takes its share of the uplink all the time, so only an uplink that has shown room
// for both is asked to; what this browser has learnt is kept for its next connection.
import { keep, kept } from "./keep";

/** Room for the full picture, the small one and the sound. */
const ROOM_BPS = 2_300_000;
/** Where both no longer fit, senders drop the full picture first: rather one picture, as good as it can be. */
const NARROW_BPS = 900_000;
/** So many looks in a row. */
const LOOKS = 5;
const SMALL_BPS = 150_000;
const KEY = "uplink";

/** The small one first, as senders count them; their names are those that the server knows. */
export function encodings(fullBps: number, both: boolean): RTCRtpEncodingParameters[] {
  if (!both) return [{ maxBitrate: fullBps }];
  return [
    { rid: "l", scaleResolutionDownBy: 4, maxBitrate: SMALL_BPS, maxFramerate: 15 },
    { rid: "h", maxBitrate: fullBps },
  ];
}

export class Uplink {
  private looks = 0;

  /** True if the next connection is to send both. */
  roomy(): boolean {
    const { connection } = navigator as { connection?: { saveData?: boolean } };
    return kept(KEY) === "roomy" && !connection?.saveData;
  }

  /** One look at what the sender believes the network carries. */
  look(bps: number, limited: boolean): void {
    const verdict = bps >= ROOM_BPS && !limited ? "roomy" : bps > 0 && bps < NARROW_BPS ? "narrow" : "";
    this.looks = verdict && verdict !== kept(KEY) ? this.looks + 1 : 0;
    if (this.looks < LOOKS) return;
    this.looks = 0;
    keep(KEY, verdict);
  }
}
