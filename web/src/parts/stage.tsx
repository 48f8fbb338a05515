// The picture of a booth and everything on it: its state in words, the pins, the reactions, the sound.
import { useEffect, useRef, useState } from "preact/hooks";
import { canOrder } from "../lib/booth";
import type { BoothStore } from "../lib/boothstore";
import { country, name, number, t } from "../lib/i18n";
import { Whep } from "../lib/whep";
import { homeCountry } from "../lib/who";
import type { BoothWhole, Card } from "../lib/wire";
import { Film } from "./film";
import { Floats } from "./floats";
import { useReturn } from "./hooks";
import { Icon } from "./icon";
import { LadderButton } from "./ladder";
import { Pin, type WishKind } from "./pin";
import { Slate } from "./slate";

interface Props {
  slug: string;
  store: BoothStore;
  booth: BoothWhole | undefined;
  onWhep: (whep: Whep) => void;
  onWish: (kind: WishKind, card: Card) => void;
}

export function Stage({ slug, store, booth, onWhep, onWish }: Props) {
  const view = store.view.value;
  const video = useRef<HTMLVideoElement>(null);
  const [whep, setWhep] = useState<Whep>();
  const [muted, setMuted] = useState(true);

  useEffect(() => {
    if (!video.current) return;
    const made = new Whep(slug, video.current);
    setWhep(made);
    onWhep(made);
    return () => made.close();
  }, [slug]);
  // Whoever first says that the booth is live starts the picture: the page's own fetch or the live channel.
  useEffect(() => {
    if (booth?.state === "live") whep?.start();
  }, [whep, booth?.state]);
  useEffect(() => {
    if (!whep || !view.entered) return;
    whep.expect(view.state === "live");
    if (view.state === "live") whep.start();
    if (view.state === "off") whep.stop();
  }, [whep, view.entered, view.state, view.broadcast]);
  useReturn(() => whep?.nudge());

  const turnSound = () => {
    const el = video.current;
    if (!el) return;
    el.muted = !el.muted;
    setMuted(el.muted);
    void el.play().catch(() => undefined);
  };
  const watch = whep?.state.value;
  const playing = watch === "playing" && view.state !== "off";
  const heard = (playing || watch === "sound") && view.state !== "off";
  return (
    <section class={`screen stage ${view.state}`} aria-label={t("stage.title")}>
      <Film of={video} mark={playing && "on"} label={t("stage.picture")} />
      <Slate
        view={view}
        watch={whep?.state.value ?? "idle"}
        booth={booth}
        trouble={whep?.trouble.value}
        onRetry={() => whep?.retry()}
      />
      <StageTop store={store} booth={booth} />
      {whep && whep.ladder.layers.value.length > 0 && view.state !== "off" && (
        <LadderButton ladder={whep.ladder} />
      )}
      {heard && (
        <button type="button" class={muted ? "sound off" : "sound"} aria-pressed={!muted} onClick={turnSound}>
          <Icon name={muted ? "muted" : "sound"} />
          <span class={muted ? "" : "unseen"}>{t(muted ? "sound.on" : "sound.off")}</span>
        </button>
      )}
      <Floats seq={view.reacted.seq} sum={view.reacted.sum} />
      {view.pins.length > 0 && (
        <section class="pins" aria-label={t("pins.title")}>
          {view.pins.map(card => (
            <Pin
              key={card.id}
              card={card}
              flash={view.flashes[card.id]}
              direct={canOrder(card, homeCountry.value)}
              onWish={onWish}
              moment={() => whep?.moment()}
            />
          ))}
        </section>
      )}
    </section>
  );
}

function StageTop({ store, booth }: { store: BoothStore; booth: BoothWhole | undefined }) {
  const view = store.view.value;
  const status = store.live.status.value;
  const from = Object.entries(view.countries).sort((a, b) => b[1] - a[1]);
  return (
    <header class="stage-top">
      <a class="round-button" href="/" aria-label={t("booth.back")}>
        <Icon name="back" />
      </a>
      <div class="who">
        <h1>{booth ? name(booth.name) : " "}</h1>
        {booth && (
          <p>
            {name(booth.artisan)} · {name(booth.district_name)}
          </p>
        )}
      </div>
      {view.state === "live" && <span class="tag live">{t("state.live")}</span>}
      {view.entered && (
        <details class="presence">
          <summary class="tag">
            <Icon name="people" />
            {number(view.viewers)} <span class="unseen">{t("presence.watching")}</span>
          </summary>
          <ul>
            {from.map(([code, n]) => (
              <li key={code}>
                {country(code)} <b>{number(n)}</b>
              </li>
            ))}
          </ul>
        </details>
      )}
      {status !== "open" && view.entered && (
        <p class="offline" role="status">
          {t("booth.offline")}
        </p>
      )}
    </header>
  );
}
