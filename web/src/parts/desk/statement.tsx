// The bank's statement: read as CSV piece by piece, settled by itself where it names a payment, the rest by hand.
import { useState } from "preact/hooks";
import { get, post } from "../../lib/api";
import { day, money, t } from "../../lib/i18n";
import { type BankLine, type BankReport, type Payment, statementPieces } from "../../lib/payment";
import { Problem, toProblem } from "../../lib/problem";
import type { Page } from "../../lib/wire";
import { useAttempt } from "../attempt";
import { Failure } from "../failure";
import { useLoad } from "../hooks";
import { Filter, named } from "./filter";

const STATES = ["open", "matched", "aside"] as const;

export function Statement() {
  const [state, setState] = useState<BankLine["state"]>("open");
  const list = useLoad(() => get<Page<BankLine>>("/desk/bank", { state, limit: 100 }), [state]);
  return (
    <>
      <div class="head">
        <Upload onRead={list.again} />
        <Filter
          label={t("desk.state")}
          value={state}
          options={named(STATES, s => t(`bank.state.${s}`))}
          set={setState}
        />
      </div>
      <Failure problem={list.problem} onRetry={list.again} />
      {list.data && list.data.items.length === 0 && <p class="empty">{t("bank.none")}</p>}
      <ul class="money-list">
        {list.data?.items.map(l => (
          <Line key={l.id} line={l} onChanged={list.again} />
        ))}
      </ul>
    </>
  );
}

function Upload({ onRead }: { onRead: () => void }) {
  const [said, setSaid] = useState("");
  const [wrong, setWrong] = useState("");
  const read = async (file: File | undefined) => {
    if (!file) return;
    setWrong("");
    const sum = { credits: 0, fresh: 0, matched: 0 };
    try {
      const pieces = statementPieces(await file.text());
      for (const [i, csv] of pieces.entries()) {
        setSaid(t("bank.reading", i + 1, pieces.length));
        const r = await post<BankReport>("/desk/bank", { csv });
        sum.credits += r.credits;
        sum.fresh += r.fresh;
        sum.matched += r.matched;
      }
      setSaid(t("bank.done", sum.credits, sum.fresh, sum.matched));
    } catch (e) {
      setSaid("");
      setWrong(
        t("bank.refused", e instanceof Problem && e.detail ? e.detail : t(`problem.${toProblem(e).code}`)),
      );
    }
    onRead();
  };
  return (
    <>
      <label class="button strong">
        {t("bank.upload")}
        <input
          class="unseen"
          type="file"
          accept=".csv,text/csv"
          onChange={e => {
            void read(e.currentTarget.files?.[0]);
            e.currentTarget.value = "";
          }}
        />
      </label>
      {said && <p role="status">{said}</p>}
      {wrong && (
        <p class="wrong" role="alert">
          {wrong}
        </p>
      )}
    </>
  );
}

function Line({ line: l, onChanged }: { line: BankLine; onChanged: () => void }) {
  const [choosing, setChoosing] = useState<Payment[]>();
  const { problem, run, send } = useAttempt();
  const act = (fn: () => Promise<unknown>) =>
    run(async () => {
      await fn();
    });
  const settle = (body: object) =>
    act(async () => {
      await send(`/desk/bank/${l.id}`, body);
      onChanged();
    });
  const search = () =>
    act(async () => {
      const pages = await Promise.all(
        ["claimed", "due", "failed"].map(state =>
          get<Page<Payment>>("/desk/payments", { state, limit: 100 }),
        ),
      );
      setChoosing(pages.flatMap(p => p.items).filter(p => p.amount.minor === l.amount.minor));
    });
  return (
    <li class="slip">
      <header>
        <b>{money(l.amount)}</b>
        <time dateTime={l.day}>{day(l.day, "Asia/Kolkata")}</time>
        <span dir="auto">{l.narration}</span>
        {l.reference && <span class="small">{l.reference}</span>}
      </header>
      <Failure problem={problem} />
      {l.state === "open" && !choosing && (
        <div class="row">
          <button type="button" class="button" onClick={() => void search()}>
            {t("bank.match")} <span class="unseen">{l.narration}</span>
          </button>
          <button type="button" class="button quiet" onClick={() => void settle({ aside: true })}>
            {t("bank.aside")} <span class="unseen">{l.narration}</span>
          </button>
        </div>
      )}
      {choosing && <Choice line={l} among={choosing} onChoose={payment => void settle({ payment })} />}
      {l.state === "aside" && (
        <button type="button" class="button quiet" onClick={() => void settle({ aside: false })}>
          {t("bank.again")} <span class="unseen">{l.narration}</span>
        </button>
      )}
    </li>
  );
}

interface ChoiceProps {
  line: BankLine;
  among: Payment[];
  onChoose: (payment: string) => void;
}

function Choice({ line, among, onChoose }: ChoiceProps) {
  if (among.length === 0) return <p>{t("bank.match.none", money(line.amount))}</p>;
  return (
    <div class="row">
      {among.map(p => (
        <button key={p.id} type="button" class="button" onClick={() => onChoose(p.id)}>
          {p.number}
        </button>
      ))}
    </div>
  );
}
