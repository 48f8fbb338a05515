// A part of the desk that has shelves: its name, and the row of their names.
import { t } from "../../lib/i18n";

interface Props<S extends string> {
  title: string;
  shelves: readonly S[];
  /** The words are `<of>.<shelf>`. */
  of: string;
  shelf: S;
  onShelf: (shelf: S) => void;
}

export function Shelves<S extends string>({ title, shelves, of, shelf, onShelf }: Props<S>) {
  return (
    <div class="head">
      <h1>{title}</h1>
      <nav class="shelves" aria-label={title}>
        {shelves.map(s => (
          <button key={s} type="button" aria-pressed={s === shelf} onClick={() => onShelf(s)}>
            {t(`${of}.${s}`)}
          </button>
        ))}
      </nav>
    </div>
  );
}
