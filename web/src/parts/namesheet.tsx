// A guest chooses the name that others read in the chat, and the country beside it.
import { useState } from "preact/hooks";
import { t } from "../lib/i18n";
import type { Problem } from "../lib/problem";
import { guestName, homeCountry, setGuestName, setHomeCountry } from "../lib/who";
import { CountrySelect } from "./countryselect";
import { Failure } from "./failure";
import { Field } from "./field";
import { submits } from "./hooks";
import { Input } from "./inputs";
import { Sheet } from "./sheet";

interface Props {
  /** Why the name that was chosen before is not taken. */
  problem: Problem | undefined;
  onDone: () => void;
  onClose: () => void;
}

export function NameSheet({ problem, onDone, onClose }: Props) {
  const [name, setName] = useState(guestName.value);
  const [country, setCountry] = useState(homeCountry.value);
  const keep = () => {
    setGuestName(name.trim());
    setHomeCountry(country);
    onDone();
  };
  return (
    <Sheet title={t("name.title")} onClose={onClose}>
      <form class="form" onSubmit={submits(keep)}>
        <Failure problem={problem} />
        <Input
          label={t("name.label")}
          hint={t("name.hint")}
          maxLength={24}
          pattern=".*\S.*"
          autocomplete="nickname"
          value={name}
          set={setName}
        />
        <Field label={t("field.country")}>
          {id => <CountrySelect id={id} value={country} onChange={setCountry} />}
        </Field>
        <button type="submit" class="button strong wide">
          {t("name.do")}
        </button>
      </form>
    </Sheet>
  );
}
