// Fields that the enquiry, the order and the lead share.
import { t } from "../lib/i18n";
import type { Card } from "../lib/wire";
import { Field } from "./field";

const UNITS = ["piece", "pair", "set", "metre", "kg", "dozen"] as const;

export const UnitOptions = () =>
  UNITS.map(u => (
    <option key={u} value={u}>
      {t(`unit.${u}`)}
    </option>
  ));

interface QuantityProps {
  quantity: number;
  unit: string;
  onQuantity: (n: number) => void;
  /** Absent where the product's own unit holds. */
  onUnit?: (unit: string) => void;
  max?: number;
  wrong?: string | undefined;
}

export function Quantity({ quantity, unit, onQuantity, onUnit, max = 1_000_000, wrong }: QuantityProps) {
  return (
    <div class="pair">
      <Field label={t("field.quantity")} wrong={wrong}>
        {(id, described) => (
          <input
            {...described}
            id={id}
            type="number"
            inputMode="numeric"
            required
            min={1}
            max={max}
            value={quantity || ""}
            onInput={e => onQuantity(Math.trunc(e.currentTarget.valueAsNumber) || 0)}
          />
        )}
      </Field>
      <Field label={t("field.unit")}>
        {id => (
          <select id={id} value={unit} disabled={!onUnit} onChange={e => onUnit?.(e.currentTarget.value)}>
            <UnitOptions />
          </select>
        )}
      </Field>
    </div>
  );
}

interface NoteProps {
  note: string;
  onNote: (note: string) => void;
  hint?: string;
}

export function Note({ note, onNote, hint }: NoteProps) {
  return (
    <Field label={t("field.note")} hint={hint}>
      {(id, described) => (
        <textarea
          {...described}
          id={id}
          dir="auto"
          maxLength={330}
          value={note}
          onInput={e => onNote(e.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** The unit that a form begins with. */
export const unitOf = (card: Card | undefined) =>
  (UNITS.some(u => u === card?.unit) ? card?.unit : "piece") ?? "piece";
