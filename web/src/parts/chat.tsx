// The chat of a booth: the lines of its log, this visitor's own that are still on their way, and a
// composer within the thumb's reach. Phrases travel as ids and are read by each in their own language.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Line } from "../lib/booth";
import type { BoothStore, PendingLine } from "../lib/boothstore";
import { t } from "../lib/i18n";
import type { Both } from "../lib/wire";
import { ChatLine } from "./chatline";
import { Composer } from "./composer";
import { problemWords } from "./failure";

/** Reading back this far from the end, the list stays where it is. */
const NEAR_END_PX = 80;

interface Props {
  store: BoothStore;
  artisan?: Both | undefined;
  onAsk?: (line: Line) => void;
  needName?: (then: () => void) => void;
  /** What a host may do with a line. */
  tools?: (line: Line) => ComponentChildren;
  /** Reactions are the visitors'. */
  reactions?: boolean;
}

export function Chat({ store, artisan, onAsk, needName, tools, reactions = true }: Props) {
  const view = store.view.value;
  const pending = store.pending.value;
  const list = useRef<HTMLDivElement>(null);
  const [away, setAway] = useState(false);
  const last = view.lines.at(-1)?.seq ?? 0;
  useEffect(() => {
    const el = list.current;
    if (el && !away) el.scrollTop = el.scrollHeight;
  }, [last, pending.length, away]);
  const onScroll = () => {
    const el = list.current;
    if (el) setAway(el.scrollHeight - el.scrollTop - el.clientHeight > NEAR_END_PX);
  };
  return (
    <section class="chat" aria-label={t("chat.title")}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by key */}
      <div ref={list} class="lines" role="log" tabIndex={0} aria-label={t("chat.lines")} onScroll={onScroll}>
        <ol>
          {view.lines.length === 0 && pending.length === 0 && <li class="empty">{t("chat.empty")}</li>}
          {view.lines.map(line => (
            <ChatLine
              key={line.seq}
              line={line}
              mine={line.person === view.person}
              artisan={artisan}
              onAsk={onAsk}
              tools={tools}
            />
          ))}
          {pending.map(line => (
            <Pending key={line.key} line={line} store={store} />
          ))}
        </ol>
      </div>
      {away && (
        <button type="button" class="newest" onClick={() => setAway(false)}>
          {t("chat.newest")}
        </button>
      )}
      <Composer store={store} needName={needName} reactions={reactions} />
    </section>
  );
}

function Pending({ line, store }: { line: PendingLine; store: BoothStore }) {
  return (
    <li class={line.problem ? "line mine failed" : "line mine pending"}>
      <p dir="auto">{line.phrase ? t(`phrase.${line.phrase}`) : line.text}</p>
      {line.problem ? (
        <p class="fate" role="alert">
          {problemWords(line.problem)}{" "}
          <button type="button" onClick={() => store.sayAgain(line)}>
            {t("retry")}
          </button>{" "}
          <button type="button" onClick={() => store.forget(line)}>
            {t("chat.forget")}
          </button>
        </p>
      ) : (
        <p class="fate">{t("sending")}</p>
      )}
    </li>
  );
}
