// What goes on a parcel, to be printed: an A6 label with its tracking code, and a tag with the certificate for each piece.
import { useState } from "preact/hooks";
import "../style/label.css";
import "../words/parcel";
import { get } from "../lib/api";
import { country, name, number, t } from "../lib/i18n";
import type { Label, ParcelAddress } from "../lib/parcel";
import { loadMe } from "../lib/who";
import { Failure } from "../parts/failure";
import { useLoad } from "../parts/hooks";
import { Icon } from "../parts/icon";
import { Drawing } from "../parts/parcel/drawing";
import { Tongue } from "../parts/tongue";
import { boot, pathSlug } from "./boot";

const AT_ONCE = 12;

function LabelPage() {
  const [from, setFrom] = useState(1);
  const found = useLoad(
    () => get<Label>(`/shipments/${encodeURIComponent(pathSlug())}/label`, { from }),
    [from],
  );
  const l = found.data;
  return (
    <main class="labels" id="main">
      <div class="row no-print">
        <h1>{l ? t("label.title", l.number) : t("label.page")}</h1>
        <Tongue />
        <button type="button" class="button strong" disabled={!l} onClick={() => print()}>
          <Icon name="print" />
          {t("label.print")}
        </button>
        {from > 1 && (
          <button type="button" class="button" onClick={() => setFrom(from - AT_ONCE)}>
            {t("label.before")}
          </button>
        )}
        {l && from + AT_ONCE <= l.pieces_total && (
          <button type="button" class="button" onClick={() => setFrom(from + AT_ONCE)}>
            {t("label.next", number(Math.min(AT_ONCE, l.pieces_total - from - AT_ONCE + 1)))}
          </button>
        )}
      </div>
      <Failure problem={found.problem} onRetry={found.again} />
      {!l && found.loading && <p role="status">{t("loading")}</p>}
      {l && from === 1 && <Parcel label={l} />}
      {l && (
        <ul class="tags">
          {l.pieces.map(p => (
            <li key={p.code}>
              <Drawing svg={p.qr_svg} label={t("label.qr.piece", p.code)} />
              <div>
                <b>{name(p.product)}</b>
                <p>{name(p.artisan)}</p>
                <p>{name(p.district_name)}</p>
                {p.gi_user && <p>{t("label.gi", p.gi_user)}</p>}
                <p class="code">{p.code}</p>
                <p class="small">{t("label.scan")}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </main>
  );
}

function Parcel({ label: l }: { label: Label }) {
  return (
    <article class="a6" aria-label={t("label.parcel")}>
      <header>
        <b>{t("mela")}</b>
        <span>{l.number}</span>
        {l.weight_g > 0 && <span>{t("label.weight", number(l.weight_g))}</span>}
      </header>
      <Address title={t("label.to")} address={l.to} big />
      {l.from && <Address title={t("label.from")} address={l.from} />}
      <footer>
        <Drawing svg={l.tracking.qr_svg} label={t("label.qr.track")} />
        <div>
          <p class="code">{l.code}</p>
          {l.ref && <p>{t("label.ref", l.ref)}</p>}
          <p class="small">{l.tracking.url}</p>
        </div>
      </footer>
    </article>
  );
}

function Address({ title, address: a, big }: { title: string; address: ParcelAddress; big?: boolean }) {
  return (
    <address class={big ? "big" : ""}>
      <small>{title}</small>
      <b>{a.name}</b>
      <span>{[a.line1, a.line2].filter(Boolean).join(", ")}</span>
      <span>
        {a.city} {a.pin}
      </span>
      <span>{a.country === "IN" ? a.state : `${a.state}, ${country(a.country)}`}</span>
      <span>{a.phone}</span>
    </address>
  );
}

void loadMe()
  .catch(() => undefined)
  .then(() => boot("label.page", () => <LabelPage />));
