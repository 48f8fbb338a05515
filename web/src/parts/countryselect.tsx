// A choice of countries, named and sorted in the reader's language.
import { useMemo } from "preact/hooks";
import { country, lang } from "../lib/i18n";
import { COUNTRIES } from "../lib/who";

interface Props {
  id: string;
  value: string;
  onChange: (code: string) => void;
}

export function CountrySelect({ id, value, onChange }: Props) {
  const tongue = lang.value;
  const list = useMemo(() => {
    const order = new Intl.Collator(tongue);
    return COUNTRIES.map(code => ({ code, name: country(code) })).sort((a, b) =>
      order.compare(a.name, b.name),
    );
  }, [tongue]);
  return (
    <select id={id} value={value} autocomplete="country" onChange={e => onChange(e.currentTarget.value)}>
      {list.map(c => (
        <option key={c.code} value={c.code}>
          {c.name}
        </option>
      ))}
    </select>
  );
}
