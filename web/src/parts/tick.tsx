// A box to tick, or one of several to choose, with its words beside it.

interface Props {
  words: string;
  on: boolean;
}

export const Tick = ({ words, on, set }: Props & { set: (on: boolean) => void }) => (
  <label class="tick">
    <input type="checkbox" checked={on} onChange={e => set(e.currentTarget.checked)} />
    {words}
  </label>
);

interface ChoiceProps extends Props {
  /** The same for those of which one is chosen. */
  of: string;
  required?: boolean;
  choose: () => void;
}

export const Choice = ({ words, on, of, required = false, choose }: ChoiceProps) => (
  <label class="tick">
    <input type="radio" name={of} checked={on} required={required} onChange={choose} />
    {words}
  </label>
);
