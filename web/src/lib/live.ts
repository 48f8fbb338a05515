// The live channel: one WebSocket of a page, which is in one booth at a time. It comes back by itself with a
// jittered back-off, re-enters its booth with the last seq seen, and gives the log's rows in order and
// without gaps. What carries a `key` is sent again after a break; the rest fails with `offline`.
import { signal } from "@preact/signals";
import type { FromServer, ToServer } from "../gen/live";
import type { Envelope } from "./booth";
import { type Clock, clock as serverClock } from "./clock";
import { newKey } from "./key";
import { Problem } from "./problem";

const PROTOCOL = "mela.v1";
const BACKOFF_FIRST_MS = 400;
const BACKOFF_MAX_MS = 15_000;
const PING_EVERY_MS = 25_000;
const PONG_WITHIN_MS = 10_000;
const ANSWER_WITHIN_MS = 10_000;
/** A keyed wish may wait this long for the network to come back. */
const KEYED_WITHIN_MS = 90_000;
const REENTER_MS = 3_000;

export type LiveStatus = "connecting" | "open" | "waiting" | "stopped";
export type EnterFields = Omit<ToServer["enter"], "since_seq">;
type Hear = (e: Envelope) => void;

interface Room {
  who: () => EnterFields;
  hear: Hear;
  /** Last row handed on; undefined before the first snapshot. */
  seq: number | undefined;
  entered: boolean;
  /** An enter is on its way: rows that arrive before its answer are in that answer too. */
  entering: string | undefined;
}
interface Waiting {
  booth: string | undefined;
  frame: string;
  keyed: boolean;
  sent: boolean;
  done: (ok: FromServer["ok"]) => void;
  fail: (p: Problem) => void;
  timer: ReturnType<typeof setTimeout>;
}

export const liveUrl = () => `${location.origin.replace(/^http/, "ws")}/live`;

export class Live {
  readonly status = signal<LiveStatus>("connecting");
  private socket: WebSocket | undefined;
  private readonly rooms = new Map<string, Room>();
  private readonly waiting = new Map<string, Waiting>();
  private readonly listeners = new Set<Hear>();
  private failures = 0;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private pingTimer: ReturnType<typeof setTimeout> | undefined;
  private pongTimer: ReturnType<typeof setTimeout> | undefined;
  private pingSentAt = 0;

  constructor(
    private readonly url: string,
    private readonly clock: Clock = serverClock,
    private readonly open: (url: string) => WebSocket = u => new WebSocket(u, PROTOCOL),
  ) {
    this.connect();
  }

  /** Enters a booth, leaving the one before; stays in it over reconnects until the returned function is called. */
  enter(booth: string, who: () => EnterFields, hear: Hear): () => void {
    const room: Room = { who, hear, seq: undefined, entered: false, entering: undefined };
    this.rooms.clear();
    this.rooms.set(booth, room);
    this.sendEnter(booth, room);
    return () => {
      if (this.rooms.get(booth) !== room) return;
      this.rooms.delete(booth);
      this.write({ t: "leave", booth, d: {} });
    };
  }

  /** Says the name, country or language again (they may have changed); the log is not sent twice. */
  reenter(booth: string): void {
    const room = this.rooms.get(booth);
    if (room) this.sendEnter(booth, room);
  }

  /** Hears every message that belongs to no entered booth (the desk's and the artisan's streams too). */
  listen(hear: Hear): () => void {
    this.listeners.add(hear);
    return () => this.listeners.delete(hear);
  }

  /** Sends a wish; resolves when the server says that it is durable. */
  send<K extends keyof ToServer>(booth: string | undefined, t: K, d: ToServer[K]): Promise<FromServer["ok"]> {
    const id = newKey();
    const keyed = "key" in d && !!d.key;
    const frame = JSON.stringify({ t, id, ...(booth ? { booth } : {}), d });
    return new Promise((done, fail) => {
      const ready = this.isOpen() && (!booth || this.rooms.get(booth)?.entered);
      if (!ready && !keyed) return fail(new Problem("offline"));
      const within = keyed ? KEYED_WITHIN_MS : ANSWER_WITHIN_MS;
      const timer = setTimeout(() => this.settle(id)?.fail(new Problem("timeout")), within);
      this.waiting.set(id, { booth, frame, keyed, sent: !!ready, done, fail, timer });
      if (ready) this.socket?.send(frame);
    });
  }

  /** The network or the page is back: try now instead of after the back-off. */
  nudge(): void {
    if (this.status.peek() === "waiting") this.connect();
    else if (this.isOpen()) this.ping();
  }

  /** Signed in or out: the server learns who this is at the handshake only. */
  renew(): void {
    if (this.isOpen()) this.giveUp();
    this.nudge();
  }

  stop(): void {
    this.status.value = "stopped";
    this.clearTimers();
    this.socket?.close(1000);
    for (const id of [...this.waiting.keys()]) this.settle(id)?.fail(new Problem("offline"));
  }

  private isOpen(): boolean {
    return this.socket?.readyState === 1;
  }

