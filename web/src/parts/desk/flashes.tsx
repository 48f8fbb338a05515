// Flash prices that the fair or the State pays for: what each has cost so far, more or less money for it, its end, and who did what.
import { useState } from "preact/hooks";
import { get } from "../../lib/api";
import { dayTime, money, name, number, t, time } from "../../lib/i18n";
import { inr, paise, rupees } from "../../lib/money";
import type { Both, Money } from "../../lib/wire";
import { useAttempt } from "../attempt";
import { Failure } from "../failure";
import { Form } from "../form";
import { useLoad } from "../hooks";
import { MoneyInput } from "../inputs";
import { NewFlash } from "./newflash";

interface Move {
  what: "start" | "fund" | "end";
  by: string;
  most_minor: number;
  at: string;
}

interface Flash {
  product: string;
  name: Both;
  funder: "fair" | "state";
  price: Money;
  was: Money;
  quantity: number;
  remaining: number;
  most_minor: number;
  spent_minor: number;
  state: "planned" | "on" | "over";
  ends_at: string;
  moves: Move[];
}

export function Flashes() {
  const list = useLoad(() => get<{ items: Flash[] }>("/desk/flashes"), []);
  return (
    <div class="two">
      <NewFlash onMade={list.again} />
      <div>
        <Failure problem={list.problem} onRetry={list.again} />
        {list.data?.items.length === 0 && <p class="empty">{t("funded.none")}</p>}
        <ul class="cards">
          {list.data?.items.map(f => (
            <li key={f.product} class="slip">
              <One flash={f} onChanged={list.again} />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function One({ flash: f, onChanged }: { flash: Flash; onChanged: () => void }) {
  const { busy, problem, run, send } = useAttempt();
  const stop = () => run(() => send(`/desk/flashes/${f.product}/stop`, {}).then(onChanged));
  return (
    <>
      <h3>
        {name(f.name)} · <s>{money(f.was)}</s> {money(f.price)}
      </h3>
      <p>
        {t(`offers.funder.${f.funder}`)} · {t(`funded.${f.state}`)} ·{" "}
        {t("funded.left", number(f.remaining), number(f.quantity))} · {t("funded.ends", time(f.ends_at))}
      </p>
      <p>{t("funded.spent", money(inr(f.spent_minor)), money(inr(f.most_minor)))}</p>
      <details>
        <summary>{t("funded.change")}</summary>
        <Fund key={f.most_minor} flash={f} onChanged={onChanged} />
        <Moves moves={f.moves} />
      </details>
      <Failure problem={problem} />
      <div class="row">
        <button type="button" class="button" disabled={busy} onClick={() => void stop()}>
          {t("offers.stop")} <span class="unseen">{name(f.name)}</span>
        </button>
      </div>
    </>
  );
}

function Fund({ flash: f, onChanged }: { flash: Flash; onChanged: () => void }) {
  const [most, setMost] = useState(rupees(f.most_minor));
  const attempt = useAttempt();
  const give = () =>
    attempt.run(() =>
      attempt.send(`/desk/flashes/${f.product}/fund`, { most_minor: paise(most) ?? 0 }).then(onChanged),
    );
  return (
    <Form attempt={attempt} onSend={give} send={t("funded.give")}>
      <MoneyInput
        label={t("funded.most")}
        hint={t("funded.least", money(inr(f.spent_minor)))}
        min={Math.max(1, f.spent_minor / 100)}
        value={most}
        set={setMost}
      />
    </Form>
  );
}

const Moves = ({ moves }: { moves: Move[] }) => (
  <ul class="rows small">
    {moves.map(m => (
      <li key={m.at}>
        {dayTime(m.at)} · {m.by} · {t(`funded.move.${m.what}`, money(inr(m.most_minor)))}
      </li>
    ))}
  </ul>
);
