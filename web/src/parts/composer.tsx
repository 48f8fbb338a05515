// Writing into the chat: free text, a phrase by one tap, a reaction.
import { useState } from "preact/hooks";
import { REACTIONS } from "../lib/booth";
import type { BoothStore } from "../lib/boothstore";
import { t } from "../lib/i18n";
import { firstLetters } from "../lib/letters";
import { guestName } from "../lib/who";
import { useNow } from "./hooks";
import { ReactionSign } from "./reactionsign";
import { WriteBar } from "./writebar";

/** 1,000 bytes hold this many characters of Devanagari. */
const TEXT_MAX = 330;
/** What the server takes, as a person counts letters: कि is one. */
const LETTERS_MAX = 200;

interface Props {
  store: BoothStore;
  /** Absent where the writer is signed in. */
  needName?: ((then: () => void) => void) | undefined;
  reactions?: boolean;
}

export function Composer({ store, needName, reactions = true }: Props) {
  const view = store.view.value;
  const [text, setText] = useState("");
  const now = useNow(1000, view.mutedUntilMs > 0);
  const muted = view.mutedUntilMs > now;
  const named = (act: () => void) =>
    needName && view.role === "guest" && !guestName.value ? needName(act) : act();
  const say = () => {
    const line = text.trim();
    if (!line) return;
    named(() => {
      store.say({ text: line });
      setText("");
    });
  };
  return (
    <div class="composer">
      <div class="reactions">
        {(reactions ? REACTIONS : []).map(kind => (
          <button
            key={kind}
            type="button"
            class="round-button"
            aria-label={t(`react.${kind}`)}
            onClick={() => store.react(kind)}
          >
            <ReactionSign kind={kind} />
          </button>
        ))}
        {view.slowS > 0 && <span class="slow">{t("chat.slow", view.slowS)}</span>}
      </div>
      <WriteBar
        label={t("chat.write")}
        hint={t(muted ? "chat.muted" : "chat.write")}
        text={text}
        max={TEXT_MAX}
        shut={muted}
        onText={typed => setText(firstLetters(typed, LETTERS_MAX))}
        onSend={say}
        onPhrase={phrase => named(() => store.say({ phrase }))}
      />
    </div>
  );
}
