// What stands where there is no picture: before air, on the way, away, over, or why it cannot be shown.

import { get } from "../lib/api";
import type { BoothView } from "../lib/booth";
import { name, t } from "../lib/i18n";
import type { Trouble } from "../lib/ways";
import type { WatchState } from "../lib/whep";
import type { BoothWhole, Fair } from "../lib/wire";
import { useLoad } from "./hooks";
import { useHurdle } from "./latehurdle";
import { Motif } from "./motif";
import { SlotTime } from "./slottime";

interface Props {
  view: BoothView;
  watch: WatchState;
  booth: BoothWhole | undefined;
  /** Why, once a try has failed. */
  trouble: Trouble | undefined;
  onRetry: () => void;
}

type SlateKind = "none" | "entering" | "before" | "ended" | "away" | WatchState;

/** The one state that a viewer is told, from the booth's and the picture's. */
export function slateOf(view: BoothView, watch: WatchState): SlateKind {
  if (!view.entered) return watch === "playing" ? "none" : "entering";
  if (view.state === "off") return view.ended ? "ended" : "before";
  if (view.state === "away") return "away";
  if (watch === "playing") return "none";
  return watch === "idle" ? "connecting" : watch;
}

export function Slate({ view, watch, booth, trouble, onRetry }: Props) {
  const Hurdle = useHurdle();
  const kind = slateOf(view, watch);
  const card = view.pins.at(-1) ?? booth?.products[0];
  if (kind === "none") return <p class="unseen" role="status" />;
  const stuck = kind === "failed" || kind === "full" || kind === "lost";
  const why = stuck || kind === "codec" ? trouble : undefined;
  return (
    <div class={why ? `slate ${kind} why` : `slate ${kind}`} role="status">
      {booth && <Motif kind={card?.motif ?? booth.motif} seed={card?.seed ?? 0} />}
      <p class="said">{t(`slate.${kind}`)}</p>
      {kind === "away" && card && <p>{t("slate.away.product", name(card.name))}</p>}
      {(kind === "before" || kind === "ended") && <NextSlot booth={booth} />}
      <Hurdle trouble={why} />
      {stuck && (
        <button type="button" class="button" onClick={onRetry}>
          {t("retry")}
        </button>
      )}
    </div>
  );
}

function NextSlot({ booth }: { booth: BoothWhole | undefined }) {
  const fair = useLoad(() => get<Fair>("/fair"), []);
  const next = booth?.slots.find(s => Date.parse(s.ends_at) > Date.now()) ?? booth?.next_slot;
  return (
    <>
      {next ? (
        <p>
          {t("slate.next")}{" "}
          <SlotTime begins={next.begins_at} ends={next.ends_at} zone={fair.data?.time_zone} />
        </p>
      ) : (
        <p>{t("slate.unplanned")}</p>
      )}
      <a class="button" href="/">
        {t("slate.others")}
      </a>
    </>
  );
}
