// Contact data behind a button: why it is needed is said first, and each look is written down.
import { useState } from "preact/hooks";
import { has, number, t } from "../../lib/i18n";
import { type Contact, type Looked, type LookKind, type LookReason, look, REASONS } from "../../lib/look";
import { ready } from "../../words/look";
import { useAttempt } from "../attempt";
import { Failure } from "../failure";
import { submits } from "../hooks";
import { Select } from "../inputs";

export const words = ready;
const OPTIONS = () => REASONS.map(r => [r, t(`look.reason.${r}`)] as const);

interface Props {
  kind: LookKind;
  id: string;
  /** What is most often the reason. */
  reason: LookReason;
  /** Has what was shown; without it, it is shown here. */
  onShown?: (contact: Contact) => void;
}

export function part({ kind, id, reason, onShown }: Props) {
  const [why, setWhy] = useState<LookReason>(reason);
  const [asking, setAsking] = useState(false);
  const [seen, setSeen] = useState<Looked>();
  const { busy, problem, run } = useAttempt();
  const show = () =>
    run(async () => {
      const looked = await look(kind, id, why);
      setSeen(looked);
      onShown?.(looked.contact);
    });
  if (seen) return <Shown seen={seen} facts={!onShown} />;
  if (!asking)
    return (
      <button type="button" class="button" onClick={() => setAsking(true)}>
        {t("look.show")}
      </button>
    );
  return (
    <form class="form" onSubmit={submits(show)}>
      <Select label={t("look.why")} value={why} set={v => setWhy(v as LookReason)} options={OPTIONS()} />
      {problem?.code === "too-fast" ? (
        <p class="notice" role="alert">
          {t("look.refused")}
        </p>
      ) : (
        <Failure problem={problem} />
      )}
      <button type="submit" class="button" disabled={busy}>
        {t("look.show")}
      </button>
    </form>
  );
}

function Shown({ seen, facts }: { seen: Looked; facts: boolean }) {
  const rows = Object.entries(seen.contact).filter(([k, v]) => v && has(`look.field.${k}`));
  return (
    <>
      {facts && (
        <dl class="facts-list">
          {rows.map(([k, v]) => [
            <dt key={`${k}?`}>{t(`look.field.${k}`)}</dt>,
            <dd key={k}>{k === "phone" ? <a href={`tel:${v}`}>{v}</a> : v}</dd>,
          ])}
        </dl>
      )}
      <p class="small" role="status">
        {t("look.noted", number(seen.today), number(seen.most))}
        {seen.today > seen.alert && ` ${t("look.many")}`}
      </p>
    </>
  );
}
