// A text in both languages of the fair.
import { LANG_NAMES, LANGS } from "../../lib/i18n";
import type { Both } from "../../lib/wire";
import { Field } from "../field";

interface Props {
  label: string;
  value: Both;
  max: number;
  /** Sentences instead of a name; these may stay empty. */
  long?: boolean;
  onChange: (value: Both) => void;
}

export function BothFields({ label, value, max, long = false, onChange }: Props) {
  return (
    <div class="pair">
      {LANGS.map(l => (
        <Field key={l} label={`${label} · ${LANG_NAMES[l]}`}>
          {id =>
            long ? (
              <textarea
                id={id}
                lang={l}
                maxLength={max}
                value={value[l]}
                onInput={e => onChange({ ...value, [l]: e.currentTarget.value })}
              />
            ) : (
              <input
                id={id}
                lang={l}
                required
                maxLength={max}
                value={value[l]}
                onInput={e => onChange({ ...value, [l]: e.currentTarget.value })}
              />
            )
          }
        </Field>
      ))}
    </div>
  );
}
