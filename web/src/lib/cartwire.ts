// The shapes of the cart, of coupons and of the tariff, as docs/PROTOCOL.md gives them.
import type { Both, Card, Money, Sale } from "./wire";

export interface CartPut {
  count: number;
  hold: "plenty" | "held" | "gone" | "resting" | "too-many";
  held_until: string | null;
}
export type CartState = "good" | "held" | "gone" | "held-by-others" | "enquiry";
export interface CartLine {
  product: Card;
  variant: { id: string; name: Both } | null;
  quantity: number;
  /** Of one, before what is off. */
  price: Money;
  /** What one comes to. */
  now: Money;
  total: Money;
  off_minor: number;
  funder: string | null;
  shown_minor: number;
  state: CartState;
  held_until: string | null;
  free: number;
  way: Sale["way"];
  reason: string;
  maker: Both;
}
export interface CartGroup {
  seller: Both;
  way: Sale["way"];
  reason: string;
  paper: string | null;
  goods: Money;
  off_minor: number;
  shipping_minor: number;
  weight_g: number;
  total: Money;
  lines: CartLine[];
}
export interface CartWaiting {
  product: string;
  variant: string | null;
  slug: string;
  name: Both;
  quantity: number;
  place: number;
}
export interface Cart {
  count: number;
  withdrawn: number;
  groups: CartGroup[];
  off_minor: number;
  shipping_minor: number;
  total: Money | null;
  coupon: { verdict: string; code: string | null; funder: string | null; min_total_minor: number } | null;
  waiting: CartWaiting[];
}
export interface Coupon {
  id: string;
  code: string;
  funder: "artisan" | "fair" | "state";
  off_bps: number;
  off_minor: number;
  uses_max: number;
  uses: number;
  budget_minor: number;
  spent_minor: number;
  from: string;
  until: string;
  paused: boolean;
}
export interface ShippingRate {
  zone: string;
  from: string | null;
  upto_g: number;
  price_minor: number;
  source: string;
}
