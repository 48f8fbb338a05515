// A table of products: sent, looked through, its problems by row and column, then taken in as a whole.
import { useEffect, useState } from "preact/hooks";
import { create, get } from "../lib/api";
import { has, name, number, t } from "../lib/i18n";
import { newKey } from "../lib/key";
import { upload } from "../lib/photo";
import type { Both } from "../lib/wire";
import { useAttempt } from "./attempt";
import { Failure } from "./failure";
import { FileButton } from "./filebutton";

const POLL_MS = 1000;
const OWN_ROWS = 200; // IMPORT_OWN_ROWS_MAX of the server
interface Batch {
  id: string;
  state: "reading" | "checked" | "refused" | "staging" | "done";
  rows: number;
  products: number;
  done: number;
  problems_total: number;
  photos: number;
  photo_problems_total: number;
  problems?: { row: number; col: number; field: string; column: Both | null; code: string; cell: string }[];
  photo_problems?: { name: string; code: string }[];
}

interface Props {
  /** Whose products; an artisan's own need no name. */
  booth?: string;
  onDone: () => void;
}

export function Imports({ booth, onDone }: Props) {
  const [batch, setBatch] = useState<Batch>();
  const [sent, setSent] = useState<number>();
  const { problem, run, fail } = useAttempt();
  const moving = batch?.state === "reading" || batch?.state === "staging";
  useEffect(() => {
    if (!batch || !moving) return;
    const timer = setInterval(() => {
      get<Batch>(`/catalogue/imports/${batch.id}`).then(b => {
        setBatch(b);
        if (b.state === "done") onDone();
      }, fail);
    }, POLL_MS);
    return () => clearInterval(timer);
  }, [batch?.id, moving]);
  const act = (made: Promise<Batch>) => run(() => made.then(setBatch).finally(() => setSent(undefined)));
  const send = (path: string) => (file: File) =>
    void act(upload<Batch>(path.replace("FILE", encodeURIComponent(file.name.slice(0, 40))), file, setSent));
  const place = `${booth ? `booth=${encodeURIComponent(booth)}&` : ""}file=FILE`;
  return (
    <div class="imports">
      {!booth && <p>{t("import.own", number(OWN_ROWS))}</p>}
      <p class="small">{t("import.variants")}</p>
      <p>
        <a href="/api/v1/catalogue/template.xlsx">{t("import.xlsx")}</a> ·{" "}
        <a href="/api/v1/catalogue/template.csv">{t("import.csv")}</a>
      </p>
      <div class="row">
        <FileButton
          words={t("import.send.xlsx")}
          accept=".xlsx"
          onFile={send(`/catalogue/imports?kind=xlsx&${place}`)}
        />
        <FileButton
          words={t("import.send.csv")}
          accept=".csv"
          onFile={send(`/catalogue/imports?kind=csv&${place}`)}
        />
      </div>
      {sent !== undefined && <progress value={sent} max={1} aria-label={t("import.sending")} />}
      <Failure problem={problem} />
      {batch && <Found batch={batch} own={!booth} />}
      {batch && (batch.state === "checked" || batch.state === "refused") && (
        <FileButton
          words={t("import.photos")}
          accept=".zip"
          onFile={send(`/catalogue/imports/${batch.id}/photos`)}
        />
      )}
      {batch?.state === "checked" && (
        <button
          type="button"
          class="button strong"
          onClick={() => act(create<Batch>(`/catalogue/imports/${batch.id}/run`, {}, newKey()))}
        >
          {t(booth ? "import.run" : "import.offer", number(batch.products))}
        </button>
      )}
    </div>
  );
}

const reason = (code: string) => t(has(`problem.${code}`) ? `problem.${code}` : "problem.internal");

function Found({ batch, own }: { batch: Batch; own: boolean }) {
  const state = own && batch.state === "done" ? "waits" : batch.state;
  return (
    <>
      <p role="status">
        {t(`import.state.${state}`)}
        {batch.rows > 0 && ` · ${t("import.found", number(batch.rows), number(batch.products))}`}
        {batch.photos > 0 && ` · ${t("import.photos.got", number(batch.photos))}`}
        {batch.state !== "reading" && ` · ${t("import.problems", number(batch.problems_total))}`}
      </p>
      <Progress batch={batch} />
      {!!batch.photo_problems?.length && (
        <section class="notice">
          <h3>{t("import.photos.bad")}</h3>
          <ul class="rows">
            {batch.photo_problems.map(p => (
              <li key={p.name}>
                <q>{p.name}</q> {reason(p.code)}
              </li>
            ))}
          </ul>
        </section>
      )}
      {!!batch.problems?.length && (
        <ul class="rows">
          {batch.problems.map(p => (
            <li key={`${p.row}:${p.col}`}>
              {p.row ? t("import.at", number(p.row), number(p.col)) : t("import.file")}:{" "}
              {p.column && <b>{name(p.column)}</b>} {reason(p.code)} {p.cell && <q>{p.cell}</q>}
            </li>
          ))}
        </ul>
      )}
      {!!(batch.problems?.length || batch.photo_problems?.length) && (
        <a href={`/api/v1/catalogue/imports/${batch.id}/problems.csv`}>{t("import.report")}</a>
      )}
    </>
  );
}

/** Without a length as long as nobody knows one: while the table is read, and until the first product is on its way. */
function Progress({ batch }: { batch: Batch }) {
  if (batch.state === "reading") return <progress aria-label={t("import.read")} />;
  if (batch.state !== "staging") return null;
  if (!batch.done) return <progress aria-label={t("import.prepare")} />;
  const words = t("import.staged", number(batch.done), number(batch.products));
  return (
    <p>
      <progress value={batch.done} max={batch.products} aria-label={words} /> {words}
    </p>
  );
}
