import type { TaxRate } from "../lib/books";
import { INDIA } from "../lib/books";
import { date, t } from "../lib/i18n";
import { useAttempt } from "./attempt";
import { useDraft } from "./draft";
import { Form } from "./form";
import { Input } from "./inputs";

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
      <RateForm key={missing[0]} path={path} heading={missing[0] ?? ""} onDone={onDone} />
      <ul class="entries">
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
  const { now, set } = useDraft({ hsn: heading, rate: "", from: "", proof: "" });
  const attempt = useAttempt();
  const enter = () => {
    const body = {
      hsn: now.hsn.trim(),
      from: now.from,
      bps: Math.round(Number(now.rate) * 100),
      proof: now.proof.trim(),
    };
    return attempt.run(() => attempt.send(path, body).then(onDone));
  };
  return (
    <Form attempt={attempt} onSend={enter} send={t("tax.enter")}>
      <Input
        label={t("tax.hsn")}
        inputMode="numeric"
        pattern="\d{2}|\d{4}|\d{6}|\d{8}"
        value={now.hsn}
        set={set("hsn")}
      />
      <Input
        label={t("tax.rate")}
        type="number"
        min={0}
        max={40}
        step={0.25}
        value={now.rate}
        set={set("rate")}
      />
      <Input label={t("tax.from")} type="date" value={now.from} set={set("from")} />
      <Input label={t("tax.proof")} maxLength={200} value={now.proof} set={set("proof")} />
    </Form>
  );
}
