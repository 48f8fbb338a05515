// The desk's money: what is owed and by whom it was paid, and the bank's statement laid beside it.
import { useState } from "preact/hooks";
import "../../style/pay.css";
import "../../words/pay";
import { get } from "../../lib/api";
import { dayTime, money, t } from "../../lib/i18n";
import type { Payment, PaymentState } from "../../lib/payment";
import type { Page } from "../../lib/wire";
import { useAttempt } from "../attempt";
import { Failure } from "../failure";
import { useLoad } from "../hooks";
import { Filter, named } from "./filter";
import { Shelves } from "./shelves";
import { Statement } from "./statement";

const SHELVES = ["payments", "bank"] as const;

const STATES: readonly PaymentState[] = [
  "claimed",
  "due",
  "refund_due",
  "paid",
  "refunded",
  "failed",
  "void",
];
const EVENTS: Partial<Record<PaymentState, readonly ("pay" | "fail" | "refund")[]>> = {
  claimed: ["pay", "fail"],
  due: ["pay"],
  failed: ["pay"],
  refund_due: ["refund"],
};
const EVENT_WORDS = { pay: "money.received", fail: "money.failed", refund: "money.back" } as const;

export function Money() {
  const [shelf, setShelf] = useState<(typeof SHELVES)[number]>("payments");
  return (
    <>
      <Shelves title={t("money.title")} shelves={SHELVES} of="money" shelf={shelf} onShelf={setShelf} />
      {shelf === "payments" ? <Payments /> : <Statement />}
    </>
  );
}

function Payments() {
  const [state, setState] = useState<PaymentState>("claimed");
  const [limit, setLimit] = useState(50);
  const list = useLoad(() => get<Page<Payment>>("/desk/payments", { state, limit }), [state, limit]);
  return (
    <>
      <div class="head">
        <Filter
          label={t("desk.state")}
          value={state}
          options={named(STATES, s => t(`pay.state.${s}`))}
          set={setState}
        />
      </div>
      <Failure problem={list.problem} onRetry={list.again} />
      {list.data && list.data.items.length === 0 && <p class="empty">{t("money.none")}</p>}
      <ul class="money-list">
        {list.data?.items.map(p => (
          <Row key={p.id} payment={p} onChanged={list.again} />
        ))}
      </ul>
      {list.data?.next && limit < 100 && (
        <button type="button" class="button" onClick={() => setLimit(100)}>
          {t("money.more")}
        </button>
      )}
    </>
  );
}

function Row({ payment: p, onChanged }: { payment: Payment; onChanged: () => void }) {
  const [reference, setReference] = useState("");
  const { busy, problem, run, send } = useAttempt();
  const say = (event: "pay" | "fail" | "refund") =>
    run(async () => {
      await send(`/payments/${p.id}/state`, {
        event,
        ...(reference.trim() ? { reference: reference.trim() } : {}),
      });
      onChanged();
    });
  const events = EVENTS[p.state] ?? [];
  return (
    <li class="slip">
      <header>
        <h2>{p.number}</h2>
        <b>{money(p.amount)}</b>
        <span class="tag">{t(`pay.method.${p.method}`)}</span>
        <span class={p.state === "paid" ? "tag live" : "tag"}>{t(`pay.state.${p.state}`)}</span>
        {p.reference && <span class="small">{p.reference}</span>}
        <time class="small" dateTime={p.changed_at}>
          {dayTime(p.changed_at)}
        </time>
      </header>
      <History payment={p} />
      {events.length > 0 && (
        <div class="head">
          <input
            aria-label={t("money.reference")}
            placeholder={t("money.reference")}
            maxLength={40}
            value={reference}
            onInput={e => setReference(e.currentTarget.value)}
          />
          {events.map((e, i) => (
            <button
              key={e}
              type="button"
              class={i === 0 ? "button strong" : "button quiet"}
              disabled={busy}
              onClick={() => void say(e)}
            >
              {t(EVENT_WORDS[e])} <span class="unseen">{p.number}</span>
            </button>
          ))}
        </div>
      )}
      <Failure problem={problem} />
    </li>
  );
}

function History({ payment: p }: { payment: Payment }) {
  if (!p.history?.length) return null;
  return (
    <details>
      <summary>{t("money.history")}</summary>
      <ul>
        {p.history.map(n => (
          <li key={`${n.at}${n.event}`}>
            <time dateTime={n.at}>{dayTime(n.at)}</time> · {t(`money.source.${n.source}`)}:{" "}
            {t(`money.event.${n.event}`)}
            {n.reference && ` · ${n.reference}`}
          </li>
        ))}
      </ul>
    </details>
  );
}
