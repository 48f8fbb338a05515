// The booth's products under the thumb: one tap lays one over the picture, another takes it off. The last
// step can be undone for a few seconds.
import { useEffect, useState } from "preact/hooks";
import { PINS_MAX, priceNow } from "../../lib/booth";
import { name, span, t } from "../../lib/i18n";
import type { Card } from "../../lib/wire";
import { useAttempt } from "../attempt";
import { Failure } from "../failure";
import { useNow } from "../hooks";
import { Icon } from "../icon";
import { Picture } from "../picture";
import { Price } from "../price";
import { stockWords } from "../productcard";
import { FlashSheet } from "./flashsheet";
import type { Tools } from "./workshop";

const UNDO_MS = 6_000;

interface Step {
  card: Card;
  pinned: boolean;
}

interface Props extends Tools {
  /** To where products are made. */
  onAdd: () => void;
}

export function Pinboard({ studio, store, onAdd }: Props) {
  const view = store.view.value;
  const [last, setLast] = useState<Step>();
  const [turning, setTurning] = useState("");
  const { busy, problem, run } = useAttempt();
  const [flashing, setFlashing] = useState<Card>();
  useEffect(() => {
    if (!last) return;
    const timer = setTimeout(() => setLast(undefined), UNDO_MS);
    return () => clearTimeout(timer);
  }, [last]);

  const turn = (card: Card, pinned: boolean, undoing = false) => {
    setTurning(card.id);
    return run(async () => {
      await store.live.send(store.slug, pinned ? "pin.set" : "pin.clear", { product: card.id });
      setLast(undoing ? undefined : { card, pinned });
    });
  };
  const isPinned = (card: Card) => view.pins.some(p => p.id === card.id);
  const full = view.pins.length >= PINS_MAX;
  return (
    <div class="pinboard">
      {studio.products.length ? (
        <p class="hint">{t(full ? "studio.pins.full" : "studio.pins.hint", PINS_MAX)}</p>
      ) : (
        <Bare onAdd={onAdd} />
      )}
      <Failure problem={problem} />
      <ul>
        {studio.products.map(card => (
          <PinRow
            key={card.id}
            card={card}
            store={store}
            pinned={isPinned(card)}
            stuck={(busy && turning === card.id) || (full && !isPinned(card))}
            onTurn={() => void turn(card, !isPinned(card))}
            onFlash={() => setFlashing(card)}
          />
        ))}
      </ul>
      {last && (
        <p class="toast undo" role="status">
          {t(last.pinned ? "studio.pinned" : "studio.unpinned", name(last.card.name))}
          <button type="button" onClick={() => void turn(last.card, !last.pinned, true)}>
            {t("studio.undo")}
          </button>
        </p>
      )}
      {flashing && <FlashSheet card={flashing} store={store} onClose={() => setFlashing(undefined)} />}
    </div>
  );
}

/** Nothing is for sale yet: what to do about it. */
const Bare = ({ onAdd }: { onAdd: () => void }) => (
  <div class="bare">
    <p>{t("studio.pins.none")}</p>
    <button type="button" class="button strong tall" onClick={onAdd}>
      {t("studio.pins.add")}
    </button>
  </div>
);

interface RowProps {
  card: Card;
  store: Tools["store"];
  pinned: boolean;
  stuck: boolean;
  onTurn: () => void;
  onFlash: () => void;
}

function PinRow({ card, store, pinned, stuck, onTurn, onFlash }: RowProps) {
  const view = store.view.value;
  const flash = view.flashes[card.id];
  const stock = view.stock[card.id];
  const now = useNow(1000, !!flash);
  const { price, was, endsMs, left } = priceNow(card, flash, now);
  return (
    <li class={pinned ? "pinned" : ""}>
      <button type="button" class="pin-row" aria-pressed={pinned} disabled={stuck} onClick={onTurn}>
        <Picture card={card} />
        <span class="what">
          <b>{name(card.name)}</b>
          <span>
            <Price price={price} was={was} /> · {stockWords(stock ? stock.available : left)}
          </span>
          {pinned && <span class="tag live">{t("studio.on.picture")}</span>}
        </span>
      </button>
      <button type="button" class={endsMs > 0 ? "flash on" : "flash"} onClick={onFlash}>
        <Icon name="clock" />
        {endsMs > 0 ? span((endsMs - now) / 1000) : t("studio.flash.short")}
        <span class="unseen"> {name(card.name)}</span>
      </button>
    </li>
  );
}
