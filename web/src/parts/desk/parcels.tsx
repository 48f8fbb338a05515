// The board of all parcels: what is late, what waits, and a run of the fair's own for those that nobody fetches.
import { useState } from "preact/hooks";
import { get } from "../../lib/api";
import { name, t } from "../../lib/i18n";
import { PARCEL_STATES, type Parcel } from "../../lib/parcel";
import type { Page } from "../../lib/wire";
import { ready } from "../../words/parcel";
import { useAttempt } from "../attempt";
import { Failure } from "../failure";
import { useLoad } from "../hooks";
import { ParcelCard } from "../parcel/parcels";
import { Filter, named } from "./filter";

export const words = ready;
const PAGE = 30;

export function part() {
  const [state, setState] = useState("");
  const [late, setLate] = useState(false);
  const [cursors, setCursors] = useState<string[]>([""]);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const list = useLoad(async () => {
    const query = { state, late: late ? 1 : undefined, limit: PAGE };
    const pages = await Promise.all(
      cursors.map(cursor => get<Page<Parcel>>("/desk/shipments", { ...query, cursor })),
    );
    return { items: pages.flatMap(p => p.items), next: pages.at(-1)?.next };
  }, [state, late, cursors]);
  const choose = (turn: () => void) => {
    setCursors([""]);
    setPicked(new Set());
    turn();
  };
  const pick = (id: string, on: boolean) =>
    setPicked(new Set([...picked].filter(x => x !== id).concat(on ? [id] : [])));
  const items = list.data?.items ?? [];
  return (
    <>
      <div class="head">
        <h1>{t("board.title", items.length)}</h1>
        <Filter
          label={t("board.state")}
          value={state}
          options={[["", t("board.all")], ...named(PARCEL_STATES, s => t(`parcel.state.${s}`))]}
          set={value => choose(() => setState(value))}
        />
        <label class="row">
          <input
            type="checkbox"
            checked={late}
            onChange={e => {
              const { checked } = e.currentTarget;
              choose(() => setLate(checked));
            }}
          />
          {t("board.late")}
        </label>
        <Run picked={[...picked]} onDone={() => choose(list.again)} />
      </div>
      <Failure problem={list.problem} onRetry={list.again} />
      {list.data && items.length === 0 && <p class="empty">{t("board.none")}</p>}
      <ul class="booth-list plain">
        {items.map(p => (
          <li key={p.id} class="slip">
            <div>
              <header>
                <h2>{p.number}</h2>
                {p.state === "requested" && (
                  <label class="row">
                    <input
                      type="checkbox"
                      checked={picked.has(p.id)}
                      onChange={e => pick(p.id, e.currentTarget.checked)}
                    />
                    {t("board.pick")} <span class="unseen">{name(p.maker)}</span>
                  </label>
                )}
              </header>
              <ParcelCard parcel={p} onChanged={list.again} />
              {p.run && (
                <a
                  class="button"
                  href={`/api/v1/desk/pickup-runs/${p.run}/manifest.pdf`}
                  target="_blank"
                  rel="noreferrer"
                >
                  {t("board.manifest")}
                </a>
              )}
            </div>
          </li>
        ))}
      </ul>
      {list.data?.next && (
        <button type="button" class="button" onClick={() => setCursors([...cursors, list.data?.next ?? ""])}>
          {t("board.more")}
        </button>
      )}
    </>
  );
}

function Run({ picked, onDone }: { picked: string[]; onDone: () => void }) {
  const { busy, problem, run, send } = useAttempt();
  const plan = () =>
    run(async () => {
      await send("/desk/pickup-runs", { shipments: picked.map(id => ({ id })) });
      onDone();
    });
  return (
    <>
      <button
        type="button"
        class="button strong"
        disabled={busy || !picked.length}
        onClick={() => void plan()}
      >
        {t("board.run", picked.length)}
      </button>
      <Failure problem={problem} />
    </>
  );
}
