// One live booth: its picture without sound, who watches, and how the phone fares.
import { useEffect, useRef, useState } from "preact/hooks";
import { name, nameLang, number, t } from "../../lib/i18n";
import { uplinkOf } from "../../lib/uplink";
import type { DeskHealth } from "../../lib/watchtower";
import { Whep } from "../../lib/whep";
import type { DeskBooth } from "../../lib/wire";
import { seedOf } from "../boothcard";
import { Film } from "../film";
import { useReturn } from "../hooks";
import { Icon } from "../icon";
import { Motif } from "../motif";

interface Props {
  booth: DeskBooth;
  health: DeskHealth | undefined;
  inside: boolean;
  onEnter: () => void;
}

/** Health older than this says nothing. */
const STALE_MS = 15_000;
const HOT = ["serious", "critical"];

export function Tile({ booth, health, inside, onEnter }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const [whep, setWhep] = useState<Whep>();
  const state = health?.state ?? booth.state;
  useEffect(() => {
    if (!video.current) return;
    const made = new Whep(booth.slug, video.current);
    setWhep(made);
    made.start();
    return () => made.close();
  }, [booth.slug]);
  useEffect(() => {
    whep?.expect(state === "live");
    if (state === "live") whep?.nudge();
  }, [whep, state]);
  useReturn(() => whep?.nudge());
  const playing = whep?.state.value === "playing" && state === "live";
  return (
    <article class={inside ? "tile picked" : "tile"} aria-label={name(booth.name)}>
      <div class="picture">
        {!playing && <Motif kind={booth.motif} seed={seedOf(booth.slug)} />}
        <Film of={video} mark={playing && "on"} label={t("stage.picture")} />
        <span class={state === "live" ? "tag live" : "tag"}>{t(`state.${state}`)}</span>
        <span class="tag viewers">
          <Icon name="people" />
          {number(health?.viewers ?? booth.viewers)} <span class="unseen">{t("desk.viewers")}</span>
        </span>
      </div>
      <h2 lang={nameLang(booth.name)}>{name(booth.name)}</h2>
      <p class="small">
        {name(booth.artisan)} · {name(booth.district_name)}
      </p>
      <HealthLine health={health} />
      <button type="button" class="button" aria-pressed={inside} onClick={onEnter}>
        {t(inside ? "desk.leave" : "desk.step.in")}
      </button>
    </article>
  );
}

function HealthLine({ health }: { health: DeskHealth | undefined }) {
  if (!health || Date.now() - health.heardAt > STALE_MS) return <p class="health">{t("desk.health.none")}</p>;
  const {
    video_kbps: kbps,
    fps,
    loss_permille: loss,
    rtt_ms: rtt,
    battery_pct: battery,
    still_ms: still,
  } = health;
  const grade = kbps
    ? uplinkOf({ up_kbps: kbps, loss_permille: loss ?? 0, rtt_ms: rtt ?? 0 }, !!loss)
    : undefined;
  const words = [
    kbps !== undefined && t("desk.health.kbps", kbps),
    fps !== undefined && t("desk.health.fps", fps),
    loss !== undefined && t("desk.health.loss", loss / 10),
    rtt !== undefined && t("desk.health.rtt", rtt),
    still ? t("desk.health.still", Math.round(still / 1000)) : false,
    battery ? t(health.charging ? "desk.health.charging" : "desk.health.battery", battery) : false,
    HOT.includes(health.heat ?? "") && t("desk.health.hot"),
    health.slowed && t("desk.health.slow"),
    health.network,
    health.codec,
  ].filter(Boolean);
  return (
    <p class="health">
      {grade && <b class={`uplink ${grade}`}>{t(`uplink.${grade}`)}</b>} {words.join(" · ")}
    </p>
  );
}
