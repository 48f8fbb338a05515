// One booth out of all that the desk watches over.
import { name } from "../../lib/i18n";
import type { Watchtower } from "../../lib/watchtower";

interface Props {
  tower: Watchtower;
  slug: string;
  onSlug: (slug: string) => void;
  /** What stands there while none is chosen. */
  none?: string;
  /** Of the field around it, or a label of its own. */
  id?: string;
  label?: string;
  required?: boolean;
}

export function BoothSelect({ tower, slug, onSlug, none = "", id, label, required = false }: Props) {
  return (
    <select
      id={id}
      aria-label={label}
      required={required}
      value={slug}
      onChange={e => onSlug(e.currentTarget.value)}
    >
      <option value="">{none}</option>
      {tower.booths.value.map(b => (
        <option key={b.id} value={b.slug}>
          {name(b.name)}
        </option>
      ))}
    </select>
  );
}
