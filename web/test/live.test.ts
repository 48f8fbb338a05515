import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Envelope } from "../src/lib/booth";
import { newClock } from "../src/lib/clock";
import { Live } from "../src/lib/live";

/** The browser's socket as far as Live uses it; a test plays the server. */
class Wire {
  readyState = 0;
  sent: (Envelope & { d: Record<string, unknown> })[] = [];
  onopen?: () => void;
  onmessage?: (e: { data: string }) => void;
  onclose?: () => void;
  send(frame: string) {
    this.sent.push(JSON.parse(frame));
  }
  close() {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.onclose?.();
  }
  accept() {
    this.readyState = 1;
    this.onopen?.();
  }
  say(e: object) {
    this.onmessage?.({ data: JSON.stringify(e) });
  }
  last(t: string) {
    return this.sent.filter(e => (e.t as string) === t).at(-1);
  }
  count(t: string) {
    return this.sent.filter(e => (e.t as string) === t).length;
  }
}

let wires: Wire[];
let live: Live;
let heard: Envelope[];
const wire = () => wires.at(-1) as Wire;
const row = (seq: number) => ({ t: "chat.said", booth: "b", seq, d: { text: String(seq) } });
const snap = (seq: number) => ({ t: "snapshot", booth: "b", seq, d: { now_ms: 1, log: [] } });
const rowsHeard = () => heard.filter(e => e.t === "chat.said").map(e => e.seq);

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(1);
  wires = [];
  heard = [];
  const clock = newClock(
    () => Date.now(),
    () => Date.now(),
  );
  live = new Live("wss://fair/live", clock, () => {
    const w = new Wire();
    wires.push(w);
    return w as unknown as WebSocket;
  });
  live.enter(
    "b",
    () => ({ name: "Asha", lang: "hi" }),
    e => heard.push(e),
  );
});
afterEach(() => {
  live.stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("enters without since_seq at first, and with the last seq after a break", () => {
  wire().accept();
  expect(wire().last("enter")?.d).toEqual({ name: "Asha", lang: "hi" });
  wire().say(snap(7));
  wire().say(row(8));
  wire().close();
  expect(live.status.value).toBe("waiting");
  vi.advanceTimersByTime(400);
  expect(wires).toHaveLength(2);
  wire().accept();
  expect(wire().last("enter")?.d).toMatchObject({ since_seq: 8 });
  wire().say({ t: "resumed", booth: "b", seq: 10, d: { since_seq: 8, now_ms: 2 } });
  for (const s of [9, 10]) wire().say(row(s));
  expect(rowsHeard()).toEqual([8, 9, 10]);
});

test("rows come once and in order; a gap asks for what is missing", () => {
  wire().accept();
  wire().say(snap(1));
  for (const s of [2, 2, 4, 5]) wire().say(row(s));
  expect(rowsHeard()).toEqual([2]);
  expect(wire().count("enter")).toBe(2);
  expect(wire().last("enter")?.d).toMatchObject({ since_seq: 2 });
  wire().say({ t: "resumed", booth: "b", seq: 5, d: { since_seq: 2, now_ms: 2 } });
  for (const s of [3, 4, 5, 6]) wire().say(row(s));
  expect(rowsHeard()).toEqual([2, 3, 4, 5, 6]);
});

test("a keyed wish is sent again after a break, with the same id and key", async () => {
  wire().accept();
  wire().say(snap(0));
  const done = live.send("b", "chat.say", { text: "hi", key: "k1" });
  const first = wire().last("chat.say");
  wire().close();
  vi.advanceTimersByTime(400);
  wire().accept();
  expect(wire().last("chat.say")).toBeUndefined();
  wire().say(snap(0));
  expect(wire().last("chat.say")).toEqual(first);
  wire().say({ t: "ok", id: first?.id, d: { line_seq: 3 } });
  await expect(done).resolves.toEqual({ line_seq: 3 });
});

test("a wish without a key fails at once where there is no connection", async () => {
  await expect(live.send("b", "react", { kind: "heart" })).rejects.toMatchObject({ code: "offline" });
});

test("an error with the id of a wish is its answer", async () => {
  wire().accept();
  wire().say(snap(0));
  const done = live.send("b", "chat.say", { text: "x", key: "k" });
  wire().say({ t: "error", id: wire().last("chat.say")?.id, d: { code: "slow-mode", retry_ms: 4_000 } });
  await expect(done).rejects.toMatchObject({ code: "slow-mode", retryMs: 4_000 });
});

test("backs off longer each time, up to the ceiling, and begins anew after a snapshot", () => {
  for (const ms of [400, 800, 1_600, 3_200, 6_400, 12_800, 15_000, 15_000]) {
    const before = wires.length;
    wire().close();
    vi.advanceTimersByTime(ms - 1);
    expect(wires).toHaveLength(before);
    vi.advanceTimersByTime(1);
    expect(wires).toHaveLength(before + 1);
  }
  wire().accept();
  wire().say(snap(0));
  wire().close();
  vi.advanceTimersByTime(400);
  expect(wires).toHaveLength(10);
});

test("a socket that has gone silent is left", () => {
  wire().accept();
  wire().say(snap(0));
  vi.advanceTimersByTime(25_000 + 9_999);
  expect(wires).toHaveLength(1);
  vi.advanceTimersByTime(1 + 400);
  expect(wires).toHaveLength(2);
});

test("rubbish from the wire is passed over", () => {
  wire().accept();
  for (const data of ["", "{", "null", "[]", '{"t":1}', '{"t":"chat.said"}']) wire().onmessage?.({ data });
  expect(heard).toEqual([]);
});

test("a refused enter is told to the booth and tried again", () => {
  wire().accept();
  wire().say({ t: "error", id: wire().last("enter")?.id, d: { code: "full", retry_ms: 500 } });
  expect(heard[0]).toMatchObject({ t: "error" });
  vi.advanceTimersByTime(500);
  expect(wire().count("enter")).toBe(2);
});
