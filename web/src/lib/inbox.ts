// The wishes that came in: a booth's for its artisan, all of them for the desk. Loaded once, and again
// after each live message about one; several within a moment are one load.
import { signal } from "@preact/signals";
import { get } from "./api";
import type { Live } from "./live";
import { type Problem, toProblem } from "./problem";
import type { Enquiry, Lead, Order, Page } from "./wire";

const SHELVES = { enquiry: "enquiries", lead: "leads", order: "orders" } as const;
type Shelf = keyof typeof SHELVES;
const GATHER_MS = 250;
const LIMIT = 50;

export class Inbox {
  readonly enquiries = signal<Enquiry[]>([]);
  readonly leads = signal<Lead[]>([]);
  readonly orders = signal<Order[]>([]);
  readonly problem = signal<Problem | undefined>(undefined);
  readonly loaded = signal(false);
  /** The newest arrival, for a word on the screen. */
  readonly arrived = signal<{ what: Shelf; at: number } | undefined>(undefined);
  private readonly due = new Set<Shelf>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(live: Live) {
    live.listen(e => {
      const [what, verb] = e.t.split(".") as [Shelf, string];
      if (!(what in SHELVES)) return;
      if (verb === "opened" || verb === "placed") this.arrived.value = { what, at: Date.now() };
      this.renew(what);
      // What an enquiry became shows on its own shelf too.
      if (what !== "enquiry") this.renew("enquiry");
    });
    live.status.subscribe(status => status === "open" && this.renewAll());
  }

  renewAll(): void {
    for (const what of Object.keys(SHELVES) as Shelf[]) this.renew(what);
  }

  renew(what: Shelf): void {
    this.due.add(what);
    this.timer ??= setTimeout(() => void this.load(), GATHER_MS);
  }

  private async load(): Promise<void> {
    this.timer = undefined;
    const due = [...this.due];
    this.due.clear();
    try {
      await Promise.all(due.map(what => this.loadShelf(what)));
      this.problem.value = undefined;
      this.loaded.value = true;
    } catch (e) {
      this.problem.value = toProblem(e);
    }
  }

  private async loadShelf(what: Shelf): Promise<void> {
    const { items } = await get<Page<never>>(`/${SHELVES[what]}`, { limit: LIMIT });
    this[SHELVES[what]].value = items;
  }
}
