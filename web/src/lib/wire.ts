// The shapes that cross the API, as docs/PROTOCOL.md gives them. Live messages: src/gen/live.ts.

/** A name in both languages of the fair. */
export interface Both {
  en: string;
  hi: string;
}
export interface Money {
  minor: number;
  currency: string;
}
export type BoothState = "off" | "live" | "away";
export type Motif =
  | "leather"
  | "hardware"
  | "textile"
  | "fibre"
  | "music"
  | "food"
  | "pottery"
  | "furnishing"
  | "beauty"
  | "stone"
  | "embroidery"
  | "wood"
  | "carpet"
  | "glass"
  | "metal";
export type Role = "guest" | "buyer" | "artisan" | "helpline" | "organizer";

export interface Me {
  person: string;
  name: string;
  role: Role;
  email?: string | null;
  email_confirmed: boolean;
  booth?: string | null;
  lang?: string | null;
  country?: string | null;
  /** Works here, and must set one up before anything else. */
  second_factor_needed?: boolean;
}
export interface Slot {
  id: string;
  booth: string;
  slug: string;
  name: Both;
  begins_at: string;
  ends_at: string;
}
export interface Booth {
  id: string;
  slug: string;
  name: Both;
  artisan: Both;
  district: string;
  district_name: Both;
  category: string;
  motif: Motif;
  languages: string | string[];
  state: BoothState;
  viewers: number;
  began_at?: string | null;
  next_slot?: Slot | null;
}
export interface CardFlash extends Money {
  ends_at: string;
  remaining: number;
}
export interface Card {
  id: string;
  slug: string;
  name: Both;
  booth: string;
  booth_slug: string;
  district: string;
  district_name: Both;
  category: string;
  motif: Motif;
  seed: number;
  price: Money;
  flash?: CardFlash | null;
  unit: string;
  available: number;
  held_until?: string | null;
  moq: number;
  gi: string | boolean | null;
  grade: string;
  direct: boolean;
  abroad: boolean;
  /** The first photo's hash; see lib/photo.ts. */
  photo?: string | null;
  one_of_a_kind?: boolean;
}
export interface BoothWhole extends Booth {
  about: Both;
  products: Card[];
  slots: Slot[];
  hosts: string[];
}
export interface ProductWhole extends Card {
  weight_g: number;
  length_mm: number;
  width_mm: number;
  height_mm: number;
  gi_user: string | null;
  fssai: string | null;
  variants: { id: string; sku: string; name: Both; extra_minor: number; price: Money; available: number }[];
  tiers: { from_quantity: number; price: Money }[];
  photos: string[];
  about: Both;
  hsn: string;
  lead_days: number;
  made_to_order: boolean;
  sold_to_you: "order" | "enquiry";
  reason?: string | null;
  sale: Sale;
  /** What sending so many there costs if nothing else is ordered; null for an enquiry. */
  shipping_minor: number | null;
}
/** How the rules have a thing sold to one place; `reason` is an id with words of its own. */
export interface Sale {
  way: "direct" | "principal" | "enquiry";
  reason: string;
  seller: Both | null;
  maker: Both;
  principal: Both | null;
  paper: string | null;
  tax: string | null;
}
export type SellerState = "applied" | "approved" | "open" | "paused" | "closed";
export type SellerEvent = "approve" | "open" | "pause" | "close";
export type Claim = "unregistered" | "enrolled" | "composition" | "regular";
export interface Application {
  name: Both;
  phone: string;
  pehchan?: string | null;
  pan?: string | null;
  ifsc?: string | null;
  account?: string | null;
  upi?: string | null;
  claim: Claim;
  claim_number?: string | null;
}
export interface Seller {
  id: string;
  name: Both;
  state: SellerState;
  status: string;
  gstin: string | null;
  region: Both;
  booth: string | null;
  principal: Both | null;
  demo: boolean;
  at: string;
  can: SellerEvent[];
}
export interface SellerWhole extends Seller {
  form: (Omit<Application, "name"> & { masked?: boolean }) | null;
  tax: { kind: string; number: string | null; from_at: string; until_at: string | null; proof: string }[];
  principals: { principal: string; name: Both; from_at: string; until_at: string | null }[];
  moves: { state: SellerState; note: string | null; by: string | null; at: string }[];
  may: { place: string; way: Sale["way"]; reason: string }[];
}
export interface District {
  code: string;
  name: Both;
  product: Both;
  category: string;
  gi?: string | boolean | null;
  grade: string;
  booths: number;
  products: number;
}
export interface Category {
  code: string;
  name: Both;
  products: number;
}
export interface Fair {
  id: string;
  name: Both;
  begins_at: string;
  ends_at: string;
  time_zone: string;
  live: Booth[];
  next: Slot[];
  districts: District[];
  categories: Category[];
}
export interface Page<T> {
  items: T[];
  next?: string | null;
}
/** A page of products; `count` comes with the first one and ends at 500. */
export interface Found extends Page<Card> {
  /** None has all the words; these have some. */
  some: boolean;
  /** The words with unknown ones put right. */
  suggestions?: string[];
  count?: number;
  count_more?: boolean;
}
/** What stood on the screen: the viewer's id and the RTP timestamp of the frame. */
export interface ScreenMoment {
  viewer: string;
  rtp_ts: number;
}
/** The server's reading of it. */
export interface Moment {
  broadcast: string;
  media_us: number;
  estimated: boolean;
}
export interface ThreadMessage {
  by: "buyer" | "artisan" | "organizer";
  text?: string | null;
  phrase?: string | null;
  lang?: string | null;
  translated?: Partial<Record<string, string>> | null;
  at: string;
}
export interface Enquiry {
  id: string;
  booth_slug: string;
  booth_name: Both;
  product: Card | null;
  sale?: Sale | null;
  quantity?: number | null;
  unit?: string | null;
  country?: string | null;
  note?: string | null;
  lang?: string | null;
  name: string;
  confirmed: boolean;
  state: "open" | "answered" | "lead" | "order" | "closed";
  lead?: string | null;
  order?: string | null;
  moment?: Moment | null;
  at: string;
  messages?: ThreadMessage[];
  note_translated?: Partial<Record<string, string>>;
}
export interface Lead {
  id: string;
  number: string;
  enquiry: string;
  product: Card | null;
  quantity: number;
  unit: string;
  target_price?: Money | null;
  incoterm: string;
  destination: string;
  company?: string | null;
  note?: string | null;
  name: string;
  country?: string | null;
  state: "open" | "contacted" | "won" | "lost";
  booth_slug: string;
  moment?: Moment | null;
  at: string;
  can: LeadEvent[];
}
export type LeadEvent = "contact" | "win" | "lose";
export interface OrderLine {
  product: string;
  maker: Both;
  name: Both;
  quantity: number;
  unit: string;
  price: Money;
  total: Money;
  shown?: Money | null;
  moment?: Moment | null;
}
export interface ChildOrder {
  id: string;
  number: string;
  seller: string;
  seller_name: Both;
  paper?: string | null;
  tax?: string | null;
  state: OrderState;
  total: Money;
  lines: OrderLine[];
}
export type OrderState =
  | "placed"
  | "accepted"
  | "ready"
  | "handed_over"
  | "delivered"
  | "cancelled"
  | "returned";
