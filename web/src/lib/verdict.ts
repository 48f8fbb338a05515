// What is to be said of a piece, out of two witnesses: the signature in its QR code, which needs no network, and the
// fair's register, which alone knows what was taken back since. One table, so that no case is left to chance.
import type { Verdict } from "./origin";
import type { Certificate } from "./parcel";

export type Register = Certificate | "absent" | "unreachable";
export type Finding =
  | "genuine"
  | "genuine-offline"
  | "registered"
  | "often"
  | "copied"
  | "revoked"
  | "forged"
  | "unknown"
  | "no-network";

/** `signed` is undefined where there is no token: somebody typed the code. `named` is the code in the address. */
export function findingOf(signed: Verdict | undefined, register: Register, named: string): Finding {
  if (signed && signed.verdict !== "signed")
    return signed.verdict === "unknown-key" && register === "unreachable" ? "no-network" : "forged";
  if (signed?.verdict === "signed" && named && signed.origin.name !== named) return "forged";
  if (register === "unreachable") return signed ? "genuine-offline" : "no-network";
  if (register === "absent") return "unknown";
  if (register.state !== "good") return register.state;
  if (register.often) return "often";
  return signed ? "genuine" : "registered";
}

/** Findings that nobody should be calm about. */
export const BAD: readonly Finding[] = ["revoked", "forged", "unknown", "copied", "often"];
