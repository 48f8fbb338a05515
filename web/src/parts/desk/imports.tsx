// A table of products: sent, looked through, its problems by row and column, then taken in as a whole.
import { useEffect, useState } from "preact/hooks";
import { create, get } from "../../lib/api";
import { has, number, t } from "../../lib/i18n";
import { newKey } from "../../lib/key";
import { upload } from "../../lib/photo";
import { type Problem, toProblem } from "../../lib/problem";
import { Failure } from "../failure";

const POLL_MS = 1000;
interface Batch {
  id: string;
  state: "reading" | "checked" | "refused" | "staging" | "done";
  rows: number;
  done: number;
  problems_total: number;
  photos: number;
  problems?: { row: number; col: number; field: string; code: string; cell: string }[];
}

export function Imports({ booth, onDone }: { booth: string; onDone: () => void }) {
  const [batch, setBatch] = useState<Batch>();
  const [sent, setSent] = useState<number>();
  const [problem, setProblem] = useState<Problem>();
  const moving = batch?.state === "reading" || batch?.state === "staging";
  useEffect(() => {
    if (!batch || !moving) return;
    const timer = setInterval(() => {
      get<Batch>(`/catalogue/imports/${batch.id}`).then(
        b => {
          setBatch(b);
          if (b.state === "done") onDone();
        },
        e => setProblem(toProblem(e)),
      );
    }, POLL_MS);
    return () => clearInterval(timer);
  }, [batch?.id, moving]);
  const act = (made: Promise<Batch>) => {
    setProblem(undefined);
    made.then(setBatch, e => setProblem(toProblem(e))).finally(() => setSent(undefined));
  };
  const send = (path: string) => (e: { currentTarget: HTMLInputElement }) => {
    const file = e.currentTarget.files?.[0];
    if (file)
      act(upload<Batch>(path.replace("FILE", encodeURIComponent(file.name.slice(0, 40))), file, setSent));
  };
  const place = `booth=${encodeURIComponent(booth)}&file=FILE`;
  return (
    <div class="imports">
      <p>
        <a href="/api/v1/catalogue/template.xlsx">{t("import.xlsx")}</a> ·{" "}
        <a href="/api/v1/catalogue/template.csv">{t("import.csv")}</a>
      </p>
      <label class="field">
        {t("import.send.xlsx")}
        <input type="file" accept=".xlsx" onChange={send(`/catalogue/imports?kind=xlsx&${place}`)} />
      </label>
      <label class="field">
        {t("import.send.csv")}
        <input type="file" accept=".csv" onChange={send(`/catalogue/imports?kind=csv&${place}`)} />
      </label>
      {sent !== undefined && <progress value={sent} max={1} aria-label={t("import.sending")} />}
      <Failure problem={problem} />
      {batch && <Found batch={batch} />}
      {batch && (batch.state === "checked" || batch.state === "refused") && (
        <label class="field">
          {t("import.photos")}
          <input type="file" accept=".zip" onChange={send(`/catalogue/imports/${batch.id}/photos`)} />
        </label>
      )}
      {batch?.state === "checked" && (
        <button
          type="button"
          class="button strong"
          onClick={() => act(create<Batch>(`/catalogue/imports/${batch.id}/run`, {}, newKey()))}
        >
          {t("import.run", batch.rows)}
        </button>
      )}
    </div>
  );
}

function Found({ batch }: { batch: Batch }) {
  return (
    <>
      <p role="status">
        {t(`import.state.${batch.state}`)} · {t("import.rows", batch.rows)} ·{" "}
        {t("import.problems", batch.problems_total)}
      </p>
      {batch.state === "staging" && (
        <progress value={batch.done} max={batch.rows || 1} aria-label={number(batch.done)} />
      )}
      {!!batch.problems?.length && (
        <>
          <ul class="rows">
            {batch.problems.map(p => (
              <li key={`${p.row}:${p.col}`}>
                {t("import.at", p.row, p.col)}:{" "}
                {has(`catalogue.field.${p.field}`) ? t(`catalogue.field.${p.field}`) : p.field}{" "}
                {t(has(`problem.${p.code}`) ? `problem.${p.code}` : "problem.internal")} <q>{p.cell}</q>
              </li>
            ))}
          </ul>
          <a href={`/api/v1/catalogue/imports/${batch.id}/problems.csv`}>{t("import.report")}</a>
        </>
      )}
    </>
  );
}
