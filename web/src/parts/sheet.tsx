// A dialog that comes up from the thumb's side on a phone and stands in the middle on a desk. The
// browser's <dialog> keeps the focus inside and gives it back.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../lib/i18n";
import { Icon } from "./icon";

interface Props {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}

export function Sheet({ title, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const typed = useRef(false); // a slip of the thumb beside the sheet does not throw away what was typed in it
  const id = useId();
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself; the click is on its backdrop
    <dialog
      ref={dialog}
      class="sheet"
      aria-labelledby={id}
      onClose={onClose}
      onInput={e => {
        typed.current ||= !!(e.target as Element).closest("form");
      }}
      onClick={e => e.target === dialog.current && !typed.current && dialog.current?.close()}
    >
      <header>
        <h2 id={id}>{title}</h2>
        <button
          type="button"
          class="round-button"
          aria-label={t("close")}
          onClick={() => dialog.current?.close()}
        >
          <Icon name="close" />
        </button>
      </header>
      <div class="body">{children}</div>
    </dialog>
  );
}
