// What describes a product, as the catalogue's API takes and gives it (schema/openapi.yaml, Listing). Money is in paise.
import type { Both, Card, Money } from "./wire";

export interface ListingVariant {
  sku: string;
  name_en?: string | undefined;
  name_hi?: string | undefined;
  extra_minor?: number | undefined;
  stock?: number | undefined;
  stock_change?: number | undefined;
}
export interface ListingTier {
  from_quantity: number;
  price_minor: number;
}
export interface Listing {
  name_en?: string | undefined;
  name_hi?: string | undefined;
  about_en?: string | undefined;
  about_hi?: string | undefined;
  district?: string | undefined;
  category?: string | undefined;
  hsn?: string | undefined;
  unit?: string | undefined;
  sku?: string | undefined;
  gi_user?: string | undefined;
  fssai?: string | undefined;
  price_minor?: number | undefined;
  stock?: number | undefined;
  stock_change?: number | undefined;
  moq?: number | undefined;
  lead_days?: number | undefined;
  weight_g?: number | undefined;
  length_mm?: number | undefined;
  width_mm?: number | undefined;
  height_mm?: number | undefined;
  made_to_order?: boolean | undefined;
  one_of_a_kind?: boolean | undefined;
  cites?: boolean | undefined;
  export_held?: boolean | undefined;
  variants?: ListingVariant[] | undefined;
  tiers?: ListingTier[] | undefined;
  photos?: { photo: string }[] | undefined;
}
export type ProductState = "offered" | "listed" | "withdrawn";
export type ProductEvent = "approve" | "withdraw" | "offer";
export interface Variant {
  id: string;
  sku: string;
  name: Both;
  extra_minor: number;
  price: Money;
  available: number;
}
export interface Tier {
  from_quantity: number;
  price: Money;
}
export interface ShelfCard extends Card {
  sku: string;
  state: ProductState;
  version: number;
  changed: boolean;
}
export interface ShelfProduct extends Omit<ShelfCard, "variants"> {
  variants: Variant[];
  tiers: Tier[];
  photos: string[];
  listing: Listing;
  /** In carts: there still, but nobody else can have them. */
  held: number;
  /** The same of each variant, in their order. */
  variants_held: number[];
  can: ProductEvent[];
}
export interface Draft {
  id: string;
  listing: Listing;
  at: string;
}
export interface ProductVersion {
  version: number;
  at: string;
  by: string;
}

/** Without what is empty: the API knows absent members only. */
export function trimmed(l: Listing): Listing {
  const kept = Object.entries(l).filter(
    ([, v]) => v !== "" && v !== undefined && v !== false && v !== 0 && !(Array.isArray(v) && !v.length),
  );
  return Object.fromEntries(kept) as Listing;
}
