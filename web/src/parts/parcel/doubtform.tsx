// Somebody holds a piece that is not what its certificate says: a few words to the desk.
import { useState } from "preact/hooks";
import { t } from "../../lib/i18n";
import { useAttempt } from "../attempt";
import { Form } from "../form";
import { LongText, Select } from "../inputs";

const REASONS = ["not-as-said", "not-from-there", "copy", "other"] as const;

export function DoubtForm({ code }: { code: string }) {
  const [reason, setReason] = useState<string>(REASONS[0]);
  const [note, setNote] = useState("");
  const [done, setDone] = useState(false);
  const attempt = useAttempt();
  const tell = () =>
    attempt.run(async () => {
      await attempt.send(`/verify/${encodeURIComponent(code)}/doubts`, {
        reason,
        ...(note.trim() ? { note: note.trim() } : {}),
      });
      setDone(true);
    });
  if (done) return <p role="status">{t("verify.doubt.done")}</p>;
  return (
    <details class="doubt">
      <summary>{t("verify.doubt")}</summary>
      <Form attempt={attempt} onSend={tell} send={t("verify.doubt.send")}>
        <Select
          label={t("verify.doubt.reason")}
          value={reason}
          set={setReason}
          options={REASONS.map(r => [r, t(`verify.doubt.${r}`)] as const)}
        />
        <LongText label={t("verify.doubt.note")} maxLength={300} value={note} set={setNote} />
      </Form>
    </details>
  );
}
