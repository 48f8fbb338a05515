// The small chooser on the picture: how much of it comes, what it costs in data, and a budget.
import { useState } from "preact/hooks";
import { number, t } from "../lib/i18n";
import type { Ladder } from "../lib/ladder";
import { Icon } from "./icon";
import { Sheet } from "./sheet";

const BUDGETS = [0, 20, 50, 100, 200, 500];

export function LadderButton({ ladder }: { ladder: Ladder }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        class="ladder-button"
        aria-label={t("ladder.title")}
        onClick={() => setOpen(true)}
      >
        <Icon name="ladder" />
        <span>{t(`ladder.${ladder.now.value}`)}</span>
      </button>
      {open && <LadderSheet ladder={ladder} onClose={() => setOpen(false)} />}
    </>
  );
}

function LadderSheet({ ladder, onClose }: { ladder: Ladder; onClose: () => void }) {
  const rate = ladder.perHour.value;
  const lowered = ladder.now.value !== ladder.choice.value;
  return (
    <Sheet title={t("ladder.title")} onClose={onClose}>
      <fieldset class="ladder">
        <legend class="unseen">{t("ladder.title")}</legend>
        {ladder.layers.value.map(r => (
          <label key={r}>
            <input
              type="radio"
              name="rung"
              value={r}
              checked={ladder.choice.value === r}
              onChange={() => ladder.choose(r)}
            />
            <b>{t(`ladder.${r}`)}</b>
            <span>{t(`ladder.${r}.about`)}</span>
          </label>
        ))}
      </fieldset>
      <p class="meter" role="status">
        {t("ladder.used", number(Math.round(ladder.megabytes.value * 10) / 10))}
        {rate !== undefined && ` · ${t("ladder.rate", number(Math.round(rate)))}`}
      </p>
      {lowered && <p class="meter">{t("ladder.lowered", t(`ladder.${ladder.now.value}`))}</p>}
      <label class="field">
        <span>{t("ladder.budget")}</span>
        <select value={ladder.budget.value} onChange={e => ladder.setBudget(Number(e.currentTarget.value))}>
          {BUDGETS.map(mb => (
            <option key={mb} value={mb}>
              {mb ? t("ladder.rate", number(mb)) : t("ladder.budget.none")}
            </option>
          ))}
        </select>
      </label>
    </Sheet>
  );
}
