// What the desk sees of the booths: the list from the API, and the health that comes by itself once the
// desk has asked for it with desk.watch (again after every reconnect).
import { signal } from "@preact/signals";
import type { FromServer } from "../gen/live";
import { get } from "./api";
import type { Live } from "./live";
import { type Problem, toProblem } from "./problem";
import type { DeskBooth, Page } from "./wire";

export type DeskHealth = FromServer["desk.health"] & { heardAt: number };
const RENEW_MS = 15_000;
const PAGE = 100;

export class Watchtower {
  readonly booths = signal<DeskBooth[]>([]);
  readonly health = signal<Record<string, DeskHealth>>({});
  readonly problem = signal<Problem | undefined>(undefined);
  readonly loaded = signal(false);

  constructor(private readonly live: Live) {
    live.status.subscribe(status => {
      if (status === "open") void this.watch();
    });
    live.listen(e => {
      if (e.t === "desk.health" && e.booth) this.onHealth(e.booth, e.d as FromServer["desk.health"]);
    });
    setInterval(() => document.visibilityState === "visible" && void this.load(), RENEW_MS);
  }

  async load(): Promise<void> {
    try {
      const found: DeskBooth[] = [];
      for (let cursor = ""; ; ) {
        const page = await get<Page<DeskBooth>>("/desk/booths", { limit: PAGE, cursor });
        found.push(...page.items);
        if (!page.next) break;
        cursor = page.next;
      }
      this.booths.value = found;
      this.problem.value = undefined;
      this.loaded.value = true;
    } catch (e) {
      this.problem.value = toProblem(e);
    }
  }

  private async watch(): Promise<void> {
    await this.load();
    await this.live.send(undefined, "desk.watch", {}).catch(() => undefined);
  }

  private onHealth(slug: string, d: FromServer["desk.health"]): void {
    const known = this.booths.peek().find(b => b.slug === slug);
    this.health.value = { ...this.health.peek(), [slug]: { ...d, heardAt: Date.now() } };
    if (!known || known.state !== d.state) void this.load();
  }
}
