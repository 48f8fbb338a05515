// Where a parcel goes: the fields of an address, as browsers fill them in by themselves.
import { t } from "../lib/i18n";
import type { Address } from "../lib/wire";
import { CountrySelect } from "./countryselect";
import { Field } from "./field";

const ADDRESS: { key: keyof Address; auto: string; max: number; optional?: true }[] = [
  { key: "name", auto: "name", max: 80 },
  { key: "phone", auto: "tel", max: 20 },
  { key: "line1", auto: "address-line1", max: 120 },
  { key: "line2", auto: "address-line2", max: 120, optional: true },
  { key: "city", auto: "address-level2", max: 60 },
  { key: "state", auto: "address-level1", max: 60 },
  { key: "pin", auto: "postal-code", max: 12 },
];

interface Props {
  address: Address;
  onAddress: (address: Address) => void;
}

export function AddressFields({ address, onAddress }: Props) {
  const indian = address.country === "IN";
  return (
    <fieldset class="form">
      <legend>{t("buy.address")}</legend>
      {ADDRESS.map(f => (
        <Field key={f.key} label={t(`address.${f.key}`)} hint={f.optional ? t("optional") : undefined}>
          {(id, described) => (
            <input
              {...described}
              id={id}
              required={!f.optional}
              autocomplete={f.auto as "name"}
              maxLength={f.max}
              {...(f.key === "phone" ? { pattern: "[0-9+ \\-]{8,20}" } : {})}
              {...(f.key === "pin" && indian ? { pattern: "[1-9][0-9]{5}" } : {})}
              value={address[f.key] ?? ""}
              onInput={e => onAddress({ ...address, [f.key]: e.currentTarget.value })}
            />
          )}
        </Field>
      ))}
      <Field label={t("field.country")}>
        {id => (
          <CountrySelect
            id={id}
            value={address.country}
            onChange={country => onAddress({ ...address, country })}
          />
        )}
      </Field>
      <p class="hint">{t("buy.where")}</p>
    </fieldset>
  );
}
