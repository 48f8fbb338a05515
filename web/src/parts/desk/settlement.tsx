// Settlement at the desk: whether the books are sound, what is owed, runs of payouts by two people, and the rates that papers and prices need.
import { useState } from "preact/hooks";
import "../../style/books.css";
import { get } from "../../lib/api";
import type { Books, DisplayRate, OwnTax, Payout, Run, RunEvent } from "../../lib/books";
import { INDIA } from "../../lib/books";
import { date, dayTime, money, number, t } from "../../lib/i18n";
import { paise } from "../../lib/money";
import { ready } from "../../words/papers";
import { useAttempt } from "../attempt";
import { useDraft } from "../draft";
import { Failure } from "../failure";
import { Form } from "../form";
import { type Loaded, useLoad } from "../hooks";
import { Input, LongText, MoneyInput, Select } from "../inputs";
import { TaxRates } from "../taxrates";
import { Shelves } from "./shelves";

export const words = ready;

const SHELVES = ["runs", "books", "rates"] as const;

const ENTRIES = ["carrier-remits", "gateway-settles", "fair-funds", "state-funds", "carrier-paid"] as const;

export function part() {
  const [shelf, setShelf] = useState<(typeof SHELVES)[number]>("runs");
  const books = useLoad(() => get<Books>("/desk/books"), []);
  const alarm = books.data && !books.data.sound;
  return (
    <>
      <Shelves title={t("settle.title")} shelves={SHELVES} of="settle" shelf={shelf} onShelf={setShelf} />
      {alarm && shelf !== "books" && <Soundness b={books.data} />}
      {shelf === "runs" && <Runs />}
      {shelf === "books" && <Figures books={books} />}
      {shelf === "rates" && <Rates />}
    </>
  );
}

