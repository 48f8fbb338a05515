// What this browser knows of the cart without asking: how many of what it has put in. The server's word, at every answer, counts.
import { signal } from "@preact/signals";
import { put } from "./api";
import type { CartPut } from "./cartwire";
import { keep, kept } from "./keep";
import type { ScreenMoment } from "./wire";

const KEPT = "mela.cart";

type Lines = Record<string, number>;

export function readLines(text: string): Lines {
  try {
    const kept = JSON.parse(text || "{}") as unknown;
    if (!kept || typeof kept !== "object") return {};
    return Object.fromEntries(Object.entries(kept).filter(([, n]) => Number.isInteger(n) && n > 0));
  } catch {
    return {};
  }
}

/** By product, or product and variant. */
export const cartLines = signal<Lines>(readLines(kept(KEPT)));

export function setCartLines(lines: Lines): void {
  cartLines.value = lines;
  keep(KEPT, JSON.stringify(lines));
}

export const lineKey = (product: string, variant?: string | null) =>
  variant ? `${product}/${variant}` : product;

interface Put {
  product: string;
  variant?: string | null | undefined;
  quantity: number;
  shownMinor: number;
  moment?: ScreenMoment | undefined;
}

/** Puts exactly so many in; 0 takes it out. Doing it again is harmless. */
export async function putLine({ product, variant, quantity, shownMinor, moment }: Put): Promise<CartPut> {
  const done = await put<CartPut>(`/cart/lines/${product}`, {
    quantity,
    shown_minor: shownMinor,
    ...(variant ? { variant } : {}),
    ...(moment ? { moment } : {}),
  });
  const { [lineKey(product, variant)]: _, ...others } = cartLines.value;
  setCartLines(quantity ? { ...others, [lineKey(product, variant)]: quantity } : others);
  return done;
}
