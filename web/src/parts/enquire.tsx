// The enquiry: product, quantity, unit, country, a note. It is stored at once, also for a guest; an
// e-mail address may be confirmed afterwards.
import { useState } from "preact/hooks";
import type { Line } from "../lib/booth";
import { tongueOf } from "../lib/boothstore";
import { name, t } from "../lib/i18n";
import { homeCountry, setHomeCountry } from "../lib/who";
import type { Card } from "../lib/wire";
import { useAttempt } from "./attempt";
import { Confirm } from "./confirm";
import { CountrySelect } from "./countryselect";
import { Done } from "./done";
import { Field } from "./field";
import { Form } from "./form";
import { Picture } from "./picture";
import { Note, Quantity, unitOf } from "./wishfields";

export interface Wish {
  product?: string;
  quantity: number;
  unit: string;
  country: string;
  note?: string;
  lang?: string;
}

interface Props {
  products: Card[];
  product?: Card | undefined;
  /** The chat line that it is about. */
  line?: Line | undefined;
  send: (wish: Wish, key: string) => Promise<unknown>;
  onClose: () => void;
}

export function Enquire({ products, product, line, send, onClose }: Props) {
  const [chosen, setChosen] = useState(product?.id ?? "");
  const [quantity, setQuantity] = useState(Math.max(1, product?.moq ?? 1));
  const [unit, setUnit] = useState(unitOf(product));
  const [country, setCountry] = useState(homeCountry.value);
  const [note, setNote] = useState("");
  const [done, setDone] = useState(false);
  const attempt = useAttempt();

  const submit = () => {
    const text = note.trim();
    const wish: Wish = {
      ...(chosen ? { product: chosen } : {}),
      quantity,
      unit,
      country,
      ...(text ? { note: text, lang: tongueOf(text) } : {}),
    };
    setHomeCountry(country);
    return attempt.run(async () => {
      await send(wish, attempt.once(wish));
      setDone(true);
    });
  };

  if (done)
    return (
      <Done said={t("enquire.done")} next={t("enquire.next")} onClose={onClose}>
        <Confirm why={t("enquire.confirm")} />
      </Done>
    );
  const card = products.find(p => p.id === chosen);
  return (
    <Form attempt={attempt} onSend={submit} send={t("enquire.do")} wide>
      {line && (
        <blockquote dir="auto" lang={line.lang || undefined}>
          {line.phrase ? t(`phrase.${line.phrase}`) : line.text}
        </blockquote>
      )}
      {card && <Picture card={card} class="thumb" />}
      <Field label={t("field.product")}>
        {id => (
          <select id={id} value={chosen} onChange={e => setChosen(e.currentTarget.value)}>
            <option value="">{t("enquire.any")}</option>
            {products.map(p => (
              <option key={p.id} value={p.id}>
                {name(p.name)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Quantity {...{ quantity, unit }} onQuantity={setQuantity} onUnit={setUnit} />
      <Field label={t("field.country")}>
        {id => <CountrySelect id={id} value={country} onChange={setCountry} />}
      </Field>
      <Note note={note} onNote={setNote} hint={t("enquire.note")} />
    </Form>
  );
}
