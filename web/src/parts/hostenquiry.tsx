// One enquiry as the booth's host reads it, with the thread to answer in.
import { useEffect, useState } from "preact/hooks";
import { get } from "../lib/api";
import { country, dayTime, name, t } from "../lib/i18n";
import type { Enquiry, ThreadMessage } from "../lib/wire";
import { Failure } from "./failure";
import { useLoad } from "./hooks";
import { Motif } from "./motif";
import { Thread } from "./thread";
import { Translated } from "./translated";

interface Props {
  enquiry: Enquiry;
  mine: ThreadMessage["by"];
  /** Changes with every renewal of the inbox, so that an open thread is read again. */
  turn: unknown;
}

export function HostEnquiry({ enquiry: e, mine, turn }: Props) {
  const [open, setOpen] = useState(false);
  const title = e.product ? name(e.product.name) : name(e.booth_name);
  return (
    <article class={e.state === "open" ? "slip new" : "slip"} aria-label={title}>
      <header>
        {e.product && <Motif kind={e.product.motif} seed={e.product.seed} />}
        <h3>{title}</h3>
        <span class="tag">{t(`enquiry.state.${e.state}`)}</span>
      </header>
      <p class="small">
        <b dir="auto">{e.name}</b>
        {e.country && ` · ${country(e.country)}`}
        {!!e.quantity && ` · ${e.quantity} × ${t(`unit.${e.unit || "piece"}`)}`} ·{" "}
        <time dateTime={e.at}>{dayTime(e.at)}</time>
        {!e.confirmed && ` · ${t("host.unconfirmed")}`}
      </p>
      {e.note && (
        <p dir="auto" lang={e.lang || undefined}>
          {e.note}
        </p>
      )}
      {e.sale && e.sale.reason !== "direct" && (
        <p class="hint">{t(`why.${mine === "organizer" ? "desk" : "artisan"}.${e.sale.reason}`)}</p>
      )}
      {open && <Whole id={e.id} mine={mine} turn={turn} />}
      <button type="button" class="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t(open ? "host.answer.close" : "host.answer")}
      </button>
    </article>
  );
}

function Whole({ id, mine, turn }: { id: string; mine: ThreadMessage["by"]; turn: unknown }) {
  const whole = useLoad(() => get<Enquiry>(`/enquiries/${id}`), [id]);
  useEffect(() => whole.again(), [turn]);
  if (whole.problem && !whole.data) return <Failure problem={whole.problem} onRetry={whole.again} />;
  if (!whole.data) return <p>{t("loading")}</p>;
  return (
    <>
      <Translated texts={whole.data.note_translated} of={whole.data.lang} />
      <Thread enquiry={id} messages={whole.data.messages ?? []} mine={mine} onWritten={whole.again} />
    </>
  );
}