function Runs() {
  const runs = useLoad(() => get<{ items: Run[] }>("/desk/settlements"), []);
  const [open, setOpen] = useState<string>();
  const { problem, busy, run, send } = useAttempt();
  const draft = () =>
    run(async () => {
      const made = await send<{ runs: Run[] }>("/desk/settlements", {});
      setOpen(made.runs[0]?.id);
      runs.again();
    });
  const nothing = problem?.code === "not-found";
  return (
    <>
      <p>{t("settle.two")}</p>
      <div class="row">
        <button type="button" class="button strong" disabled={busy} onClick={() => void draft()}>
          {t("settle.draft")}
        </button>
      </div>
      {nothing && <p role="status">{t("settle.nothing")}</p>}
      <Failure problem={nothing ? runs.problem : (problem ?? runs.problem)} onRetry={runs.again} />
      {runs.data && runs.data.items.length === 0 && <p class="empty">{t("settle.none")}</p>}
      <ul class="runs">
        {runs.data?.items.map(r => (
          <li key={r.id} class="slip">
            <header>
              <h2>{r.number}</h2>
              <b>{money(r.total)}</b>
              <span class={r.state === "paid" ? "tag live" : "tag"}>{t(`settle.state.${r.state}`)}</span>
            </header>
            <p class="small">
              {dayTime(r.made_at)} · {t("settle.parties", r.parties)}
            </p>
            {open === r.id ? (
              <OneRun run={r} onChanged={runs.again} />
            ) : (
              <button type="button" class="button" onClick={() => setOpen(r.id)}>
                {t("settle.open")} <span class="unseen">{r.number}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function OneRun({ run, onChanged }: { run: Run; onChanged: () => void }) {
  const whole = useLoad(() => get<{ payments: Payout[] }>(`/desk/settlements/${run.id}`), [run]);
  const { problem, run: attempt, send } = useAttempt();
  const say = (path: string, body: object) => attempt(() => send(path, body).then(onChanged));
  const step = (event: RunEvent) => void say(`/desk/settlements/${run.id}/state`, { event });
  return (
    <>
      <ul class="entries">
        {whole.data?.payments.map(p => (
          <li key={p.id}>
            <span>
              {p.name}
              <small>
                {t(`settle.kind.${p.kind}`)} · {t(`settle.payer.${p.payer}`)}
                {p.account_end ? ` · …${p.account_end}` : p.upi && ` · ${p.upi}`}
              </small>
            </span>
            <b>{money(p.amount)}</b>
            {p.came_back && <span class="tag">{t("settle.back")}</span>}
            {!p.came_back && p.payer === "fair" && (run.state === "approved" || run.state === "paid") && (
              <button
                type="button"
                class="button quiet"
                onClick={() => void say(`/desk/payouts/${p.id}/back`, {})}
              >
                {t("settle.came")} <span class="unseen">{p.name}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      <Failure problem={problem ?? whole.problem} />
      {run.state === "draft" && !run.can.includes("approve") && <p role="status">{t("settle.other")}</p>}
      <div class="row">
        {run.can.map(e => (
          <button
            key={e}
            type="button"
            class={e === "drop" ? "button" : "button strong"}
            onClick={() => step(e)}
          >
            {t(`settle.do.${e}`)}
          </button>
        ))}
        {(run.state === "approved" || run.state === "paid") && (
          <a class="button" href={`/api/v1/desk/settlements/${run.id}/payout.csv`}>
            {t("settle.file")}
          </a>
        )}
      </div>
    </>
  );
}

/** Whether the books add up, by what is looked at now and by the day's walk through the whole. */
function Soundness({ b }: { b: Books | undefined }) {
  return (
    b && (
      <p class={b.sound ? "proved" : "proved wrong"} role={b.sound ? "status" : "alert"}>
        <b>{t(b.sound ? "books.sound" : "books.unsound")}</b>
        <span>
          {t("books.figures", number(b.journals), number(b.unbalanced + b.drifted), number(b.paper_gaps))}
        </span>
        {(b.walked_at || b.walk_faults > 0) && (
          <span>{t("books.walked", b.walked_at ? dayTime(b.walked_at, INDIA) : "–", b.walk_faults)}</span>
        )}
      </p>
    )
  );
}

function Figures({ books }: { books: Loaded<Books> }) {
  const b = books.data;
  return (
    <>
      <Failure problem={books.problem} onRetry={books.again} />
      <Soundness b={b} />
      <ul class="entries">
        {b?.accounts.map(a => (
          <li key={a.kind}>
            <span>{t(`books.kind.${a.kind}`)}</span>
            <b>{money(a.balance)}</b>
          </li>
        ))}
      </ul>
      {b && b.tcs_to_deposit.minor > 0 && <p>{t("books.tcs", money(b.tcs_to_deposit))}</p>}
      <Entry onDone={books.again} />
    </>
  );
}

const ENTRY = { cause: ENTRIES[0] as string, amount: "", reference: "" };

function Entry({ onDone }: { onDone: () => void }) {
  const draft = useDraft(ENTRY);
  const attempt = useAttempt();
  const { now, set } = draft;
  const enter = () =>
    attempt.run(async () => {
      await attempt.send("/desk/books/entries", {
        cause: now.cause,
        reference: now.reference.trim(),
        amount_minor: paise(now.amount) ?? 0,
      });
      draft.clear();
      onDone();
    });
  return (
    <details>
      <summary>{t("books.enter")}</summary>
      <Form attempt={attempt} onSend={enter} send={t("books.keep")}>
        <Select
          label={t("books.cause")}
          value={now.cause}
          set={set("cause")}
          options={ENTRIES.map(c => [c, t(`books.cause.${c}`)] as const)}
        />
        <MoneyInput label={t("books.amount")} min={0.01} value={now.amount} set={set("amount")} />
        <Input label={t("books.reference")} maxLength={40} value={now.reference} set={set("reference")} />
      </Form>
    </details>
  );
}

function Rates() {
  const tax = useLoad(() => get<Pick<OwnTax, "rates" | "missing">>("/desk/tax-rates"), []);
  const shown = useLoad(() => get<{ rates: DisplayRate[] }>("/rates"), []);
  return (
    <>
      <h2>{t("tax.rates")}</h2>
      <Failure problem={tax.problem ?? shown.problem} />
      {tax.data && tax.data.missing.length > 0 && (
        <p role="status">{t("tax.missing.desk", tax.data.missing.join(", "))}</p>
      )}
      <TaxRates
        path="/desk/tax-rates"
        rates={tax.data?.rates ?? []}
        missing={tax.data?.missing ?? []}
        onDone={tax.again}
      />
      <h2>{t("rates.title")}</h2>
      <p>{t("rates.why")}</p>
      <ul class="entries">
        {shown.data?.rates.map(r => (
          <li key={r.currency}>
            <span>
              {r.currency}
              <small>
                {date(r.from, INDIA)} · {r.source}
              </small>
            </span>
            <b>₹{(r.micro_inr / 1e6).toFixed(4)}</b>
          </li>
        ))}
      </ul>
      <RatesForm onDone={shown.again} />
    </>
  );
}

function RatesForm({ onDone }: { onDone: () => void }) {
  const { now, set } = useDraft({ csv: "currency,date,inr\n", source: "" });
  const attempt = useAttempt();
  const enter = () => {
    const body = { csv: `${now.csv.trim()}\n`, source: now.source.trim() };
    return attempt.run(() => attempt.send("/desk/rates", body).then(onDone));
  };
  return (
    <Form attempt={attempt} onSend={enter} send={t("rates.keep")}>
      <LongText
        label={t("rates.csv")}
        hint="currency,date,inr"
        wrong={attempt.problem?.detail}
        rows={4}
        required
        value={now.csv}
        set={set("csv")}
      />
      <Input label={t("rates.source")} maxLength={120} value={now.source} set={set("source")} />
    </Form>
  );
}
