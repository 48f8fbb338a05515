// A labelled input with a hint and, where the server or the browser refused it, the reason.
import type { ComponentChildren, HTMLAttributes } from "preact";
import { useId } from "preact/hooks";

interface Props {
  label: string;
  hint?: string | undefined;
  wrong?: string | undefined;
  children: (id: string, described: HTMLAttributes) => ComponentChildren;
}

export function Field({ label, hint, wrong, children }: Props) {
  const id = useId();
  const noteId = `${id}-note`;
  const described: HTMLAttributes = {
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