  private connect(): void {
    if (this.status.peek() === "stopped") return;
    this.clearTimers();
    this.status.value = "connecting";
    const socket = this.open(this.url);
    this.socket = socket;
    socket.onopen = () => this.onOpened();
    socket.onmessage = e => this.onMessage(String(e.data));
    socket.onclose = () => {
      if (this.socket === socket) this.onClosed();
    };
  }

  private onOpened(): void {
    this.status.value = "open";
    for (const [booth, room] of this.rooms) this.sendEnter(booth, room);
    this.resend(undefined);
    this.ping();
  }

  private onClosed(): void {
    this.clearTimers();
    for (const room of this.rooms.values()) {
      room.entered = false;
      room.entering = undefined;
    }
    for (const [id, w] of [...this.waiting]) {
      if (w.keyed) w.sent = false;
      else this.settle(id)?.fail(new Problem("offline"));
    }
    if (this.status.peek() === "stopped") return;
    this.status.value = "waiting";
    const ceiling = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** this.failures++);
    this.retryTimer = setTimeout(() => this.connect(), ceiling * (0.5 + Math.random() / 2));
  }

  private clearTimers(): void {
    clearTimeout(this.retryTimer);
    clearTimeout(this.pingTimer);
    clearTimeout(this.pongTimer);
  }

  private write(message: unknown): void {
    if (this.isOpen()) this.socket?.send(JSON.stringify(message));
  }

  private sendEnter(booth: string, room: Room): void {
    if (!this.isOpen()) return;
    room.entering = newKey();
    const d: ToServer["enter"] = { ...room.who() };
    if (room.seq) d.since_seq = room.seq;
    this.write({ t: "enter", id: room.entering, booth, d });
  }

  private resend(booth: string | undefined): void {
    for (const w of this.waiting.values()) {
      if (w.sent || w.booth !== booth) continue;
      w.sent = true;
      this.socket?.send(w.frame);
    }
  }

  private ping(): void {
    clearTimeout(this.pingTimer);
    clearTimeout(this.pongTimer);
    this.pingSentAt = this.clock.mono();
    this.write({ t: "ping", d: {} });
    this.pingTimer = setTimeout(() => this.ping(), PING_EVERY_MS);
    this.pongTimer = setTimeout(() => this.giveUp(), PONG_WITHIN_MS);
  }

  /** A silent socket may take minutes to report its end: leave it and begin anew. */
  private giveUp(): void {
    const socket = this.socket;
    this.socket = undefined;
    socket?.close();
    this.onClosed();
  }

  private settle(id: string): Waiting | undefined {
    const w = this.waiting.get(id);
    if (!w) return undefined;
    clearTimeout(w.timer);
    this.waiting.delete(id);
    return w;
  }

  private onMessage(text: string): void {
    clearTimeout(this.pongTimer);
    let e: Envelope;
    try {
      e = JSON.parse(text) as Envelope;
    } catch {
      return;
    }
    if (typeof e?.t !== "string" || typeof e.d !== "object") return;
    this.dispatch(e);
  }

  private dispatch(e: Envelope): void {
    const room = e.booth ? this.rooms.get(e.booth) : undefined;
    if (e.t === "pong") this.clock.heard((e.d as FromServer["pong"]).now_ms, this.pingSentAt);
    else if (e.t === "ok" && e.id) this.settle(e.id)?.done(e.d as FromServer["ok"]);
    else if (e.t === "error" && this.onError(e as Envelope<"error">)) return;
    else if (room && e.booth) this.onRoomMessage(e.booth, room, e);
    else for (const hear of this.listeners) hear(e);
  }

  /** True where the error answers something that waits here. */
  private onError(e: Envelope<"error">): boolean {
    const problem = new Problem(e.d.code, e.d.field, e.d.retry_ms);
    const asked = e.id ? this.settle(e.id) : undefined;
    asked?.fail(problem);
    if (asked) return true;
    for (const [booth, room] of this.rooms) {
      if (!e.id || room.entering !== e.id) continue;
      room.entering = undefined;
      room.hear(e);
      if (e.d.code !== "no-booth") setTimeout(() => this.reenter(booth), e.d.retry_ms ?? REENTER_MS);
      return true;
    }
    return false;
  }

  private onRoomMessage(booth: string, room: Room, e: Envelope): void {
    if (e.t === "snapshot" || e.t === "resumed") {
      this.clock.heard((e.d as FromServer["resumed"]).now_ms);
      if (e.t === "snapshot") room.seq = e.seq ?? 0;
      room.entering = undefined;
      room.entered = true;
      this.failures = 0;
      room.hear(e);
      this.resend(booth);
      return;
    }
    if (e.seq !== undefined && !this.inOrder(booth, room, e.seq)) return;
    room.hear(e);
    for (const hear of this.listeners) hear(e);
  }

  /** Takes the row that follows the last one; a gap asks for what is missing. */
  private inOrder(booth: string, room: Room, seq: number): boolean {
    if (room.seq === undefined || seq <= room.seq) return false;
    if (seq === room.seq + 1) {
      room.seq = seq;
      return true;
    }
    if (!room.entering) this.sendEnter(booth, room);
    return false;
  }
}
