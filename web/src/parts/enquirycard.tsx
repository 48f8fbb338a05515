// One enquiry of the buyer: what was asked, how it stands, and the thread both sides write in.
import { useState } from "preact/hooks";
import { get } from "../lib/api";
import { country, moment, name, t } from "../lib/i18n";
import type { Enquiry } from "../lib/wire";
import { seedOf } from "./boothcard";
import { Failure } from "./failure";
import { useLoad } from "./hooks";
import { Motif } from "./motif";
import { Thread } from "./thread";

export function EnquiryCard({ enquiry, onLead }: { enquiry: Enquiry; onLead: () => void }) {
  const [open, setOpen] = useState(false);
  const e = enquiry;
  const convertible = e.state === "open" || e.state === "answered";
  return (
    <article class="paper">
      {e.product && <Motif kind={e.product.motif} seed={e.product.seed ?? seedOf(e.booth_slug)} />}
      <div class="facts">
        <h3>{e.product ? name(e.product.name) : name(e.booth_name)}</h3>
        <p class="tags">
          <span class="tag">{t(`enquiry.state.${e.state}`)}</span>
          {!e.confirmed && <span class="tag">{t("mine.unconfirmed")}</span>}
        </p>
        <p class="small">
          {!!e.quantity && `${e.quantity} × ${t(`unit.${e.unit || "piece"}`)} · `}
          {e.country && `${country(e.country)} · `}
          <a href={`/booth/${e.booth_slug}`}>{name(e.booth_name)}</a> ·{" "}
          <time dateTime={e.at}>{moment(e.at)}</time>
        </p>
        {e.note && (
          <p dir="auto" lang={e.lang || undefined}>
            {e.note}
          </p>
        )}
        <details open={open} onToggle={ev => setOpen(ev.currentTarget.open)}>
          <summary>{t("mine.thread")}</summary>
          {open && <Whole id={e.id} />}
        </details>
        {convertible && (
          <button type="button" class="button" onClick={onLead}>
            {t("mine.tolead")}
          </button>
        )}
      </div>
    </article>
  );
}

function Whole({ id }: { id: string }) {
  const whole = useLoad(() => get<Enquiry>(`/enquiries/${id}`), [id]);
  if (whole.problem) return <Failure problem={whole.problem} onRetry={whole.again} />;
  if (!whole.data) return <p>{t("loading")}</p>;
  return <Thread enquiry={id} messages={whole.data.messages ?? []} mine="buyer" onWritten={whole.again} />;
}
