// Rupees as people type them, and paise as they are counted.
import type { Money } from "./wire";

export const inr = (minor: number): Money => ({ minor, currency: "INR" });

/** "1,450.50" as typed, in paise; undefined for what is no amount. */
export function paise(text: string): number | undefined {
  const m = /^([0-9]{1,9})(?:\.([0-9]{1,2}))?$/.exec(text.replaceAll(",", "").trim());
  return m ? Number(m[1]) * 100 + Number((m[2] ?? "").padEnd(2, "0")) : undefined;
}

/** Paise as somebody would type them in rupees. */
export const rupees = (minor: number | undefined) =>
  minor === undefined ? "" : minor % 100 ? (minor / 100).toFixed(2) : String(minor / 100);
