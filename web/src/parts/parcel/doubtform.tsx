// Somebody holds a piece that is not what its certificate says: a few words to the desk.
import { useState } from "preact/hooks";
import { create } from "../../lib/api";
import { t } from "../../lib/i18n";
import { newKey } from "../../lib/key";
import { type Problem, toProblem } from "../../lib/problem";
import { Failure } from "../failure";
import { Field } from "../field";
import { submits } from "../hooks";

const REASONS = ["not-as-said", "not-from-there", "copy", "other"] as const;

export function DoubtForm({ code }: { code: string }) {
  const [reason, setReason] = useState<string>(REASONS[0]);
  const [note, setNote] = useState("");
  const [key] = useState(newKey);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const send = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await create(
        `/verify/${encodeURIComponent(code)}/doubts`,
        { reason, ...(note.trim() ? { note: note.trim() } : {}) },
        key,
      );
      setDone(true);
    } catch (e) {
      setProblem(toProblem(e));
    }
    setBusy(false);
  };
  if (done) return <p role="status">{t("verify.doubt.done")}</p>;
  return (
    <details class="doubt">
      <summary>{t("verify.doubt")}</summary>
      <form class="form" onSubmit={submits(send)}>
        <Field label={t("verify.doubt.reason")}>
          {id => (
            <select id={id} value={reason} onChange={e => setReason(e.currentTarget.value)}>
              {REASONS.map(r => (
                <option key={r} value={r}>
                  {t(`verify.doubt.${r}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t("verify.doubt.note")}>
          {id => (
            <textarea id={id} maxLength={300} value={note} onInput={e => setNote(e.currentTarget.value)} />
          )}
        </Field>
        <Failure problem={problem} />
        <button type="submit" class="button" disabled={busy}>
          {t("verify.doubt.send")}
        </button>
      </form>
    </details>
  );
}
