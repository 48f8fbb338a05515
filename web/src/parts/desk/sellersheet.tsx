// One seller: what was stated, what the desk entered with dates and proof, under whom it sells, and what follows from it.
import { useState } from "preact/hooks";
import { get } from "../../lib/api";
import { dayTime, name, t } from "../../lib/i18n";
import type { Seller, SellerEvent, SellerWhole } from "../../lib/wire";
import { useAttempt } from "../attempt";
import { Failure } from "../failure";
import { submits, useLoad } from "../hooks";
import { Input, Select } from "../inputs";
import { later } from "../later";
import { May } from "../may";
import { Check } from "../onboard";
import { Sheet } from "../sheet";

const Reveal = later(() => import("./reveal"));
const KINDS = ["unregistered", "enrolled", "composition", "regular", "iec", "lut"] as const;
const DAY_MS = 86_400_000;

interface Props {
  id: string;
  sellers: readonly Seller[];
  onChanged: () => void;
  onClose: () => void;
}

export function SellerSheet({ id, sellers, onChanged, onClose }: Props) {
  const whole = useLoad(() => get<SellerWhole>(`/desk/sellers/${id}`), [id]);
  const { problem, run, send } = useAttempt();
  const s = whole.data;
  const post = (path: string, body: unknown) =>
    run(async () => {
      await send(`/desk/sellers/${id}/${path}`, body);
      whole.again();
      onChanged();
    });
  return (
    <Sheet title={s ? name(s.name) : t("loading")} onClose={onClose}>
      <Failure problem={whole.problem} onRetry={whole.again} />
      {s && (
        <div class="form seller-sheet">
          <p>
            <span class={s.state === "open" ? "tag live" : "tag"}>{t(`seller.state.${s.state}`)}</span>{" "}
            {t(`seller.status.${s.status}`)} · {name(s.region)}
          </p>
          <Moves can={s.can} onMove={(event, note) => void post("state", { event, note })} />
          <Failure problem={problem} />
          <h3>{t("desk.seller.may")}</h3>
          <May seller={s} to="desk" />
          {s.form && <h3>{t("desk.seller.form")}</h3>}
          {s.form && <Check form={{ ...s.form, name: s.name }} />}
          {s.form?.masked && <Reveal kind="seller" id={s.id} reason="approval" />}
          <Tax seller={s} onPut={body => post("tax", body)} />
          <Principals seller={s} sellers={sellers} onPut={body => post("principal", body)} />
          <History seller={s} />
        </div>
      )}
    </Sheet>
  );
}

function Moves({ can, onMove }: { can: SellerEvent[]; onMove: (e: SellerEvent, note: string) => void }) {
  const [note, setNote] = useState("");
  if (can.length === 0) return null;
  return (
    <>
      <Input label={t("desk.seller.note")} maxLength={150} value={note} required={false} set={setNote} />
      <div class="row">
        {can.map(e => (
          <button key={e} type="button" class="button" onClick={() => onMove(e, note)}>
            {t(`seller.do.${e}`)}
          </button>
        ))}
      </div>
    </>
  );
}

const day = (at: string) =>
  new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Kolkata" }).format(new Date(at));

/** `until` on the wire is the moment after the last day. */
function dates(from: string, until: string | null | undefined): string {
  if (!until) return t("desk.seller.since", day(from));
  return t("desk.seller.dates", day(from), day(new Date(Date.parse(until) - DAY_MS).toISOString()));
}

type Put = (body: unknown) => Promise<boolean>;

