// What the camera sees, with how the broadcast stands laid over it in words that are read at arm's length.
import { useEffect, useRef } from "preact/hooks";
import type { Phase } from "../../lib/airing";
import { name, number, span, t } from "../../lib/i18n";
import { Film } from "../film";
import { Floats } from "../floats";
import { useNow } from "../hooks";
import { Icon } from "../icon";
import { Tongue } from "../tongue";
import { CameraHelp } from "./camerahelp";
import { OnAir } from "./onair";
import { Snap } from "./snap";
import { Standing } from "./standing";
import type { Tools } from "./workshop";

const WITH_TOOLS: readonly Phase[] = ["preview", "connecting", "live"];

interface Props extends Tools {
  /** The picture is small beside a panel: a touch makes it large again. */
  onBack: (() => void) | undefined;
}

export function Viewfinder({ onBack, ...tools }: Props) {
  const { camera, airing, store } = tools;
  const video = useRef<HTMLVideoElement>(null);
  const stream = camera.stream.value;
  const phase = airing.phase.value;
  const view = store.view.value;
  useEffect(() => {
    const el = video.current;
    if (el && el.srcObject !== (stream ?? null)) el.srcObject = stream ?? null;
  }, [stream]);
  const mirrored = camera.facing.value === "user";
  const onAir = phase === "live" || phase === "lost";
  return (
    <section class={`screen viewfinder ${phase}`} aria-label={t("studio.viewfinder")}>
      <Film of={video} mark={mirrored && "mirrored"} label={t("studio.preview")} />
      {onBack && <button type="button" class="to-camera" aria-label={t("studio.again")} onClick={onBack} />}
      <TopLine {...tools} />
      {camera.fault.value ? <CameraHelp camera={camera} /> : <Standing {...tools} />}
      {onAir && <Floats seq={view.reacted.seq} sum={view.reacted.sum} />}
      {stream && WITH_TOOLS.includes(phase) && <CameraTools {...tools} />}
    </section>
  );
}

function TopLine({ studio, airing, store }: Tools) {
  const phase = airing.phase.value;
  const view = store.view.value;
  const uplink = airing.uplink.value;
  const onAir = phase === "live" || phase === "lost";
  const now = useNow(1000, onAir);
  return (
    <header class="finder-top">
      <div class="state">
        {phase === "live" && <span class="tag live big">{t("state.live")}</span>}
        {onAir && view.beganMs > 0 && <time class="tag dim">{span((now - view.beganMs) / 1000)}</time>}
        {onAir && (
          <span class="tag dim">
            <Icon name="people" />
            {number(view.viewers)} <span class="unseen">{t("presence.watching")}</span>
          </span>
        )}
        {phase === "live" && uplink && (
          <span class={`tag uplink ${uplink}`}>
            {t(`uplink.${uplink}`)}
            {airing.tripMs.value > 0 && ` · ${t("uplink.trip", airing.tripMs.value)}`}
          </span>
        )}
        <h1 class={onAir ? "unseen" : ""}>{name(studio.booth.name)}</h1>
      </div>
      {!onAir && <Tongue />}
    </header>
  );
}

function CameraTools({ camera, airing }: Tools) {
  const muted = camera.muted.value;
  return (
    <div class="camera-tools">
      <button type="button" class="glass" aria-label={t("studio.turn")} onClick={() => void camera.flip()}>
        <Icon name="turn" />
      </button>
      <button
        type="button"
        class={muted ? "glass on" : "glass"}
        aria-pressed={muted}
        aria-label={t("studio.mute")}
        onClick={() => camera.mute(!muted)}
      >
        <Icon name={muted ? "mute" : "mic"} />
      </button>
      {camera.stream.value && airing.phase.value === "live" && <Snap stream={camera.stream.value} />}
      <OnAir airing={airing} />
    </div>
  );
}
