// The search of a list that is at hand whole: what is typed narrows it at once.
import { t } from "../../lib/i18n";

interface Props {
  wanted: string;
  onWanted: (wanted: string) => void;
}

export const FindInput = ({ wanted, onWanted }: Props) => (
  <input
    type="search"
    aria-label={t("desk.find")}
    placeholder={t("desk.find")}
    value={wanted}
    onInput={e => onWanted(e.currentTarget.value)}
  />
);

/** Whether one of the texts has what is wanted, in any case. */
export function hasText(texts: readonly string[], wanted: string): boolean {
  const needle = wanted.trim().toLowerCase();
  return texts.some(text => text.toLowerCase().includes(needle));
}
