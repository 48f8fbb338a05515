// A labelled input with a hint and, where the server or the browser refused it, the reason.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

/** What ties an input to its hint or its error. */
export interface Described {
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
}

interface Props {
  label: string;
  hint?: string | undefined;
  wrong?: string | undefined;
  children: (id: string, described: Described) => ComponentChildren;
}

export function Field({ label, hint, wrong, children }: Props) {
  const id = useId();
  const noteId = `${id}-note`;
  const described: Described = {
    ...(hint || wrong ? { "aria-describedby": noteId } : {}),
    ...(wrong ? { "aria-invalid": true } : {}),
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children(id, described)}
      {(wrong || hint) && (
        <span id={noteId} class={wrong ? "wrong" : "hint"}>
          {wrong || hint}
        </span>
      )}
    </div>
  );
}
