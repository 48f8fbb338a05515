// A text of somebody else in the reader's language, under the text itself, with a word that says what it is.
import { lang, t } from "../lib/i18n";

interface Props {
  texts: Partial<Record<string, string>> | null | undefined;
  /** The language it was written in. */
  of?: string | null | undefined;
}

export function Translated({ texts, of }: Props) {
  const text = texts?.[lang.value];
  if (!text || of === lang.value) return null;
  return (
    <p class="translated" dir="auto">
      <small>{t("translated")}</small> {text}
    </p>
  );
}
