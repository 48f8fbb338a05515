// What came in, newest first and by itself: orders, trade leads, enquiries. A row opens its paper beside it.
import { useState } from "preact/hooks";
import { country, dayTime, money, name, t } from "../../lib/i18n";
import type { Inbox } from "../../lib/inbox";
import type { Enquiry, Lead, Order } from "../../lib/wire";
import { Failure } from "../failure";
import { HostEnquiry } from "../hostenquiry";
import { HostLead } from "../hostlead";
import { HostOrder } from "../hostorder";
import { Filter } from "./filter";
import { FindInput, hasText } from "./findinput";

type Shelf = "orders" | "leads" | "enquiries";
const SHELVES: readonly Shelf[] = ["orders", "leads", "enquiries"];
const CSV: Partial<Record<Shelf, string>> = {
  orders: "/api/v1/desk/orders.csv",
  leads: "/api/v1/desk/leads.csv",
};

/** What a row of any shelf shows. */
interface Row {
  id: string;
  number: string;
  what: string;
  who: string;
  worth: string;
  state: string;
  stateWords: string;
  at: string;
}

const orderRow = (o: Order): Row => ({
  id: o.id,
  number: o.number,
  what: o.children
    .flatMap(c => c.lines)
    .map(l => `${l.quantity} × ${name(l.name)}`)
    .join(", "),
  who: [o.name, country(o.country)].filter(Boolean).join(", "),
  worth: money(o.total),
  state: o.state,
  stateWords: t(`order.state.${o.state}`),
  at: o.at,
});
const leadRow = (l: Lead): Row => ({
  id: l.id,
  number: l.number,
  what: `${l.quantity} × ${l.product ? name(l.product.name) : t(`unit.${l.unit || "piece"}`)}`,
  who: [l.name, country(l.country)].filter(Boolean).join(", "),
  worth: l.target_price ? money(l.target_price) : l.incoterm,
  state: l.state,
  stateWords: t(`lead.state.${l.state}`),
  at: l.at,
});
const enquiryRow = (e: Enquiry): Row => ({
  id: e.id,
  number: name(e.booth_name),
  what: e.product ? name(e.product.name) : (e.note ?? ""),
  who: [e.name, country(e.country)].filter(Boolean).join(", "),
  worth: e.quantity ? `${e.quantity} × ${t(`unit.${e.unit || "piece"}`)}` : "",
  state: e.state,
  stateWords: t(`enquiry.state.${e.state}`),
  at: e.at,
});

function rowsOf(inbox: Inbox, shelf: Shelf): Row[] {
  if (shelf === "orders") return inbox.orders.value.map(orderRow);
  if (shelf === "leads") return inbox.leads.value.map(leadRow);
  return inbox.enquiries.value.map(enquiryRow);
}

export function Ledger({ inbox }: { inbox: Inbox }) {
  const [shelf, setShelf] = useState<Shelf>("orders");
  const [wanted, setWanted] = useState("");
  const [state, setState] = useState("");
  const [open, setOpen] = useState("");
  const all = rowsOf(inbox, shelf);
  const rows = all.filter(r => (!state || r.state === state) && hasText([r.number, r.what, r.who], wanted));
  const states = [...new Map(all.map(r => [r.state, r.stateWords]))];
  return (
    <>
      <div class="head">
        <h1>{t("desk.part.orders")}</h1>
        <nav class="shelves" aria-label={t("desk.part.orders")}>
          {SHELVES.map(s => (
            <button
              key={s}
              type="button"
              aria-pressed={s === shelf}
              onClick={() => {
                setShelf(s);
                setState("");
                setOpen("");
              }}
            >
              {t(`host.${s}`)} <b>{rowsOf(inbox, s).length}</b>
            </button>
          ))}
        </nav>
        <FindInput wanted={wanted} onWanted={setWanted} />
        <Filter
          label={t("desk.state")}
          value={state}
          options={[["", t("desk.all")], ...states]}
          set={setState}
        />
        {CSV[shelf] && (
          <a class="button" href={CSV[shelf]} download>
            {t("desk.csv")}
          </a>
        )}
      </div>
      <Failure problem={inbox.problem.value} onRetry={() => inbox.renewAll()} />
      {inbox.loaded.value && rows.length === 0 && (
        <p>{t(all.length ? "desk.none.found" : `host.none.${shelf}`)}</p>
      )}
      <div class={open ? "ledger with-paper" : "ledger"}>
        {rows.length > 0 && <Rows rows={rows} shelf={shelf} open={open} onOpen={setOpen} />}
        {open && (
          <aside aria-label={t("desk.paper")}>
            <h2 class="unseen">{t("desk.paper")}</h2>
            <Paper inbox={inbox} shelf={shelf} id={open} />
          </aside>
        )}
      </div>
    </>
  );
}

interface RowsProps {
  rows: Row[];
  shelf: Shelf;
  open: string;
  onOpen: (id: string) => void;
}

function Rows({ rows, shelf, open, onOpen }: RowsProps) {
  return (
    <div class="sheetlike cards-on-phone">
      <table>
        <caption class="unseen">{t(`host.${shelf}`)}</caption>
        <thead>
          <tr>
            {(["number", "what", "who", "worth", "state", "at"] as const).map(c => (
              <th key={c} scope="col">
                {t(`desk.col.${c}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(r => (
            <tr key={r.id} class={r.id === open ? "picked" : ""}>
              <th scope="row">
                <button
                  type="button"
                  aria-expanded={r.id === open}
                  onClick={() => onOpen(r.id === open ? "" : r.id)}
                >
                  {r.number}
                </button>
              </th>
              <td dir="auto">{r.what}</td>
              <td dir="auto">{r.who}</td>
              <td>{r.worth}</td>
              <td>
                <span class="tag">{r.stateWords}</span>
              </td>
              <td>
                <time dateTime={r.at}>{dayTime(r.at)}</time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Paper({ inbox, shelf, id }: { inbox: Inbox; shelf: Shelf; id: string }) {
  const order = inbox.orders.value.find(o => o.id === id);
  const lead = inbox.leads.value.find(l => l.id === id);
  const enquiry = inbox.enquiries.value.find(e => e.id === id || e.id === lead?.enquiry);
  if (shelf === "orders" && order) return <HostOrder order={order} onChanged={() => inbox.renew("order")} />;
  return (
    <>
      {lead && <HostLead lead={lead} onChanged={() => inbox.renew("lead")} />}
      {enquiry && (
        <HostEnquiry key={enquiry.id} enquiry={enquiry} mine="organizer" turn={inbox.enquiries.value} />
      )}
    </>
  );
}
