// What stands in a form before it is sent.
import { useState } from "preact/hooks";

export interface Draft<D> {
  now: D;
  change: (some: Partial<D>) => void;
  /** The setter of one field, for an input. */
  set: (field: keyof D) => (value: string) => void;
  /** As at first. */
  clear: () => void;
}

export function useDraft<D extends object>(blank: D): Draft<D> {
  const [now, setNow] = useState(blank);
  const change = (some: Partial<D>) => setNow(was => ({ ...was, ...some }));
  return {
    now,
    change,
    set: field => value => change({ [field]: value } as Partial<D>),
    clear: () => setNow(blank),
  };
}
