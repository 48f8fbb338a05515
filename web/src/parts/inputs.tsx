// Labelled inputs whose change is a plain text, and those that several forms share: an amount of money, who pays for it.
import type { ComponentProps } from "preact";
import { t } from "../lib/i18n";
import { Field } from "./field";

interface Labelled {
  label: string;
  hint?: string | undefined;
  wrong?: string | undefined;
  /** Gets what was typed or chosen. */
  set: (value: string) => void;
}

type Of<Tag extends "input" | "textarea" | "select", Names extends keyof ComponentProps<Tag>> = Labelled &
  Pick<ComponentProps<Tag>, Names>;

type InputProps = Of<
  "input",
  | "autocapitalize"
  | "autocomplete"
  | "dir"
  | "disabled"
  | "inputMode"
  | "lang"
  | "max"
  | "maxLength"
  | "min"
  | "pattern"
  | "required"
  | "spellcheck"
  | "step"
  | "value"
> & {
  type?: "date" | "datetime-local" | "email" | "number" | "password" | "search" | "tel" | "text" | "time";
};

/** One line; required unless it says otherwise. */
export function Input({ label, hint, wrong, set, ...rest }: InputProps) {
  const attributes = rest as ComponentProps<"input">; // whose type is a union over each kind's roles
  return (
    <Field label={label} hint={hint} wrong={wrong}>
      {(id, described) => (
        <input required {...described} {...attributes} id={id} onInput={e => set(e.currentTarget.value)} />
      )}
    </Field>
  );
}

type TextProps = Of<"textarea", "lang" | "maxLength" | "required" | "rows" | "value">;

/** Several lines. */
export function LongText({ label, hint, wrong, set, ...rest }: TextProps) {
  return (
    <Field label={label} hint={hint} wrong={wrong}>
      {(id, described) => (
        <textarea {...described} {...rest} id={id} onInput={e => set(e.currentTarget.value)} />
      )}
    </Field>
  );
}

/** What is written down, and what is read. */
export type Option = readonly [value: string, words: string];

type SelectProps = Of<"select", "required" | "value"> & { options: readonly Option[] };

export function Select({ label, hint, wrong, set, options, ...rest }: SelectProps) {
  return (
    <Field label={label} hint={hint} wrong={wrong}>
      {(id, described) => (
        <select {...described} {...rest} id={id} onChange={e => set(e.currentTarget.value)}>
          {options.map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Rupees, to the paisa; lib/money.ts makes them exact. */
export const MoneyInput = (props: InputProps) => (
  <Input type="number" inputMode="decimal" min={0} step={0.01} {...props} />
);

/** Who pays for what is taken off. */
export const FunderSelect = ({ value, set }: { value: string; set: (value: string) => void }) => (
  <Select
    label={t("offers.funder")}
    value={value}
    set={set}
    options={(["fair", "state"] as const).map(f => [f, t(`offers.funder.${f}`)] as const)}
  />
);