export type OrderEvent = "accept" | "ready" | "hand_over" | "deliver" | "cancel" | "return";
export interface Address {
  name: string;
  phone: string;
  line1: string;
  line2?: string;
  city: string;
  state: string;
  pin: string;
  country: string;
  /** Of a registered business in India. */
  gstin?: string;
}
export interface Order {
  id: string;
  number: string;
  state: OrderState;
  name: string;
  country?: string | null;
  total: Money;
  at: string;
  moment?: Moment | null;
  children: ChildOrder[];
  /** masked: street and number are hidden; a look shows them. */
  address?: (Address & { masked?: boolean }) | null;
  can: OrderEvent[];
}
/** Where and with what an artisan's device publishes. */
export interface Publish {
  whip: string;
  token: string;
}
export interface Studio {
  booth: Booth;
  products: Card[];
  publish: Publish;
  slots: Slot[];
  pins: string[];
}
export interface DeskBooth extends Booth {
  about: Both;
  publish: Publish;
}
export interface DeskFair {
  id: string;
  name: Both;
  begins_at: string;
  ends_at: string;
  time_zone: string;
}
/** What an artisan signs in with, once. */
export interface ArtisanCode {
  code: string;
  url: string;
  qr_svg: string;
  expires_at: string;
}
export interface Mine {
  enquiries: Enquiry[];
  leads: Lead[];
  orders: Order[];
}
