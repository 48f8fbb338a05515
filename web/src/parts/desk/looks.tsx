// Who of those who work here looked at whose contact data, and why: newest first, with the busiest of the day above.
import { useState } from "preact/hooks";
import { get } from "../../lib/api";
import { dayTime, number, t } from "../../lib/i18n";
import type { Look, LookLog } from "../../lib/look";
import { ready } from "../../words/look";
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
      <ul class="booth-list plain">
        {rows.map(l => (
          <li key={l.n} class="slip">
            <header>
              <h2>{l.by}</h2>
              <span class="tag">{t(`look.reason.${l.reason}`)}</span>
            </header>
            <p class="small">
              {t(`look.kind.${l.kind}`)} · <code>{l.id.slice(-6)}</code> ·{" "}
              <time dateTime={l.at}>{dayTime(l.at)}</time>
            </p>
          </li>
        ))}
      </ul>
      {from && (
        <button type="button" class="button" onClick={() => void more()}>
          {t("look.more")}
        </button>
      )}
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
