// The phrases, by what they are for. An id travels; each reader sees it in their own language.
import { PHRASES } from "../gen/phrases";
import { t } from "../lib/i18n";
import { Sheet } from "./sheet";

interface PhraseProps {
  onPick: (id: string) => void;
  onClose: () => void;
}

const GROUPS = [...new Set(PHRASES.map(p => p.group))];

export function PhraseSheet({ onPick, onClose }: PhraseProps) {
  return (
    <Sheet title={t("phrases.title")} onClose={onClose}>
      <p>{t("phrases.why")}</p>
      {GROUPS.map(group => (
        <section key={group} class="phrases">
          <h3>{t(`phrases.${group}`)}</h3>
          <ul>
            {PHRASES.filter(p => p.group === group).map(p => (
              <li key={p.id}>
                <button type="button" onClick={() => onPick(p.id)}>
                  {t(`phrase.${p.id}`)}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Sheet>
  );
}
