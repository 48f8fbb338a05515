// The B2B lead: quantity, target price, Incoterm, destination.
import { useRef, useState } from "preact/hooks";
import { create } from "../lib/api";
import { t } from "../lib/i18n";
import { onceKey } from "../lib/key";
import { type Problem, toProblem } from "../lib/problem";
import type { Card, Lead as LeadShape, ScreenMoment } from "../lib/wire";
import { Confirm } from "./confirm";
import { Failure } from "./failure";
import { Field } from "./field";
import { submits } from "./hooks";
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

const digits = (currency: string) =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;

function LeadForm({ card, booth, moment, enquiry, quantity: first, onClose }: Props) {
  const [quantity, setQuantity] = useState(first ?? Math.max(card?.moq ?? 1, 1));
  const [unit, setUnit] = useState(unitOf(card));
  const [amount, setAmount] = useState("");
  const [currency, setCurrency] = useState<string>("INR");
  const [incoterm, setIncoterm] = useState<string>("FOB");
  const [destination, setDestination] = useState("");
  const [company, setCompany] = useState("");
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [lead, setLead] = useState<LeadShape>();
  const [problem, setProblem] = useState<Problem>();
  const key = useRef(onceKey());

  const submit = async () => {
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
    setBusy(true);
    setProblem(undefined);
    try {
      const path = enquiry ? `/enquiries/${enquiry}/lead` : "/leads";
      setLead(await create<LeadShape>(path, body, key.current(body)));
    } catch (e) {
      setProblem(toProblem(e));
    }
    setBusy(false);
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
    <form class="form" onSubmit={submits(submit)}>
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
        <Text label={t("lead.destination")} value={destination} set={setDestination} max={120} required />
      </div>
      <Text label={t("lead.company")} value={company} set={setCompany} max={120} auto="organization" />
      <Note note={note} onNote={setNote} />
      <Failure problem={problem} />
      <button type="submit" class="button strong wide" disabled={busy}>
        {busy ? t("sending") : t("lead.do")}
      </button>
    </form>
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
      <Field label={t("lead.target")} hint={t("lead.target.hint")}>
        {(id, described) => (
          <input
            {...described}
            id={id}
            type="number"
            inputMode="decimal"
            min={0}
            step="any"
            value={amount}
            onInput={e => setAmount(e.currentTarget.value)}
          />
        )}
      </Field>
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

interface TextProps {
  label: string;
  value: string;
  set: (s: string) => void;
  max: number;
  auto?: "organization";
  required?: boolean;
}

function Text({ label, value, set, max, auto, required }: TextProps) {
  return (
    <Field label={label} {...(required ? {} : { hint: t("optional") })}>
      {(id, described) => (
        <input
          {...described}
          id={id}
          dir="auto"
          maxLength={max}
          {...(auto ? { autocomplete: auto } : {})}
          {...(required ? { required: true } : {})}
          value={value}
          onInput={e => set(e.currentTarget.value)}
        />
      )}
    </Field>
  );
}
