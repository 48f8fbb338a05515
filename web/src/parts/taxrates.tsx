import type { TaxRate } from "../lib/books";
import { INDIA } from "../lib/books";
import { date, t } from "../lib/i18n";
import { useAttempt } from "./attempt";
import { Failure } from "./failure";
import { Field } from "./field";
import { fills } from "./hooks";

interface Props {
  path: string;
  rates: TaxRate[];
  /** Headings of goods that wait for a rate; the first is proposed. */
  missing: string[];
  onDone: () => void;
}

export function TaxRates({ path, rates, missing, onDone }: Props) {
  return (
    <>
      <RateForm path={path} heading={missing[0] ?? ""} onDone={onDone} />
      <ul class="lines">
        {rates.map(r => (
          <li key={`${r.hsn}-${r.from}`}>
            <span>
              {r.hsn}
              <small>
                {t("tax.since", date(r.from, INDIA))} · {r.proof}
              </small>
            </span>
            <b>{r.bps / 100}%</b>
          </li>
        ))}
      </ul>
    </>
  );
}

function RateForm({ path, heading, onDone }: { path: string; heading: string; onDone: () => void }) {
  const { problem, busy, run, send } = useAttempt();
  const enter = (form: FormData) => {
    const text = (k: string) => String(form.get(k) ?? "").trim();
    const body = {
      hsn: text("hsn"),
      from: text("from"),
      bps: Math.round(Number(text("rate")) * 100),
      proof: text("proof"),
    };
    return run(() => send(path, body).then(onDone));
  };
  return (
    <form class="form narrow" onSubmit={fills(enter)}>
      <Field label={t("tax.hsn")}>
        {id => (
          <input
            id={id}
            name="hsn"
            inputMode="numeric"
            required
            pattern="\d{2}|\d{4}|\d{6}|\d{8}"
            defaultValue={heading}
          />
        )}
      </Field>
      <Field label={t("tax.rate")}>
        {id => <input id={id} name="rate" type="number" required min="0" max="40" step="0.25" />}
      </Field>
      <Field label={t("tax.from")}>{id => <input id={id} name="from" type="date" required />}</Field>
      <Field label={t("tax.proof")}>{id => <input id={id} name="proof" required maxLength={200} />}</Field>
      <Failure problem={problem} />
      <button type="submit" class="button strong" disabled={busy}>
        {t("tax.enter")}
      </button>
    </form>
  );
}
