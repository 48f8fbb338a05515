// How the broadcast stands, and the one thing to do about it: a row per phase.
import { useEffect, useState } from "preact/hooks";
import { span, t } from "../../lib/i18n";
import { checkNetwork, type Uplink } from "../../lib/uplink";
import { problemWords } from "../failure";
import { useNow, useReturn } from "../hooks";
import { Hurdle } from "../hurdle";
import { OnAir } from "./onair";
import type { Tools } from "./workshop";

export function Standing(tools: Tools) {
  const phase = tools.airing.phase.value;
  if (phase === "preview") return <Ready {...tools} />;
  if (phase === "connecting") return <Said kind="connecting" />;
  if (phase === "live") return <Running {...tools} />;
  if (phase === "lost") return <Lost {...tools} />;
  if (phase === "ended") return <Ended {...tools} />;
  return <Stopped {...tools} />;
}

function Said({ kind }: { kind: string }) {
  return (
    <div class={`standing ${kind}`} role="status">
      <p class="said">{t(`studio.${kind}`)}</p>
    </div>
  );
}

/** Before air: what the network is like, and the button. The booth may be on air already, from here or elsewhere. */
function Ready({ airing, camera, store }: Tools) {
  const [network, setNetwork] = useState<Uplink | "offline">();
  const check = () => {
    setNetwork(undefined);
    void checkNetwork().then(setNetwork);
  };
  useEffect(check, []);
  useReturn(check);
  const view = store.view.value;
  const other = view.state === "off" ? undefined : view.state;
  return (
    <div class="standing ready">
      {other && <p class="said">{t(`studio.already.${other}`)}</p>}
      <p class={`network ${network ?? "checking"}`} role="status">
        <b>{network ? t(`uplink.${network}`) : t("studio.checking")}</b>
        {network && <span>{t(`studio.network.${network}`)}</span>}
      </p>
      <button
        type="button"
        class="go-live"
        disabled={!camera.stream.value || network === "offline"}
        onClick={() => airing.start()}
      >
        {t(other ? `studio.take.${other}` : "studio.go")}
      </button>
    </div>
  );
}

function Running({ camera, airing, store }: Tools) {
  const silent = store.live.status.value === "waiting";
  const weak = airing.uplink.value === "very-weak";
  if (camera.interrupted.value) {
    return (
      <div class="standing" role="status">
        <p class="said">{t("studio.interrupted")}</p>
        <button type="button" class="button light tall" onClick={() => void camera.open()}>
          {t("studio.interrupted.do")}
        </button>
      </div>
    );
  }
  const hint = airing.hint.value;
  const advice = silent ? "studio.silent" : weak ? "studio.network.very-weak" : hint && `studio.hint.${hint}`;
  if (!advice) return <p class="unseen" role="status" />;
  return (
    <p class="advice" role="status">
      {t(advice)}
    </p>
  );
}

function Lost({ airing, store }: Tools) {
  const now = useNow(1000);
  const left = (store.view.value.untilMs - now) / 1000;
  return (
    <div class="standing lost" role="alert">
      <p class="said">{t("studio.lost")}</p>
      <p>{left > 0 ? t("studio.lost.left", span(left)) : t("studio.lost.why")}</p>
      <Hurdle trouble={airing.whip.trouble.value} />
      <div class="row">
        <button type="button" class="button light" onClick={() => airing.whip.nudge()}>
          {t("studio.lost.now")}
        </button>
        <OnAir airing={airing} />
      </div>
    </div>
  );
}

/** Replaced by another device, or refused by the server: nothing happens until the artisan says so. */
function Stopped({ airing }: Tools) {
  const phase = airing.phase.value;
  const problem = airing.whip.problem.value;
  return (
    <div class="standing stopped" role="alert">
      <p class="said">{t(`studio.${phase}`)}</p>
      {phase === "refused" && problem && <p>{problemWords(problem)}</p>}
      {phase === "refused" && <Hurdle trouble={airing.whip.trouble.value} />}
      {phase === "replaced" && <p>{t("studio.replaced.why")}</p>}
      <div class="form">
        <button type="button" class="button strong tall" onClick={() => airing.start()}>
          {t(phase === "replaced" ? "studio.take.live" : "retry")}
        </button>
        <button type="button" class="button light tall" onClick={() => airing.toPreview()}>
          {t("studio.leave")}
        </button>
      </div>
    </div>
  );
}

function Ended({ airing, inbox }: Tools) {
  const sum = airing.summary.value;
  return (
    <div class="standing ended" role="status">
      <p class="said">{t("studio.ended")}</p>
      <dl>
        <div>
          <dt>{t("studio.ended.time")}</dt>
          <dd>{span(sum?.seconds ?? 0)}</dd>
        </div>
        <div>
          <dt>{t("studio.ended.most")}</dt>
          <dd>{sum?.mostViewers ?? 0}</dd>
        </div>
        <div>
          <dt>{t("studio.ended.enquiries")}</dt>
          <dd>{inbox.enquiries.value.filter(e => e.state === "open").length}</dd>
        </div>
        <div>
          <dt>{t("studio.ended.orders")}</dt>
          <dd>{inbox.orders.value.filter(o => o.state === "placed").length}</dd>
        </div>
      </dl>
      <button type="button" class="button light tall" onClick={() => airing.toPreview()}>
        {t("studio.again")}
      </button>
    </div>
  );
}
