// Where a parcel is, for whoever has its code: no sign-in, nothing personal, times in the viewer's own zone.
import { useState } from "preact/hooks";
import "../style/track.css";
import "../words/parcel";
import { get } from "../lib/api";
import { country, dayTime, moment, name, t, time, zoneName } from "../lib/i18n";
import type { Track } from "../lib/parcel";
import { Failure } from "../parts/failure";
import { submits, useLoad, useReturn } from "../parts/hooks";
import { Icon } from "../parts/icon";
import { Input } from "../parts/inputs";
import { Masthead } from "../parts/masthead";
import { Way } from "../parts/parcel/way";
import { boot, pathSlug } from "./boot";

function TrackPage() {
  const code = pathSlug();
  return (
    <>
      <Masthead />
      <main class="track" id="main">
        <h1>{t("track.title")}</h1>
        {code ? <Shown code={code} /> : <Ask />}
      </main>
    </>
  );
}

function Ask() {
  const [text, setText] = useState("");
  const clean = text.replace(/\s/g, "");
  return (
    <form
      class="form"
      onSubmit={submits(() => clean && location.assign(`/track/${encodeURIComponent(clean)}`))}
    >
      <Input
        label={t("track.code")}
        hint={t("track.code.hint")}
        value={text}
        autocomplete="off"
        maxLength={20}
        required={false}
        set={setText}
      />
      <button type="submit" class="button strong">
        {t("track.look")}
      </button>
    </form>
  );
}

function Shown({ code }: { code: string }) {
  const found = useLoad(() => get<Track>(`/track/${encodeURIComponent(code)}`), [code]);
  useReturn(found.again);
  const p = found.data;
  if (!p)
    return found.problem ? (
      <Failure problem={found.problem} onRetry={found.again} />
    ) : (
      <p role="status">{t("loading")}</p>
    );
  const waits = p.state === "requested" || p.state === "booked";
  return (
    <>
      <p class="stand" role="status">
        <b>{t(`parcel.state.${p.state}`)}</b> <time dateTime={p.state_at}>{moment(p.state_at)}</time>
      </p>
      <dl>
        <div>
          <dt>{t("track.from")}</dt>
          <dd>
            {name(p.maker)}
            {p.district_name.en && ` · ${name(p.district_name)}`}
          </dd>
        </div>
        <div>
          <dt>{t("track.to")}</dt>
          <dd>{country(p.to_country)}</dd>
        </div>
        {waits && (
          <div>
            <dt>{t("track.window")}</dt>
            <dd>
              {dayTime(p.window_from)} – {time(p.window_until)} {zoneName(p.window_until)}
            </dd>
          </div>
        )}
        {p.ref && (
          <div>
            <dt>{t("track.ref")}</dt>
            <dd>{p.ref}</dd>
          </div>
        )}
        <div>
          <dt>{t("track.code")}</dt>
          <dd class="code">{p.code}</dd>
        </div>
      </dl>
      {p.history.length > 0 && <h2>{t("track.way")}</h2>}
      <Way history={p.history} />
      <button type="button" class="button no-print" onClick={() => print()}>
        <Icon name="print" />
        {t("track.print")}
      </button>
    </>
  );
}

void boot("track.page", () => <TrackPage />);
