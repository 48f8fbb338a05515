// Which of its rows a list shows: the choice beside its heading.

/** What is sent, and what is read. */
type Choice<V extends string> = readonly [value: V, words: string];

interface Props<V extends string> {
  label: string;
  value: V;
  options: readonly Choice<V>[];
  set: (value: V) => void;
}

export function Filter<V extends string>({ label, value, options, set }: Props<V>) {
  return (
    <select aria-label={label} value={value} onChange={e => set(e.currentTarget.value as V)}>
      {options.map(([of, words]) => (
        <option key={of} value={of}>
          {words}
        </option>
      ))}
    </select>
  );
}

export const named = <V extends string>(values: readonly V[], words: (value: V) => string): Choice<V>[] =>
  values.map(v => [v, words(v)]);
