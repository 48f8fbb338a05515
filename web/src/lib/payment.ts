// Payments as the API gives them (docs/PROTOCOL.md, "Payments").
import type { Money } from "./wire";

export type PayMethod = "upi" | "bank" | "cod" | "gateway";
export type PaymentState = "due" | "claimed" | "paid" | "failed" | "void" | "refund_due" | "refunded";

export interface PaymentNote {
  event: string;
  state: PaymentState;
  source: "buyer" | "seller" | "desk" | "bank" | "gateway" | "order";
  reference: string | null;
  at: string;
}
export interface Payment {
  id: string;
  order: string;
  number: string;
  /** What a transfer should carry. */
  mark: string;
  method: PayMethod;
  state: PaymentState;
  amount: Money;
  reference: string | null;
  at: string;
  changed_at: string;
  /** To the buyer. */
  url?: string | null;
  /** Cash on delivery is closed to this buyer. */
  pay_first?: boolean;
  ways?: PayMethod[];
  payee?: string;
  upi?: { address: string; link: string; qr_svg: string };
  bank?: { name: string; account: string; ifsc: string };
  /** To staff and payee. */
  history?: PaymentNote[];
}
export interface BankLine {
  id: string;
  day: string;
  amount: Money;
  reference: string | null;
  narration: string;
  state: "open" | "matched" | "aside";
  payment: string | null;
}
export interface BankReport {
  credits: number;
  fresh: number;
  matched: number;
}

/** Nothing has been decided: the buyer may still choose and pay. */
export const isOpen = (p: Payment) => p.state === "due" || p.state === "failed" || p.state === "claimed";

const ROWS = 400;

/** A statement in pieces that the server takes, each with everything down to the heading in front. Control characters go. */
export function statementPieces(text: string): string[] {
  const lines = text
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is taken out
    .replace(/[\u0000-\u0009\u000B-\u001F\u007F]/g, " ")
    .split("\n");
  const head = lines.findIndex(
    l => /(^|,)\s*"?[^,]*date/i.test(l) && /credit|deposit|amount|(^|,)\s*cr\s*(,|$)/i.test(l),
  );
  if (head < 0) return [lines.join("\n")];
  const end = lines.findIndex((l, i) => i > head && /^[\s,]*$/.test(l));
  const rows = lines.slice(head + 1, end < 0 ? lines.length : end).filter(Boolean);
  const pieces: string[] = [];
  for (let at = 0; at === 0 || at < rows.length; at += ROWS)
    pieces.push([lines[head], ...rows.slice(at, at + ROWS)].join("\n"));
  return pieces;
}
