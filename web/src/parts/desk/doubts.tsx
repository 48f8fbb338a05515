// Certificates that somebody doubts: what was said, what the certificate claims, and the desk's decision.
import { useState } from "preact/hooks";
import "../../style/parcel.css";
import { get } from "../../lib/api";
import { dayTime, name, t } from "../../lib/i18n";
import type { Doubt } from "../../lib/parcel";
import type { Page } from "../../lib/wire";
import { ready } from "../../words/parcel";
import { useAttempt } from "../attempt";
import { ConfirmSheet } from "../confirmsheet";
import { Failure } from "../failure";
import { useLoad } from "../hooks";
import { Input } from "../inputs";

export const words = ready;
const DECISIONS = ["dismissed", "copied", "false"] as const;

export function part() {
  const [open, setOpen] = useState(true);
  const list = useLoad(
    () => get<Page<Doubt>>("/desk/doubts", { open: open ? 1 : undefined, limit: 90 }),
    [open],
  );
  const items = list.data?.items ?? [];
  return (
    <>
      <div class="head">
        <h1>{t("doubt.title")}</h1>
        <label class="row">
          <input type="checkbox" checked={open} onChange={e => setOpen(e.currentTarget.checked)} />
          {t("doubt.open")}
        </label>
      </div>
      <Failure problem={list.problem} onRetry={list.again} />
      {list.data && items.length === 0 && <p class="empty">{t("doubt.none")}</p>}
      <ul class="booth-list plain">
        {items.map(d => (
          <Row key={d.id} doubt={d} onChanged={list.again} />
        ))}
      </ul>
    </>
  );
}

function Row({ doubt: d, onChanged }: { doubt: Doubt; onChanged: () => void }) {
  const [why, setWhy] = useState("");
  const [sure, setSure] = useState(false);
  const { busy, problem, run, send } = useAttempt();
  const decide = (decision: string) => {
    setSure(false);
    return run(async () => {
      await send(`/desk/doubts/${d.id}/decision`, { decision, note: why.trim() });
      onChanged();
    });
  };
  const code = d.piece ? `${d.code}-${d.piece}` : d.code;
  return (
    <li class="slip">
      <header>
        <h2>{t(`doubt.${d.doubt}`)}</h2>
        <time dateTime={d.at}>{dayTime(d.at)}</time>
      </header>
      <p>
        {name(d.product)} · {name(d.artisan)} · {name(d.district_name)}{" "}
        <a href={`/verify/${code}`} target="_blank" rel="noreferrer">
          {t("doubt.look")}
        </a>
      </p>
      {d.note && <blockquote>{d.note}</blockquote>}
      {d.decision && <p class="tag">{t(`doubt.decided.${d.decision}`)}</p>}
      {!d.decision && (
        <>
          <Input label={t("doubt.why")} maxLength={300} value={why} required={false} set={setWhy} />
          <Failure problem={problem} />
          <div class="row">
            {DECISIONS.map(x => (
              <button
                key={x}
                type="button"
                class="button"
                disabled={busy || !why.trim()}
                onClick={() => (x === "false" ? setSure(true) : void decide(x))}
              >
                {t(`doubt.do.${x}`)}
              </button>
            ))}
          </div>
        </>
      )}
      {sure && (
        <ConfirmSheet
          title={t("doubt.do.false")}
          why={t("doubt.sure")}
          yes={t("doubt.do.false")}
          no={t("doubt.keep")}
          onYes={() => void decide("false")}
          onNo={() => setSure(false)}
        />
      )}
    </li>
  );
}
