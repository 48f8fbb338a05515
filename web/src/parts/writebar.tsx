// A line to write: phrases by one tap, the text, and the button that sends; in the chat and in an enquiry's thread.
import { useState } from "preact/hooks";
import { t } from "../lib/i18n";
import { submits } from "./hooks";
import { Icon } from "./icon";
import { PhraseSheet } from "./phrasesheet";

interface Props {
  label: string;
  /** What stands in it while it is empty; else the label. */
  hint?: string;
  text: string;
  max: number;
  onText: (text: string) => void;
  onSend: () => unknown;
  onPhrase: (phrase: string) => void;
  /** Nothing can be written now. */
  shut?: boolean;
  /** What was sent is on its way. */
  busy?: boolean;
}

export function WriteBar({
  label,
  hint = label,
  text,
  max,
  onText,
  onSend,
  onPhrase,
  shut = false,
  busy = false,
}: Props) {
  const [picking, setPicking] = useState(false);
  return (
    <>
      <form class="write-bar" onSubmit={submits(onSend)}>
        <button
          type="button"
          class="round-button"
          aria-label={t("phrases.open")}
          aria-haspopup="dialog"
          disabled={shut}
          onClick={() => setPicking(true)}
        >
          <Icon name="phrases" />
        </button>
        <input
          aria-label={label}
          placeholder={hint}
          dir="auto"
          enterkeyhint="send"
          autocomplete="off"
          maxLength={max}
          disabled={shut}
          value={text}
          onInput={e => onText(e.currentTarget.value)}
        />
        <button type="submit" class="round-button send" aria-label={t("send")} disabled={shut || busy}>
          <Icon name="send" />
        </button>
      </form>
      {picking && (
        <PhraseSheet
          onPick={phrase => {
            setPicking(false);
            onPhrase(phrase);
          }}
          onClose={() => setPicking(false)}
        />
      )}
    </>
  );
}
