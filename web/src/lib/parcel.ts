// Parcels and certificates as the server tells of them (docs/PROTOCOL.md).
import type { Both } from "./wire";

export type ParcelState =
  | "packing"
  | "requested"
  | "booked"
  | "picked_up"
  | "in_transit"
  | "undelivered"
  | "delivered"
  | "return_to_origin"
  | "returned"
  | "cancelled";
export const PARCEL_STATES: readonly ParcelState[] = [
  "packing",
  "requested",
  "booked",
  "picked_up",
  "in_transit",
  "undelivered",
  "delivered",
  "return_to_origin",
  "returned",
  "cancelled",
];
export interface Told {
  state: ParcelState;
  at: string;
  place: string | null;
  photo?: string | null;
  by?: string;
  note?: string | null;
}
export interface Track {
  code: string;
  state: ParcelState;
  state_at: string;
  carrier: "hand" | "partner";
  ref: string | null;
  maker: Both;
  district_name: Both;
  to_country: string;
  window_from: string;
  window_until: string;
  history: Told[];
}
export interface Parcel extends Track {
  id: string;
  order: string;
  number: string;
  weight_g: number;
  length_mm: number;
  width_mm: number;
  height_mm: number;
  /** The maker, for the desk and itself. */
  seller?: string;
  run?: string | null;
  job?: string | null;
  fault?: string | null;
  may_ask?: boolean;
  can?: ParcelState[];
}
export interface ParcelAddress {
  name: string;
  phone: string;
  line1: string;
  line2: string | null;
  city: string;
  state: string;
  pin: string;
  country: string;
}
export interface Claim {
  artisan: Both;
  district: string;
  district_name: Both;
  product: Both;
  product_slug: string;
  booth_slug: string;
  gi_user: string | null;
  issued_at: string;
  state: "good" | "copied" | "revoked";
  reason: string | null;
}
export interface Certificate extends Claim {
  code: string;
  piece: number;
  pieces: number;
  moment: { broadcast: string; media_us: number } | null;
  scans: number;
  often: boolean;
}
export interface Doubt extends Claim {
  id: string;
  code: string;
  piece: number;
  doubt: string;
  note: string | null;
  at: string;
  decision: string | null;
}
