// The thread of an enquiry, written by both sides, live or later.
import { useState } from "preact/hooks";
import { tongueOf } from "../lib/boothstore";
import { dayTime, t } from "../lib/i18n";
import type { ThreadMessage } from "../lib/wire";
import { useAttempt } from "./attempt";
import { Failure } from "./failure";
import { submits } from "./hooks";
import { Icon } from "./icon";
import { PhraseSheet } from "./phrasesheet";
import { Translated } from "./translated";

interface Props {
  enquiry: string;
  messages: ThreadMessage[];
  /** Whose side this page is on. */
  mine: ThreadMessage["by"];
  onWritten: () => void;
}

export function Thread({ enquiry, messages, mine, onWritten }: Props) {
  const [text, setText] = useState("");
  const [picking, setPicking] = useState(false);
  const { busy, problem, run, send } = useAttempt();

  const say = (body: { text: string; lang: string } | { phrase: string }) =>
    run(async () => {
      await send(`/enquiries/${enquiry}/messages`, body);
      setText("");
      onWritten();
    });
  const write = () => {
    const line = text.trim();
    if (line) return say({ text: line, lang: tongueOf(line) });
  };
  return (
    <div class="thread">
      <ol>
        {messages.map((m, i) => (
          <li key={`${m.at} ${i}`} class={m.by === mine ? "mine" : ""}>
            <p class="by">
              <b>{m.by === mine ? t("mine.you") : t(`role.${m.by}`)}</b>{" "}
              <time dateTime={m.at}>{dayTime(m.at)}</time>
            </p>
            <p dir="auto" lang={m.phrase ? undefined : m.lang || undefined}>
              {m.phrase ? t(`phrase.${m.phrase}`) : m.text}
            </p>
            {m.by !== mine && <Translated texts={m.translated} of={m.lang} />}
          </li>
        ))}
      </ol>
      <Failure problem={problem} />
      <form onSubmit={submits(write)}>
        <button
          type="button"
          class="round-button"
          aria-label={t("phrases.open")}
          onClick={() => setPicking(true)}
        >
          <Icon name="phrases" />
        </button>
        <input
          aria-label={t("mine.write")}
          placeholder={t("mine.write")}
          dir="auto"
          maxLength={330}
          value={text}
          onInput={e => setText(e.currentTarget.value)}
        />
        <button type="submit" class="round-button send" aria-label={t("send")} disabled={busy}>
          <Icon name="send" />
        </button>
      </form>
      {picking && (
        <PhraseSheet
          onPick={phrase => {
            setPicking(false);
            void say({ phrase });
          }}
          onClose={() => setPicking(false)}
        />
      )}
    </div>
  );
}
