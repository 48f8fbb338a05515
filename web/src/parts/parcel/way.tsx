// Where a parcel was and is, the latest first, in the reader's own time zone.
import { dayTime, t, zoneName } from "../../lib/i18n";
import type { Told } from "../../lib/parcel";

export function Way({ history }: { history: readonly Told[] }) {
  return (
    <ol class="parcel-way">
      {[...history].reverse().map(h => (
        <li key={`${h.state}${h.at}`}>
          <b>{t(`parcel.state.${h.state}`)}</b>{" "}
          <time dateTime={h.at}>
            {dayTime(h.at)} {zoneName(h.at)}
          </time>
          {h.place && <span> · {h.place}</span>}
          {h.note && <span class="small"> · {h.note}</span>}
          {h.photo && (
            <a class="small" href={`/photos/${h.photo}-m.webp`} target="_blank" rel="noreferrer">
              {t("parcel.photo")}
            </a>
          )}
        </li>
      ))}
    </ol>
  );
}
