// Who of those who work here looked at whose contact data, and why: newest first, with the busiest of the day above; and numbers that
// wait to replace others.
import { useState } from "preact/hooks";
import { get } from "../../lib/api";
import { dayTime, number, t } from "../../lib/i18n";
import type { Look, LookLog, NumberChange } from "../../lib/look";
import { ready } from "../../words/look";
import { useAttempt } from "../attempt";
import { Failure } from "../failure";
import { useLoad } from "../hooks";

export const words = ready;
const LIMIT = 50;

export function part() {
  const [older, setOlder] = useState<Look[]>([]);
  const [next, setNext] = useState<string | null>();
  const log = useLoad(() => get<LookLog>("/desk/looks", { limit: LIMIT }), []);
  const from = next === undefined ? log.data?.next : next;
  const more = async () => {
    const page = await get<LookLog>("/desk/looks", { limit: LIMIT, cursor: from });
    setOlder([...older, ...page.items]);
    setNext(page.next);
  };
  const rows = [...(log.data?.items ?? []), ...older];
  return (
    <>
      <div class="head">
        <h1>{t("look.title")}</h1>
      </div>
      <Failure problem={log.problem} onRetry={log.again} />
      {log.data && <p>{t("look.hint", number(log.data.alert), number(log.data.most))}</p>}
      {log.data && log.data.day.length > 0 && <Day log={log.data} />}
      {log.data && rows.length === 0 && <p class="empty">{t("look.none")}</p>}
      <ul class="rows">
        {rows.map(l => (
          <li key={l.n}>
            <b>{l.by}</b> · {t(`look.kind.${l.kind}`)} <code>{l.id.slice(-6)}</code> ·{" "}
            {t(`look.reason.${l.reason}`)} · <time dateTime={l.at}>{dayTime(l.at)}</time>
          </li>
        ))}
      </ul>
      {from && (
        <button type="button" class="button" onClick={() => void more()}>
          {t("look.more")}
        </button>
      )}
      <Changes />
    </>
  );
}

function Day({ log }: { log: LookLog }) {
  return (
    <section aria-labelledby="look-day">
      <h2 id="look-day">{t("look.day")}</h2>
      <dl class="facts-list">
        {log.day.map(d => [
          <dt key={`${d.person}?`}>{d.by}</dt>,
          <dd key={d.person}>
            {t("look.times", number(d.n))}
            {d.n > log.alert && <span class="tag"> ! </span>}
          </dd>,
        ])}
      </dl>
    </section>
  );
}

/** Whoever took over an account changes its number first. */
function Changes() {
  const list = useLoad(() => get<{ items: NumberChange[] }>("/desk/changes"), []);
  const { busy, problem, run, send } = useAttempt();
  const stop = (c: NumberChange) => run(() => send(`/desk/changes/${c.person}/stop`, {}).then(list.again));
  if (!list.data?.items.length) return <Failure problem={list.problem} onRetry={list.again} />;
  return (
    <section aria-labelledby="look-changes">
      <h2 id="look-changes">{t("look.changes")}</h2>
      <p>{t("look.changes.hint")}</p>
      <Failure problem={problem} />
      <ul class="rows">
        {list.data.items.map(c => (
          <li key={c.person}>
            <b>{c.name}</b> · {t("look.change", c.phone ?? t("look.change.none"), dayTime(c.holds_at))}{" "}
            <button type="button" class="button" disabled={busy} onClick={() => void stop(c)}>
              {t("look.change.stop")}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
