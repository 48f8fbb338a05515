// What is wrong with a field, in the language of the page: a browser says it in its own.
import { t } from "./i18n";

type Filled = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** The field's own hint says best what is wanted. */
const hintOf = (el: Filled) =>
  document.getElementById(el.getAttribute("aria-describedby") ?? "")?.textContent || t("invalid.form");

function wordsFor(el: Filled): string {
  const v = el.validity;
  const { min, max } = el as HTMLInputElement;
  if (v.valueMissing) return t("invalid.empty");
  if (v.rangeUnderflow) return t("invalid.least", min);
  if (v.rangeOverflow) return t("invalid.most", max);
  return v.patternMismatch || v.typeMismatch || v.badInput ? hintOf(el) : "";
}

/** Words of ours would keep a field wrong for ever: they are taken off with the next letter and before the next look at the form. */
export function speakOfFields(): void {
  const clear = (el: Element) => (el as Partial<Filled>).setCustomValidity?.("");
  addEventListener("input", e => clear(e.target as Element), true);
  addEventListener(
    "click",
    e => {
      const button = (e.target as Element).closest?.("button");
      if (button?.type === "submit" && button.form) for (const el of button.form.elements) clear(el);
    },
    true,
  );
  addEventListener(
    "invalid",
    e => {
      const el = e.target as Filled;
      el.setCustomValidity(wordsFor(el));
    },
    true,
  );
}
