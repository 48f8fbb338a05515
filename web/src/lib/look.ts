// Looking at contact data, as docs/PROTOCOL.md gives it.
import { post } from "./api";
import type { Page } from "./wire";

export const REASONS = ["delivery", "payment", "complaint", "approval", "answer"] as const;
export type LookReason = (typeof REASONS)[number];
export type LookKind = "order" | "lead" | "seller" | "pickup-place";

export type Contact = Record<string, string | null>;
/** What was shown, and how many looks that made in a day. */
export interface Looked {
  contact: Contact;
  today: number;
  alert: number;
  most: number;
}
/** A row of the log. */
export interface Look {
  n: number;
  by: string;
  kind: string;
  id: string;
  reason: string;
  at: string;
}
export interface LookLog extends Page<Look> {
  day: { person: string; by: string; n: number }[];
  alert: number;
  most: number;
}

/** A number that will replace another. */
export interface NumberChange {
  person: string;
  name: string;
  /** Masked; null: the number is taken away. */
  phone: string | null;
  holds_at: string;
}

export const look = (kind: LookKind, id: string, reason: LookReason) =>
  post<Looked>("/desk/looks", { kind, id, reason });
