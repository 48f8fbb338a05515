// A form that sends: its fields, what went wrong, and the button, which rests while the answer is on its way.
import type { ComponentChildren } from "preact";
import { t } from "../lib/i18n";
import type { Attempt } from "./attempt";
import { Failure } from "./failure";
import { submits } from "./hooks";

interface Props {
  attempt: Attempt;
  onSend: () => unknown;
  /** The button's words. */
  send: string;
  /** Further classes: on which ground it stands. */
  on?: string;
  /** The button takes the whole width: on a phone, and in a sheet. */
  wide?: boolean;
  /** The id of its heading. */
  named?: string;
  /** What went wrong in words of this form's own. */
  said?: string | undefined;
  /** It cannot be sent as it is. */
  not?: boolean;
  children: ComponentChildren;
}

export function Form({
  attempt,
  onSend,
  send,
  on = "",
  wide = false,
  named,
  said,
  not = false,
  children,
}: Props) {
  return (
    <form class={`form ${on}`} onSubmit={submits(onSend)} aria-labelledby={named}>
      {children}
      {said ? (
        <p class="notice" role="alert">
          {said}
        </p>
      ) : (
        <Failure problem={attempt.problem} />
      )}
      <button
        type="submit"
        class={wide ? "button strong wide" : "button strong"}
        disabled={attempt.busy || not}
      >
        {attempt.busy ? t("sending") : send}
      </button>
    </form>
  );
}
