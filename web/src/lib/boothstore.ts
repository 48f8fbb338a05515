// One booth on one page: its view, changed by live messages alone, and what this visitor has said that is
// not durable yet. A line that failed keeps its key, so that saying it again cannot double it.
import { signal } from "@preact/signals";
import type { FromServer, ToServer } from "../gen/live";
import { type BoothView, blankBooth, type ReactionKind, reduce } from "./booth";
import { lang } from "./i18n";
import { newKey } from "./key";
import type { Live } from "./live";
import { Problem, toProblem } from "./problem";
import { guestName, homeCountry, setGuestName } from "./who";

export interface PendingLine {
  key: string;
  text: string;
  phrase: string;
  /** Set once it was refused or lost. */
  problem: Problem | undefined;
}
type Said = { text: string; phrase?: undefined } | { phrase: string; text?: undefined };

export class BoothStore {
  readonly view = signal<BoothView>(blankBooth());
  readonly pending = signal<PendingLine[]>([]);
  /** The server will not let this visitor in: no such booth, or full. */
  readonly refused = signal<string>("");
  /** The server does not take the chosen name: it is asked for again, while one comes in without. */
  readonly misnamed = signal<Problem | undefined>(undefined);
  private readonly leave: () => void;

  constructor(
    readonly slug: string,
    readonly live: Live,
  ) {
    const who = () => ({
      ...(guestName.peek() ? { name: guestName.peek() } : {}),
      country: homeCountry.peek(),
      lang: lang.peek(),
    });
    this.leave = live.enter(slug, who, e => {
      if (e.t === "error") this.onRefused(e.d as FromServer["error"]);
      else {
        if (e.t === "snapshot") this.refused.value = "";
        this.view.value = reduce(this.view.peek(), e);
      }
    });
  }

  close(): void {
    this.leave();
  }

  private onRefused(e: FromServer["error"]): void {
    if (e.field === "name") {
      this.misnamed.value = new Problem(e.code, e.field);
      setGuestName("");
    } else this.refused.value = e.code;
  }

  /** The chosen name has changed: enter again under it. */
  rename(): void {
    this.misnamed.value = undefined;
    this.live.reenter(this.slug);
  }

  say(said: Said): void {
    void this.deliver({
      key: newKey(),
      text: said.text ?? "",
      phrase: said.phrase ?? "",
      problem: undefined,
    });
  }

  sayAgain(line: PendingLine): void {
    void this.deliver({ ...line, problem: undefined });
  }

  forget(line: PendingLine): void {
    this.pending.value = this.pending.peek().filter(l => l.key !== line.key);
  }

  react(kind: ReactionKind): void {
    // A reaction is of the moment: one that cannot be sent now is not worth a word.
    this.live.send(this.slug, "react", { kind }).catch(() => undefined);
  }

  ask(fields: ToServer["enquiry.open"]) {
    return this.live.send(this.slug, "enquiry.open", fields);
  }

  private async deliver(line: PendingLine): Promise<void> {
    const others = this.pending.peek().filter(l => l.key !== line.key);
    this.pending.value = [...others, line];
    try {
      const { key, text, phrase } = line;
      if (phrase) await this.live.send(this.slug, "chat.phrase", { phrase, key });
      else await this.live.send(this.slug, "chat.say", { text, key, lang: tongueOf(text) });
      this.forget(line);
    } catch (e) {
      const failed = { ...line, problem: toProblem(e) };
      this.pending.value = this.pending.peek().map(l => (l.key === line.key ? failed : l));
    }
  }
}

/** The language tag of free text: Devanagari is taken for Hindi, else the page's language unless that is Hindi. */
export function tongueOf(text: string): string {
  if (/\p{Script=Devanagari}/u.test(text)) return "hi";
  return lang.peek() === "hi" ? "en" : lang.peek();
}
