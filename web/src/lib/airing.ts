// One artisan's broadcast as the studio sees it: what the camera gives, what WHIP does with it, and what the
// booth's log and the server's messages to the host say about it. The page shows `phase` and nothing else.
import { computed, effect, signal } from "@preact/signals";
import type { FromServer } from "../gen/live";
import type { BoothStore } from "./boothstore";
import type { Camera } from "./camera";
import { clock } from "./clock";
import { Phone, type PhoneHint, phoneHint } from "./phone";
import { networkName, type Uplink, uplinkOf } from "./uplink";
import { Wake } from "./wake";
import { Whip } from "./whip";
import type { Publish } from "./wire";

const HEALTH_EVERY_MS = 5_000;
/** After a reconnect the log has told by then how the booth stands. */
const SETTLED_MS = 1_500;

/** `replaced` waits for the artisan: to publish again by itself would fight the other device for ever. */
export type Phase = "preview" | "connecting" | "live" | "lost" | "replaced" | "refused" | "ended";

export interface Summary {
  seconds: number;
  mostViewers: number;
}

export class Airing {
  readonly whip: Whip;
  readonly uplink = signal<Uplink | undefined>(undefined);
  /** To the server and back, as the browser measures it; 0: not known yet. */
  readonly tripMs = signal(0);
  /** What the artisan should know about the phone, while live. */
  readonly hint = signal<PhoneHint | undefined>(undefined);
  readonly summary = signal<Summary | undefined>(undefined);
  private readonly wish = signal<"preview" | "air" | "replaced" | "ended">("preview");
  private readonly wake = new Wake();
  private readonly phone = new Phone();
  private mostViewers = 0;
  private heldAt = 0;

  readonly phase = computed<Phase>(() => {
    const wish = this.wish.value;
    if (wish !== "air") return wish;
    const state = this.whip.state.value;
    return state === "idle" ? "connecting" : state;
  });

  constructor(
    publish: Publish,
    private readonly store: BoothStore,
    private readonly camera: Camera,
  ) {
    this.whip = new Whip(publish.whip, publish.token);
    store.live.listen(e => {
      if (e.t === "publish.lost" && this.wish.peek() === "air") this.whip.onLost();
      if (e.t === "live.replaced") this.onReplaced(e.d as FromServer["live.replaced"]);
    });
    store.live.status.subscribe(status => {
      if (status === "open") setTimeout(() => this.onReconnected(), SETTLED_MS);
    });
    effect(() => {
      const stream = camera.stream.value;
      if (stream && this.wish.peek() === "air") void this.whip.replace(stream);
    });
    effect(() => this.follow());
    setInterval(() => void this.report(), HEALTH_EVERY_MS);
  }

  /** Goes live, comes back after a break, or takes the booth back from another device. */
  start(): void {
    const stream = this.camera.stream.peek();
    if (!stream) return;
    this.mostViewers = 0;
    this.uplink.value = undefined;
    this.tripMs.value = 0;
    this.heldAt = clock.now();
    this.wish.value = "air";
    this.wake.set(true);
    this.whip.start(stream);
  }

  end(): void {
    if (this.wish.peek() !== "air") return;
    const slug = this.store.slug;
    // Either way ends it: the message at once, the DELETE also where the live channel is away.
    this.store.live.send(slug, "broadcast.end", {}).catch(() => undefined);
    this.finish(true);
  }

  toPreview(): void {
    this.wish.value = "preview";
  }

  /** The network or the page is back. */
  nudge(): void {
    void this.camera.reopen();
    if (this.wish.peek() === "air") this.whip.nudge();
  }

  private finish(tellServer: boolean): void {
    const began = this.store.view.peek().beganMs || this.heldAt;
    this.summary.value = { seconds: (clock.now() - began) / 1000, mostViewers: this.mostViewers };
    this.wish.value = "ended";
    this.whip.stop(tellServer);
    this.wake.set(false);
  }

  private onReplaced(d: FromServer["live.replaced"]): void {
    const own = d.publisher ? this.whip.owns(d.publisher) : this.whip.state.peek() === "live";
    if (this.wish.peek() !== "air" || !own) return;
    this.wish.value = "replaced";
    this.whip.stop(false);
    this.wake.set(false);
  }

  /** A server that came back has lost the connection that this page still believes in. */
  private onReconnected(): void {
    const believes = this.wish.peek() === "air" && this.whip.state.peek() === "live";
    if (believes && this.store.view.peek().state === "away") this.whip.onLost();
  }

  /** The log counts the viewers, and says when the desk or the grace has ended the broadcast. */
  private follow(): void {
    const view = this.store.view.value;
    if (this.wish.peek() !== "air") return;
    this.mostViewers = Math.max(this.mostViewers, view.viewers);
    const over = view.ended && view.state === "off" && this.whip.state.peek() !== "connecting";
    if (over) this.finish(false);
  }

  private async report(): Promise<void> {
    const health = await this.whip.health();
    if (!health || this.wish.peek() !== "air") return;
    // The first sample has no earlier one to be measured against.
    if (health.up_kbps > 0) this.uplink.value = uplinkOf(health, this.whip.limited);
    this.tripMs.value = health.rtt_ms;
    const network = networkName();
    const state = this.phone.state();
    this.hint.value = phoneHint(state, this.whip.slowed);
    this.store.live
      .send(this.store.slug, "studio.health", {
        ...health,
        ...state,
        slowed: this.whip.slowed,
        ...(network ? { network } : {}),
      })
      .catch(() => undefined);
  }
}
