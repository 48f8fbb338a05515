// Where a parcel goes: the fields of an address, as browsers fill them in by themselves.
import { useState } from "preact/hooks";
import { isGstin } from "../lib/gstin";
import { t } from "../lib/i18n";
import type { Address } from "../lib/wire";
import { CountrySelect } from "./countryselect";
import { Field } from "./field";
import { Input } from "./inputs";

const ADDRESS: { key: keyof Address; auto: string; max: number; optional?: true }[] = [
  { key: "name", auto: "name", max: 80 },
  { key: "phone", auto: "tel", max: 20 },
  { key: "line1", auto: "address-line1", max: 120 },
  { key: "line2", auto: "address-line2", max: 120, optional: true },
  { key: "city", auto: "address-level2", max: 60 },
  { key: "state", auto: "address-level1", max: 60 },
  { key: "pin", auto: "postal-code", max: 12 },
];

/** Only what is said is sent. */
function withGstin({ gstin: _, ...address }: Address, gstin: string): Address {
  return gstin ? { ...address, gstin } : address;
}

/** Abroad a state may be a region, and a PIN code is called otherwise. */
const labelOf = (key: keyof Address, indian: boolean) =>
  !indian && (key === "state" || key === "pin") ? `address.${key}.abroad` : `address.${key}`;

interface Props {
  address: Address;
  onAddress: (address: Address) => void;
}

export function AddressFields({ address, onAddress }: Props) {
  const indian = address.country === "IN";
  return (
    <fieldset class="form">
      <legend>{t("buy.address")}</legend>
      <Field label={t("field.country")}>
        {id => (
          <CountrySelect
            id={id}
            value={address.country}
            onChange={country => onAddress({ ...withGstin(address, ""), country })}
          />
        )}
      </Field>
      {ADDRESS.map(f => (
        <Field key={f.key} label={t(labelOf(f.key, indian))} hint={f.optional ? t("optional") : undefined}>
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
      {indian && <Business gstin={address.gstin} onGstin={gstin => onAddress(withGstin(address, gstin))} />}
      <p class="hint">{t("buy.where")}</p>
    </fieldset>
  );
}

interface BusinessProps {
  gstin: string | undefined;
  onGstin: (gstin: string) => void;
}

/** Few buyers are businesses: the field opens for those who say so. */
function Business({ gstin = "", onGstin }: BusinessProps) {
  const [open, setOpen] = useState(!!gstin);
  const turn = (on: boolean) => {
    setOpen(on);
    if (!on) onGstin("");
  };
  const wrong = gstin.length >= 15 && !isGstin(gstin) ? t("address.gstin.wrong") : undefined;
  return (
    <>
      <label class="row">
        <input type="checkbox" checked={open} onChange={e => turn(e.currentTarget.checked)} />
        {t("address.gst")}
      </label>
      {open && (
        <Input
          label={t("address.gstin")}
          hint={t("address.gstin.hint")}
          wrong={wrong}
          autocapitalize="characters"
          autocomplete="off"
          spellcheck={false}
          maxLength={15}
          pattern="[0-9A-Z]{15}"
          value={gstin}
          set={typed => onGstin(typed.toUpperCase().trim())}
        />
      )}
    </>
  );
}
