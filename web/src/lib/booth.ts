// What a page knows of one booth, and the one function that changes it. Rows of the booth log arrive
// live, in the tail after a reconnect, or inside a snapshot: all three go through `applyRow`.
import type { FromServer } from "../gen/live";
import type { BoothState, Card, Role } from "./wire";

/** Lines that a page keeps; older ones fall off. */
export const LINES_MAX = 200;
export const PINS_MAX = 3;

export interface Envelope<K extends keyof FromServer = keyof FromServer> {
  t: K;
  id?: string;
  booth?: string;
  seq?: number;
  d: FromServer[K];
}
export interface Line {
  seq: number;
  person: string;
  name: string;
  role: Role;
  country: string;
  text: string;
  phrase: string;
  lang: string;
  /** The text in other languages, where the server has them. */
  translated: Record<string, string>;
  at: number;
  removed: boolean;
}
export type Flash = FromServer["flash.changed"];
export type ReactionKind = "namaste" | "heart" | "clap" | "wow";
export const REACTIONS: readonly ReactionKind[] = ["namaste", "heart", "clap", "wow"];
export type Reactions = Partial<Record<ReactionKind, number>>;

export interface BoothView {
  /** False until the first snapshot. */
  entered: boolean;
  seq: number;
  person: string;
  name: string;
  role: Role;
  host: boolean;
  state: BoothState;
  /** A broadcast was on while this page was open, and is over. */
  ended: boolean;
  broadcast: string;
  beganMs: number;
  /** End of the grace while away. */
  untilMs: number;
  viewers: number;
  countries: Record<string, number>;
  pins: Card[];
  flashes: Record<string, Flash>;
  /** What stock.changed has said since the page loaded its cards. */
  stock: Record<string, FromServer["stock.changed"]>;
  slowS: number;
  mutedUntilMs: number;
  /** Until when others are muted, as far as the log that this page has seen tells. */
  muted: Record<string, number>;
  lines: Line[];
  /** The newest second of reactions; the page lets them float. */
  reacted: { seq: number; sum: Reactions };
}

export function blankBooth(): BoothView {
  return {
    entered: false,
    seq: 0,
    person: "",
    name: "",
    role: "guest",
    host: false,
    state: "off",
    ended: false,
    broadcast: "",
    beganMs: 0,
    untilMs: 0,
    viewers: 0,
    countries: {},
    pins: [],
    flashes: {},
    stock: {},
    slowS: 0,
    mutedUntilMs: 0,
    muted: {},
    lines: [],
    reacted: { seq: 0, sum: {} },
  };
}

type Rows = {
  [K in keyof FromServer]?: (view: BoothView, d: FromServer[K], seq: number) => Partial<BoothView>;
};

/** One row of the log, by its kind. */
const rows: Rows = {
  "chat.said": (v, d, seq) => ({ lines: [...v.lines, lineOf(d, seq)].slice(-LINES_MAX) }),
  "chat.translated": (v, d) => ({
    lines: v.lines.map(l =>
      l.seq === d.line_seq && d.text && !l.removed
        ? { ...l, translated: { ...l.translated, [d.lang]: d.text } }
        : l,
    ),
  }),
  "line.removed": (v, d) => ({
    lines: v.lines.map(l =>
      l.seq === d.line_seq ? { ...l, text: "", phrase: "", translated: {}, removed: true } : l,
    ),
  }),
  "presence.changed": (_v, d) => ({
    viewers: d.viewers,
    countries: (d.countries ?? {}) as Record<string, number>,
  }),
  reacted: (_v, d, seq) => ({ reacted: { seq, sum: d } }),
  "overlay.changed": (v, d) => {
    const others = v.pins.filter(p => p.id !== d.product);
    if (d.action !== "pin" || !d.card) return { pins: others };
    return { pins: [...others, d.card as Card].slice(-PINS_MAX) };
  },
  "stock.changed": (v, d) => {
    // While a flash price holds, the message carries that; the card keeps the price it comes back to.
    const price_minor = v.flashes[d.product]?.was_minor ?? d.price_minor;
    const price = { minor: price_minor, currency: d.currency };
    return {
      stock: { ...v.stock, [d.product]: { ...d, price_minor } },
      pins: v.pins.map(p => (p.id === d.product ? { ...p, available: d.available, price } : p)),
    };
  },
  "flash.changed": (v, d) => {
    const { [d.product]: _old, ...others } = v.flashes;
    return { flashes: d.state === "over" ? others : { ...others, [d.product]: d } };
  },
  "slow.changed": (_v, d) => ({ slowS: d.seconds }),
  "person.muted": (v, d) => ({
    muted: { ...v.muted, [d.person]: d.until_ms },
    ...(d.person === v.person ? { mutedUntilMs: d.until_ms } : {}),
  }),
  "live.started": (_v, d) => ({
    state: "live",
    ended: false,
    broadcast: d.broadcast,
    beganMs: d.began_ms,
    untilMs: 0,
  }),
  "live.paused": (_v, d) => ({ state: "away", broadcast: d.broadcast, untilMs: d.until_ms }),
  "live.resumed": (_v, d) => ({ state: "live", broadcast: d.broadcast, untilMs: 0 }),
  "live.ended": () => ({ state: "off", ended: true, beganMs: 0, untilMs: 0, pins: [], flashes: {} }),
};

