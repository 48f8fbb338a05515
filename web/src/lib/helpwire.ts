// The shapes of helpline and dead letters, as docs/PROTOCOL.md gives them.
import type { Both, Money } from "./wire";

/** A task of the helpline; what stands behind `phone` comes with a single task only. */
export interface Call {
  id: string;
  reason: "purchase" | "unaccepted" | "enquiry";
  open: boolean;
  outcome: string | null;
  tries: number;
  at: string;
  due_at: string;
  done_at: string | null;
  mine: boolean;
  taken_by: string | null;
  until_at: string | null;
  booth: { slug: string; name: Both; artisan: Both; district: Both };
  phone?: string | null;
  order?: {
    number: string;
    state: string;
    city: string;
    country: string;
    at: string;
    lines: { name: Both; quantity: number; unit: string; price: Money }[];
  };
  enquiry?: {
    note: string | null;
    name: string | null;
    country: string | null;
    quantity: number;
    at: string;
    product: { name: Both } | null;
  };
  calls?: { by: string | null; outcome: string; note: string | null; at: string }[];
  messages?: { kind: string; notice: string; state: string; at: string }[];
}
export interface CallFigures {
  open: number;
  overdue: number;
  taken: number;
  calls: { by: string | null; outcome: string; n: number }[];
  stuck: Call[];
}
/** A message that no carrier took. */
export interface Letter {
  id: string;
  kind: "mail" | "sms" | "whatsapp" | "push";
  to: string | null;
  notice: string | null;
  error: string;
  tries: number;
  failed_at: string;
}
