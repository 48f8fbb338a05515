// What the visitor looks for, kept in the page's address so that a search can be sent to a friend.
import { signal } from "@preact/signals";

export interface Wanted {
  q: string;
  district: string;
  category: string;
}

function read(): Wanted {
  const p = new URLSearchParams(location.search);
  return { q: p.get("q") ?? "", district: p.get("district") ?? "", category: p.get("category") ?? "" };
}

export const wanted = signal<Wanted>(read());

export function want(change: Partial<Wanted>): void {
  wanted.value = { ...wanted.value, ...change };
  const pairs = Object.entries(wanted.value).filter(([, v]) => v);
  const search = pairs.length ? `?${new URLSearchParams(pairs)}` : "";
  history.replaceState(null, "", `${location.pathname}${search}${location.hash}`);
}

export const isWanting = (w: Wanted) => !!(w.q || w.district || w.category);
