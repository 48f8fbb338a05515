// It is kept: what was said, and the way to where it can be followed.
import type { ComponentChildren } from "preact";
import { t } from "../lib/i18n";

interface Props {
  said: string;
  next: string;
  /** The way there is what most want now. */
  strong?: boolean;
  onClose: () => void;
  children?: ComponentChildren;
}

export function Done({ said, next, strong = false, onClose, children }: Props) {
  return (
    <div class="form">
      <p role="status">
        <strong>{said}</strong> {next}
      </p>
      <div class="row">
        <a class={strong ? "button strong" : "button"} href="/mine">
          {t("mine.title")}
        </a>
        <button type="button" class="button quiet" onClick={onClose}>
          {t("close")}
        </button>
      </div>
      {children}
    </div>
  );
}
