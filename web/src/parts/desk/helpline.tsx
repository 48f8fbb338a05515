// The helpline's console: whom to call, one call at a time, and how it stands.
import { useState } from "preact/hooks";
import { get, post } from "../../lib/api";
import type { Call, CallFigures } from "../../lib/helpwire";
import { dayTime, name, number, t } from "../../lib/i18n";
import type { Page } from "../../lib/wire";
import { ready } from "../../words/helpline";
import { useAttempt } from "../attempt";
import { Failure } from "../failure";
import { useLoad, useNow } from "../hooks";
import { CallSheet } from "./callsheet";
import { Letters } from "./letters";
import { PayFirst } from "./payfirst";
import { TextStops } from "./textstops";

export const words = ready;

const RENEW_MS = 15_000;
const INDIA = "Asia/Kolkata";

export function part({ letters }: { letters: boolean }) {
  const beat = Math.floor(useNow(RENEW_MS) / RENEW_MS);
  const queue = useLoad(() => get<Page<Call>>("/helpline/tasks", { limit: 50 }), [beat]);
  const figures = useLoad(() => get<CallFigures>("/helpline/figures"), [beat]);
  const [open, setOpen] = useState<Call>();
  const { problem, run } = useAttempt();
  const again = () => {
    queue.again();
    figures.again();
  };
  const take = async (call: Call) =>
    (await run(async () => setOpen(await post<Call>(`/helpline/tasks/${call.id}/take`)))) || again();
  return (
    <>
      <div class="head">
        <h1>{t("call.title")}</h1>
      </div>
      <Failure problem={problem ?? queue.problem} onRetry={again} />
      {figures.data && <Figures figures={figures.data} />}
      {queue.data?.items.length === 0 && <p class="empty">{t("call.none")}</p>}
      <ul class="booth-list sellers">
        {queue.data?.items.map(c => (
          <Row key={c.id} call={c} onTake={() => void take(c)} />
        ))}
      </ul>
      {figures.data && figures.data.stuck.length > 0 && <Stuck calls={figures.data.stuck} />}
      {letters && <PayFirst />}
      {letters && <Letters />}
      {letters && <TextStops />}
      {open && (
        <CallSheet
          call={open}
          onClose={() => {
            setOpen(undefined);
            again();
          }}
        />
      )}
    </>
  );
}

function Figures({ figures }: { figures: CallFigures }) {
  const shares = new Map<string, number>();
  for (const c of figures.calls) shares.set(c.outcome, (shares.get(c.outcome) ?? 0) + c.n);
  return (
    <section class="slip" aria-label={t("call.figures")}>
      <dl class="facts-list">
        <dt>{t("call.open")}</dt>
        <dd>{number(figures.open)}</dd>
        <dt>{t("call.overdue")}</dt>
        <dd>{number(figures.overdue)}</dd>
        <dt>{t("call.taken")}</dt>
        <dd>{number(figures.taken)}</dd>
        {[...shares].map(([outcome, n]) => (
          <Share key={outcome} outcome={outcome} n={n} />
        ))}
      </dl>
      {figures.calls.length > 0 && (
        <details>
          <summary>{t("call.by")}</summary>
          <ul class="rows">
            {figures.calls.map(c => (
              <li key={`${c.by}${c.outcome}`}>
                {c.by ?? t("call.automatic")} · {t(`call.outcome.${c.outcome}`)} · {number(c.n)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Share({ outcome, n }: { outcome: string; n: number }) {
  return (
    <>
      <dt>{t("call.day", t(`call.outcome.${outcome}`))}</dt>
      <dd>{number(n)}</dd>
    </>
  );
}

function Row({ call: c, onTake }: { call: Call; onTake: () => void }) {
  const now = useNow(RENEW_MS);
  const due = Date.parse(c.due_at) <= now;
  const others = c.taken_by !== null && !c.mine;
  return (
    <li class={due && !others ? "slip new" : "slip"}>
      <div>
        <header>
          <h2>{name(c.booth.artisan)}</h2>
          <span class="tag">{t(`call.reason.${c.reason}`)}</span>
        </header>
        <p>
          {name(c.booth.name)} · {name(c.booth.district)}
        </p>
        <p class="small">
          {due ? t("call.since", dayTime(c.at, INDIA)) : t("call.later", dayTime(c.due_at, INDIA))}
          {c.tries > 0 && ` · ${t("call.tries", c.tries)}`}
          {others && ` · ${t("call.with", c.taken_by || t("call.automatic"))}`}
        </p>
      </div>
      <div class="row">
        <button type="button" class={due ? "button strong" : "button"} disabled={others} onClick={onTake}>
          {t("call.take")} <span class="unseen">{name(c.booth.artisan)}</span>
        </button>
      </div>
    </li>
  );
}

/** What no call can settle: the desk must find a number or speak with the buyer. */
function Stuck({ calls }: { calls: Call[] }) {
  return (
    <section aria-labelledby="stuck">
      <h2 id="stuck">{t("call.stuck")}</h2>
      <ul class="rows">
        {calls.map(c => (
          <li key={c.id}>
            <b>{name(c.booth.artisan)}</b> · {name(c.booth.district)} · {t(`call.outcome.${c.outcome}`)} ·{" "}
            {dayTime(c.done_at ?? c.at, INDIA)}
          </li>
        ))}
      </ul>
    </section>
  );
}
