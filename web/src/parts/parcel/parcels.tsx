// The parcels of one order for whoever sends them: packed and weighed, fetched, handed over with a photo.
import { useState } from "preact/hooks";
import "../../style/parcel.css";
import { get } from "../../lib/api";
import { day, has, name, number, t, time } from "../../lib/i18n";
import type { Parcel, ParcelState } from "../../lib/parcel";
import { me } from "../../lib/who";
import { ready } from "../../words/parcel";
import { useAttempt } from "../attempt";
import { Failure } from "../failure";
import { useLoad } from "../hooks";
import { Icon } from "../icon";
import { Sheet } from "../sheet";
import { AskForm } from "./askform";
import { NextSteps } from "./nextsteps";
import { sendPhoto } from "./photo";
import { Way } from "./way";

export const words = ready;
const ZONE = "Asia/Kolkata"; // where it is fetched

interface Props {
  order: string;
  turn: unknown;
  onChanged: () => void;
}

export function part({ order, turn, onChanged }: Props) {
  const list = useLoad(() => get<{ items: Parcel[] }>(`/orders/${order}/shipments`), [order, turn]);
  const changed = () => {
    list.again();
    onChanged();
  };
  if (list.problem) return <Failure problem={list.problem} onRetry={list.again} />;
  return (
    <>
      {list.data?.items.map(p => (
        <ParcelCard key={p.id} parcel={p} onChanged={changed} />
      ))}
    </>
  );
}

export function faultWords(fault: string): string {
  return has(`parcel.fault.${fault}`) ? t(`parcel.fault.${fault}`) : t("parcel.fault.other", fault);
}

/** Where the maker's pickup place is kept: the artisan's own, or any for the desk. */
const placeOf = (p: Parcel) =>
  me.value?.role === "organizer" ? `/desk/sellers/${p.seller}/pickup-place` : "/studio/pickup-place";

interface CardProps {
  parcel: Parcel;
  onChanged: () => void;
}

export function ParcelCard({ parcel: p, onChanged }: CardProps) {
  const [asking, setAsking] = useState(false);
  const { busy, problem, run, send } = useAttempt();
  const [photo, setPhoto] = useState<File>();
  const tell = (state: ParcelState) =>
    run(async () => {
      const proof = photo && state === "picked_up" ? { photo: await sendPhoto(photo) } : {};
      await send(`/shipments/${p.id}/news`, { state, ...proof });
      onChanged();
    });
  return (
    <section class="parcel" aria-label={`${t("parcel.title")} ${p.code}`}>
      <header>
        <b>
          {t("parcel.title")} {p.code}
        </b>
        <span class="tag">{t(`parcel.state.${p.state}`)}</span>
      </header>
      <p class="small">
        {name(p.maker)}
        {p.weight_g > 0 && ` · ${t("label.weight", number(p.weight_g))}`}
        {p.ref && ` · ${t("label.ref", p.ref)}`}
      </p>
      {(p.state === "requested" || p.state === "booked") && (
        <p class="small">
          {t(
            "parcel.window",
            day(p.window_from, ZONE),
            time(p.window_from, ZONE),
            time(p.window_until, ZONE),
          )}
        </p>
      )}
      {p.fault && <p class="notice">{faultWords(p.fault)}</p>}
      <Way history={p.history} />
      {p.can?.includes("picked_up") && (
        <label class="button">
          <Icon name="photo" />
          {photo ? t("parcel.proof.chosen", photo.name) : t("parcel.proof")}
          <input
            class="unseen"
            type="file"
            accept="image/*"
            capture="environment"
            onChange={e => setPhoto(e.currentTarget.files?.[0])}
          />
        </label>
      )}
      <Failure problem={problem} />
      <div class="row">
        {p.may_ask && (
          <button
            type="button"
            class={`button ${p.state === "packing" ? "strong" : "quiet"}`}
            onClick={() => setAsking(true)}
          >
            {t(p.state === "packing" ? "parcel.ask" : "parcel.ask.again")}
          </button>
        )}
        <a class="button" href={`/api/v1/shipments/${p.id}/label.pdf`} target="_blank" rel="noreferrer">
          {t("parcel.label")}
        </a>
        <NextSteps parcel={p} busy={busy} photo={!!photo} onTell={state => void tell(state)} />
      </div>
      {asking && (
        <Sheet title={t("parcel.ask")} onClose={() => setAsking(false)}>
          <AskForm
            parcel={p}
            place={placeOf(p)}
            onDone={() => {
              setAsking(false);
              onChanged();
            }}
          />
        </Sheet>
      )}
    </section>
  );
}
