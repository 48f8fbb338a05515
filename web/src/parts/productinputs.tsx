// The inputs of a product's form: a line, a count, a flag, an amount of rupees; each writes its member of the listing.
import { useState } from "preact/hooks";
import { t } from "../lib/i18n";
import type { Listing } from "../lib/listing";
import { paise, rupees } from "../lib/money";
import { Field } from "./field";
import { Tick } from "./tick";

/** What each part of the form is given. */
export interface Part {
  form: Listing;
  change: (some: Partial<Listing>) => void;
  wrong: string | undefined;
}
type TextKey = "name_en" | "name_hi" | "about_en" | "about_hi" | "hsn" | "sku" | "gi_user" | "fssai";
type CountKey = "stock" | "moq" | "lead_days" | "weight_g" | "length_mm" | "width_mm" | "height_mm";
type FlagKey = "made_to_order" | "one_of_a_kind" | "cites" | "export_held";

export const wrongWords = (wrong: string | undefined, key: string) =>
  wrong === key ? t("catalogue.wrong") : undefined;

export function Line({
  form,
  change,
  wrong,
  of,
  max,
  lines,
}: Part & { of: TextKey; max: number; lines?: boolean }) {
  const about = {
    ...(of.endsWith("_en") ? { lang: "en" } : of.endsWith("_hi") ? { lang: "hi" } : {}),
    value: form[of] ?? "",
    maxLength: max,
  };
  return (
    <Field label={t(`catalogue.field.${of}`)} wrong={wrongWords(wrong, of)}>
      {(id, described) =>
        lines ? (
          <textarea
            {...described}
            {...about}
            id={id}
            rows={3}
            onInput={e => change({ [of]: e.currentTarget.value })}
          />
        ) : (
          <input {...described} {...about} id={id} onInput={e => change({ [of]: e.currentTarget.value })} />
        )
      }
    </Field>
  );
}

export function Count({ form, change, wrong, of }: Part & { of: CountKey }) {
  return (
    <Field label={t(`catalogue.field.${of}`)} wrong={wrongWords(wrong, of)}>
      {(id, described) => (
        <input
          {...described}
          id={id}
          type="number"
          inputMode="numeric"
          min={0}
          value={form[of] ?? ""}
          onInput={e => change({ [of]: e.currentTarget.value ? Number(e.currentTarget.value) : undefined })}
        />
      )}
    </Field>
  );
}

export function Flag({ form, change, of }: Part & { of: FlagKey }) {
  return <Tick words={t(`catalogue.field.${of}`)} on={form[of] ?? false} set={on => change({ [of]: on })} />;
}

export function Amount({
  label,
  minor,
  set,
  wrong,
}: {
  label: string;
  minor: number | undefined;
  set: (m: number | undefined) => void;
  wrong?: string | undefined;
}) {
  const [text, setText] = useState(rupees(minor));
  return (
    <Field label={label} wrong={wrong}>
      {(id, described) => (
        <input
          {...described}
          id={id}
          inputMode="decimal"
          value={text}
          onInput={e => {
            setText(e.currentTarget.value);
            set(paise(e.currentTarget.value));
          }}
        />
      )}
    </Field>
  );
}
