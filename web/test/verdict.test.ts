import { expect, test } from "vitest";
import type { Origin, Verdict } from "../src/lib/origin";
import type { Certificate } from "../src/lib/parcel";
import { BAD, findingOf, type Register } from "../src/lib/verdict";

const signed: Verdict = { verdict: "signed", origin: { name: "A-1" } as Origin };
const forged: Verdict = { verdict: "forged" };
const strange: Verdict = { verdict: "unknown-key" };
const said = (state: Certificate["state"], often = false) => ({ state, often }) as Certificate;

const rows: [Verdict | undefined, Register, string, string][] = [
  [signed, said("good"), "A-1", "genuine"],
  [signed, "unreachable", "A-1", "genuine-offline"],
  [signed, "absent", "A-1", "unknown"],
  [signed, said("good"), "A-2", "forged"], // the token of another piece
  [signed, "unreachable", "A-2", "forged"],
  [signed, said("good", true), "A-1", "often"],
  [signed, said("copied"), "A-1", "copied"],
  [signed, said("revoked"), "A-1", "revoked"],
  [forged, said("good"), "A-1", "forged"],
  [forged, "unreachable", "A-1", "forged"],
  [{ verdict: "malformed" }, said("good"), "A-1", "forged"],
  [strange, said("good"), "A-1", "forged"],
  [strange, "unreachable", "A-1", "no-network"],
  [undefined, said("good"), "A-1", "registered"],
  [undefined, said("revoked"), "A-1", "revoked"],
  [undefined, "absent", "A-1", "unknown"],
  [undefined, "unreachable", "A-1", "no-network"],
];

test("each pair of witnesses has its finding", () => {
  for (const [token, register, named, want] of rows) expect(findingOf(token, register, named)).toBe(want);
});

test("nothing good is said where one of the witnesses speaks against it", () => {
  for (const [token, register, named, want] of rows) {
    const against =
      token?.verdict === "forged" ||
      register === "absent" ||
      (typeof register === "object" && register.state !== "good");
    if (against) expect(BAD, `${named} ${want}`).toContain(want);
  }
});