function Tax({ seller, onPut }: { seller: SellerWhole; onPut: Put }) {
  const claim = seller.form?.claim;
  const [row, setRow] = useState({
    kind: (claim ?? "regular") as (typeof KINDS)[number],
    number: seller.form?.claim_number ?? "",
    from: day(new Date().toISOString()),
    until: "",
    proof: "",
  });
  const put = async () => {
    const filled = Object.fromEntries(Object.entries(row).filter(([, v]) => v !== ""));
    if (await onPut(filled)) setRow({ ...row, number: "", until: "", proof: "" });
  };
  return (
    <>
      <h3>{t("desk.seller.tax")}</h3>
      <ul class="rows">
        {seller.tax.map(r => (
          <li key={`${r.kind}${r.from_at}${r.until_at}`}>
            <b>{t(`desk.tax.${r.kind}`)}</b> {r.number} · {dates(r.from_at, r.until_at)} · {r.proof}
          </li>
        ))}
      </ul>
      <form class="form" onSubmit={submits(put)}>
        <Select
          label={t("desk.seller.kind")}
          value={row.kind}
          set={kind => setRow({ ...row, kind: kind as typeof row.kind })}
          options={KINDS.map(k => [k, t(`desk.tax.${k}`)] as const)}
        />
        <Input
          label={t("desk.seller.number")}
          maxLength={20}
          required={row.kind !== "unregistered"}
          disabled={row.kind === "unregistered"}
          value={row.number}
          set={typed => setRow({ ...row, number: typed.toUpperCase().trim() })}
        />
        <Days row={row} onChange={some => setRow({ ...row, ...some })} year={row.kind === "lut"} />
        <Input
          label={t("desk.seller.proof")}
          hint={t("desk.seller.proof.hint")}
          maxLength={60}
          value={row.proof}
          set={typed => setRow({ ...row, proof: typed })}
        />
        <button type="submit" class="button">
          {t("desk.seller.tax.add")}
        </button>
      </form>
    </>
  );
}

interface DaysProps {
  row: { from: string; until: string };
  onChange: (some: { from?: string; until?: string }) => void;
  /** It must have a last day. */
  year?: boolean;
}

function Days({ row, onChange, year = false }: DaysProps) {
  return (
    <div class="pair">
      <Input
        label={t("desk.seller.from")}
        type="date"
        value={row.from}
        set={typed => onChange({ from: typed })}
      />
      <Input
        label={t("desk.seller.until")}
        type="date"
        required={year}
        min={row.from}
        value={row.until}
        set={typed => onChange({ until: typed })}
      />
    </div>
  );
}

interface PrincipalsProps {
  seller: SellerWhole;
  sellers: readonly Seller[];
  onPut: Put;
}

/** Who may stand above: open, registered, and under nobody. */
const canLead = (s: Seller, below: Seller) =>
  s.id !== below.id &&
  s.state === "open" &&
  !s.principal &&
  ["regular", "exporter-igst", "exporter-lut"].includes(s.status);

function Principals({ seller, sellers, onPut }: PrincipalsProps) {
  const [row, setRow] = useState({
    principal: "",
    from: day(new Date().toISOString()),
    until: "",
  });
  const put = () => onPut(Object.fromEntries(Object.entries(row).filter(([, v]) => v !== "")));
  return (
    <>
      <h3>{t("desk.seller.principals")}</h3>
      <ul class="rows">
        {seller.principals.map(p => (
          <li key={p.principal + p.from_at}>
            <b>{name(p.name)}</b> · {dates(p.from_at, p.until_at)}
          </li>
        ))}
      </ul>
      <form class="form" onSubmit={submits(put)}>
        <Select
          label={t("desk.seller.link")}
          value={row.principal}
          set={principal => setRow({ ...row, principal })}
          options={[
            ["", t("desk.seller.nobody")],
            ...sellers.filter(s => canLead(s, seller)).map(s => [s.id, name(s.name)] as const),
          ]}
        />
        <Days row={row} onChange={some => setRow({ ...row, ...some })} />
        <button type="submit" class="button">
          {t("desk.seller.link.do")}
        </button>
      </form>
    </>
  );
}

function History({ seller }: { seller: SellerWhole }) {
  if (seller.moves.length === 0) return null;
  return (
    <>
      <h3>{t("desk.seller.history")}</h3>
      <ul class="rows">
        {seller.moves.map(m => (
          <li key={m.at + m.state}>
            <b>{t(`seller.state.${m.state}`)}</b> · {dayTime(m.at)} · {m.by} {m.note}
          </li>
        ))}
      </ul>
    </>
  );
}
