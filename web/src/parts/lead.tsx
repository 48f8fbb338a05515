// The B2B lead: quantity, target price, Incoterm, destination.
import { useState } from "preact/hooks";
import { digits, t } from "../lib/i18n";
import type { Card, Lead as LeadShape, ScreenMoment } from "../lib/wire";
import { useAttempt } from "./attempt";
import { Confirm } from "./confirm";
import { Field } from "./field";
import { Form } from "./form";
import { Input } from "./inputs";
import { Note, Quantity, unitOf } from "./wishfields";

/** Incoterms 2020, from the least to the most that the seller takes over. */
export const INCOTERMS = [
  "EXW",
  "FCA",
  "FAS",
  "FOB",
  "CFR",
  "CIF",
  "CPT",
  "CIP",
  "DAP",
  "DPU",
  "DDP",
] as const;
const CURRENCIES = ["INR", "USD", "EUR", "GBP", "AED", "JPY"] as const;

interface Props {
  card?: Card | undefined;
  booth: string;
  moment?: ScreenMoment | undefined;
  /** Turns this enquiry into the lead instead of opening a new one. */
  enquiry?: string | undefined;
  quantity?: number | undefined;
  onClose: () => void;
}

export function Lead(props: Props) {
  return (
    <Confirm why={t("lead.confirm")}>
      <LeadForm {...props} />
    </Confirm>
  );
}

function LeadForm({ card, booth, moment, enquiry, quantity: first, onClose }: Props) {
  const [quantity, setQuantity] = useState(first ?? Math.max(card?.moq ?? 1, 1));
  const [unit, setUnit] = useState(unitOf(card));
  const [amount, setAmount] = useState("");
  const [currency, setCurrency] = useState<string>("INR");
  const [incoterm, setIncoterm] = useState<string>("FOB");
  const [destination, setDestination] = useState("");
  const [company, setCompany] = useState("");
  const [note, setNote] = useState("");
  const [lead, setLead] = useState<LeadShape>();
  const attempt = useAttempt();

  const submit = () => {
    const minor = Math.round(Number(amount) * 10 ** digits(currency));
    const about = enquiry
      ? {}
      : { ...(card ? { product: card.id } : { booth }), ...(moment ? { moment } : {}) };
    const body = {
      ...about,
      quantity,
      unit,
      incoterm,
      destination,
      ...(minor > 0 ? { target_price: { minor, currency } } : {}),
      ...(company.trim() ? { company: company.trim() } : {}),
      ...(note.trim() ? { note: note.trim() } : {}),
    };
    return attempt.run(async () => {
      const path = enquiry ? `/enquiries/${enquiry}/lead` : "/leads";
      setLead(await attempt.send<LeadShape>(path, body));
    });
  };

  if (lead) {
    return (
      <div class="form">
        <p role="status">
          <strong>{t("lead.done", lead.number)}</strong> {t("lead.next")}
        </p>
        <button type="button" class="button" onClick={onClose}>
          {t("close")}
        </button>
      </div>
    );
  }
  return (
    <Form attempt={attempt} onSend={submit} send={t("lead.do")} wide>
      <Quantity {...{ quantity, unit }} onQuantity={setQuantity} onUnit={setUnit} />
      <Target {...{ amount, setAmount, currency, setCurrency }} />
      <div class="pair">
        <Field label={t("lead.incoterm")} hint={t(`incoterm.${incoterm}`)}>
          {(id, described) => (
            <select
              {...described}
              id={id}
              value={incoterm}
              onChange={e => setIncoterm(e.currentTarget.value)}
            >
              {INCOTERMS.map(i => (
                <option key={i}>{i}</option>
              ))}
            </select>
          )}
        </Field>
        <Input
          label={t("lead.destination")}
          dir="auto"
          maxLength={120}
          value={destination}
          set={setDestination}
        />
      </div>
      <Input
        label={t("lead.company")}
        hint={t("optional")}
        dir="auto"
        maxLength={120}
        required={false}
        autocomplete="organization"
        value={company}
        set={setCompany}
      />
      <Note note={note} onNote={setNote} />
    </Form>
  );
}

interface TargetProps {
  amount: string;
  setAmount: (s: string) => void;
  currency: string;
  setCurrency: (s: string) => void;
}

function Target({ amount, setAmount, currency, setCurrency }: TargetProps) {
  return (
    <div class="pair">
      <Input
        label={t("lead.target")}
        hint={t("lead.target.hint")}
        type="number"
        inputMode="decimal"
        min={0}
        step="any"
        value={amount}
        required={false}
        set={setAmount}
      />
      <Field label={t("lead.currency")}>
        {id => (
          <select id={id} value={currency} onChange={e => setCurrency(e.currentTarget.value)}>
            {CURRENCIES.map(c => (
              <option key={c}>{c}</option>
            ))}
          </select>
        )}
      </Field>
    </div>
  );
}