function lineOf(d: FromServer["chat.said"], seq: number): Line {
  return {
    seq,
    person: d.person,
    name: d.name,
    role: d.role as Role,
    country: d.country ?? "",
    text: d.text ?? "",
    phrase: d.phrase ?? "",
    lang: d.lang ?? "",
    translated: {},
    at: d.at_ms,
    removed: false,
  };
}

function applyRow(view: BoothView, e: Envelope): BoothView {
  const row = rows[e.t] as ((v: BoothView, d: unknown, seq: number) => Partial<BoothView>) | undefined;
  const seq = e.seq ?? view.seq;
  return row ? { ...view, ...row(view, e.d, seq), seq } : { ...view, seq };
}

/** A snapshot's rows give the chat; its own fields give the present, which the rows only led to. */
function applySnapshot(before: BoothView, e: Envelope<"snapshot">): BoothView {
  const d = e.d;
  let view: BoothView = { ...blankBooth(), person: d.person };
  for (const row of (d.log ?? []) as Envelope[]) view = applyRow(view, row);
  const flashes = Object.fromEntries(((d.flashes ?? []) as Flash[]).map(f => [f.product, f]));
  const state = d.state as BoothState;
  return {
    ...view,
    entered: true,
    seq: e.seq ?? view.seq,
    name: d.name,
    role: d.role as Role,
    host: d.host,
    state,
    ended: state === "off" && before.entered && (before.state !== "off" || before.ended),
    broadcast: d.broadcast ?? "",
    beganMs: d.began_ms ?? 0,
    untilMs: state === "away" ? view.untilMs : 0,
    viewers: d.viewers,
    countries: (d.countries ?? {}) as Record<string, number>,
    pins: (d.pins ?? []) as Card[],
    flashes,
    slowS: d.slow_s,
    mutedUntilMs: d.muted_until_ms ?? 0,
    reacted: { seq: 0, sum: {} },
  };
}

/** The view after a message. A row that was seen already changes nothing. */
export function reduce(view: BoothView, e: Envelope): BoothView {
  if (e.t === "snapshot") return applySnapshot(view, e as Envelope<"snapshot">);
  if (e.seq === undefined || !(e.t in rows) || e.seq <= view.seq) return view;
  return applyRow(view, e);
}

/** The price that holds now, with a flash price counted in. */
export function priceNow(card: Card, flash: Flash | undefined, now: number) {
  const on = !!flash && flash.starts_ms <= now && now < flash.ends_ms && flash.remaining > 0;
  if (!on || !flash) return { price: card.price, was: undefined, endsMs: 0, left: card.available };
  return {
    price: { minor: flash.price_minor, currency: flash.currency },
    was: card.price,
    endsMs: flash.ends_ms,
    left: Math.min(flash.remaining, card.available),
  };
}

/** Whether the rules let somebody in this country order the piece at once; else the wish begins as a lead. */
export const canOrder = (card: Pick<Card, "direct" | "abroad">, country: string): boolean =>
  country === "IN" ? card.direct : card.abroad;
