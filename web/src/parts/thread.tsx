// The thread of an enquiry, written by both sides, live or later.
import { useState } from "preact/hooks";
import { tongueOf } from "../lib/boothstore";
import { moment, t } from "../lib/i18n";
import type { ThreadMessage } from "../lib/wire";
import { useAttempt } from "./attempt";
import { Failure } from "./failure";
import { Translated } from "./translated";
import { WriteBar } from "./writebar";

/** 1,000 bytes hold this many characters of Devanagari. */
const TEXT_MAX = 330;

interface Props {
  enquiry: string;
  messages: ThreadMessage[];
  /** Whose side this page is on. */
  mine: ThreadMessage["by"];
  onWritten: () => void;
}

export function Thread({ enquiry, messages, mine, onWritten }: Props) {
  const [text, setText] = useState("");
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
              <time dateTime={m.at}>{moment(m.at)}</time>
            </p>
            <p dir="auto" lang={m.phrase ? undefined : m.lang || undefined}>
              {m.phrase ? t(`phrase.${m.phrase}`) : m.text}
            </p>
            {m.by !== mine && <Translated texts={m.translated} of={m.lang} />}
          </li>
        ))}
      </ol>
      <Failure problem={problem} />
      <WriteBar
        label={t("mine.write")}
        text={text}
        max={TEXT_MAX}
        busy={busy}
        onText={setText}
        onSend={write}
        onPhrase={phrase => void say({ phrase })}
      />
    </div>
  );
}
