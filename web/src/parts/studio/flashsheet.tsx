// A price for a few minutes: what it costs, how many, how long. One that runs can be stopped.
import { useState } from "preact/hooks";
import type { BoothStore } from "../../lib/boothstore";
import { money, name, t } from "../../lib/i18n";
import type { Card } from "../../lib/wire";
import { useAttempt } from "../attempt";
import { Failure } from "../failure";
import { submits } from "../hooks";
import { Input } from "../inputs";
import { Sheet } from "../sheet";

const MINUTES = [5, 10, 15, 30] as const;
const REBATES = [10, 20, 30] as const;
const MINOR = 100;

interface Props {
  card: Card;
  store: BoothStore;
  onClose: () => void;
}

/** The price with so much per cent off, in whole rupees. */
export const lowered = (minor: number, percent: number) =>
  Math.max(MINOR, Math.round((minor * (100 - percent)) / 100 / MINOR) * MINOR);

export function FlashSheet({ card, store, onClose }: Props) {
  const running = store.view.value.flashes[card.id];
  const [minor, setMinor] = useState(lowered(card.price.minor, 10));
  const [quantity, setQuantity] = useState(Math.max(1, Math.min(5, card.available)));
  const [minutes, setMinutes] = useState<number>(MINUTES[1]);
  const { problem, run } = useAttempt();
  const act = (done: Promise<unknown>) => run(() => done.then(onClose));
  const start = () =>
    act(
      store.live.send(store.slug, "flash.start", {
        product: card.id,
        price_minor: minor,
        quantity,
        lasts_s: minutes * 60,
      }),
    );
  const stop = () => act(store.live.send(store.slug, "flash.stop", { product: card.id }));
  return (
    <Sheet title={t("studio.flash")} onClose={onClose}>
      <form class="form flash-form" onSubmit={submits(start)}>
        <p>
          <b>{name(card.name)}</b> · {money(card.price)}
        </p>
        {running ? (
          <button type="button" class="button strong wide tall" onClick={() => void stop()}>
            {t("studio.flash.stop")}
          </button>
        ) : (
          <>
            <Choice
              label={t("studio.flash.less")}
              choices={REBATES.map(r => ({ at: lowered(card.price.minor, r), words: `−${r}%` }))}
              chosen={minor}
              onChoose={setMinor}
            />
            <div class="pair">
              <Input
                label={t("studio.flash.price")}
                type="number"
                inputMode="numeric"
                min={1}
                max={Math.floor(card.price.minor / MINOR)}
                value={minor / MINOR || ""}
                set={typed => setMinor((Math.trunc(Number(typed)) || 0) * MINOR)}
              />
              <Input
                label={t("studio.flash.quantity")}
                type="number"
                inputMode="numeric"
                min={1}
                max={Math.max(1, card.available)}
                value={quantity || ""}
                set={typed => setQuantity(Math.trunc(Number(typed)) || 0)}
              />
            </div>
            <Choice
              label={t("studio.flash.minutes")}
              choices={MINUTES.map(m => ({ at: m, words: t("studio.minutes", m) }))}
              chosen={minutes}
              onChoose={setMinutes}
            />
            <button type="submit" class="button strong wide tall">
              {t("studio.flash.do", money({ ...card.price, minor }))}
            </button>
          </>
        )}
        <Failure problem={problem} />
      </form>
    </Sheet>
  );
}

interface ChoiceProps {
  label: string;
  choices: { at: number; words: string }[];
  chosen: number;
  onChoose: (at: number) => void;
}

function Choice({ label, choices, chosen, onChoose }: ChoiceProps) {
  return (
    <fieldset class="choice">
      <legend>{label}</legend>
      {choices.map(c => (
        <button key={c.words} type="button" aria-pressed={chosen === c.at} onClick={() => onChoose(c.at)}>
          {c.words}
        </button>
      ))}
    </fieldset>
  );
}
