// Coupons: made, paused, ended, and what they have cost. The desk's are paid by the fair or the State, an artisan's by the artisan, for
// what is the artisan's own.
import { useState } from "preact/hooks";
import { create, get } from "../lib/api";
import type { Coupon } from "../lib/cartwire";
import { addWords, date, money, number, t } from "../lib/i18n";
import { newKey } from "../lib/key";
import { type Problem, toProblem } from "../lib/problem";
import type { Money } from "../lib/wire";
import { Failure } from "./failure";
import { Field } from "./field";
import { submits, useLoad } from "./hooks";

export const words = addWords({
  en: async () => (await import("../words/offers.en.json")).default,
  hi: async () => (await import("../words/offers.hi.json")).default,
});

export const rupees = (minor: number): Money => ({ minor, currency: "INR" });
export const paise = (text: string) => Math.round(Number(text || 0) * 100);

export function Coupons({ own = false }: { own?: boolean }) {
  const coupons = useLoad(() => get<{ items: Coupon[] }>("/coupons", { limit: 50 }), []);
  const [problem, setProblem] = useState<Problem>();
  const act = (c: Coupon, what: "stop" | "pause", body: object) =>
    create(`/coupons/${c.id}/${what}`, body, newKey()).then(coupons.again, e => setProblem(toProblem(e)));
  return (
    <>
      <Failure problem={problem ?? coupons.problem} onRetry={coupons.again} />
      {coupons.data?.items.length === 0 && <p>{t("offers.none")}</p>}
      <ul class="rows">
        {coupons.data?.items.map(c => (
          <li key={c.id} class="paper">
            <One
              coupon={c}
              mine={!own || c.funder === "artisan"}
              onPause={() => void act(c, "pause", { paused: !c.paused })}
              onStop={() => void act(c, "stop", {})}
            />
          </li>
        ))}
      </ul>
      <NewCoupon own={own} onMade={coupons.again} />
    </>
  );
}

interface OneProps {
  coupon: Coupon;
  /** Whoever looks may pause and end it. */
  mine: boolean;
  onPause: () => void;
  onStop: () => void;
}

function One({ coupon: c, mine, onPause, onStop }: OneProps) {
  const over = Date.parse(c.until) <= Date.now();
  return (
    <>
      <h3>
        {c.code} · {c.off_bps ? `${number(c.off_bps / 100)} %` : money(rupees(c.off_minor))}
      </h3>
      <p>
        {t(`offers.funder.${c.funder}`)} · {date(c.from)} – {date(c.until)}
      </p>
      <p>
        {t("offers.used", c.uses, money(rupees(c.spent_minor)))}
        {c.uses_max > 0 && ` · ${t("offers.of.uses", number(c.uses_max))}`}
        {c.budget_minor > 0 && ` · ${t("offers.of.budget", money(rupees(c.budget_minor)))}`}
      </p>
      {over && <p class="tag">{t("offers.over")}</p>}
      {!over && c.paused && <p class="tag">{t("offers.paused")}</p>}
      {!over && mine && (
        <div class="row">
          <button type="button" class="button" onClick={onPause}>
            {t(c.paused ? "offers.resume" : "offers.pause")} <span class="unseen">{c.code}</span>
          </button>
          <button type="button" class="button quiet" onClick={onStop}>
            {t("offers.stop")} <span class="unseen">{c.code}</span>
          </button>
        </div>
      )}
    </>
  );
}

const BLANK = {
  code: "",
  funder: "fair",
  percent: "10",
  most: "",
  least: "",
  uses: "",
  person: "1",
  budget: "",
  from: "",
  until: "",
};
type Draft = typeof BLANK;
const LIMITS = ["most", "least", "uses", "person", "budget"] as const;

const bodyOf = (d: Draft, own: boolean) => ({
  code: d.code,
  ...(own ? {} : { funder: d.funder }),
  off_bps: Math.round(Number(d.percent) * 100),
  most_minor: paise(d.most),
  min_total_minor: paise(d.least),
  uses_max: Number(d.uses || 0),
  per_person: Number(d.person || 0),
  budget_minor: paise(d.budget),
  from: `${d.from}T00:00`,
  until: `${d.until}T23:59`,
});

function NewCoupon({ own, onMade }: { own: boolean; onMade: () => void }) {
  const [draft, setDraft] = useState<Draft>(BLANK);
  const [problem, setProblem] = useState<Problem>();
  const set = (key: keyof Draft) => (e: { currentTarget: { value: string } }) =>
    setDraft({ ...draft, [key]: e.currentTarget.value });
  const make = () =>
    create("/coupons", bodyOf(draft, own), newKey()).then(
      () => {
        setDraft(BLANK);
        setProblem(undefined);
        onMade();
      },
      e => setProblem(toProblem(e)),
    );
  return (
    <form class="form paper" onSubmit={submits(make)}>
      <h3>{t("offers.new")}</h3>
      {own && <p>{t("offers.own")}</p>}
      <Field label={t("offers.code")} hint={t("offers.code.hint")}>
        {(id, d) => (
          <input
            {...d}
            id={id}
            required
            pattern="[A-Za-z0-9\-]{4,24}"
            value={draft.code}
            onInput={set("code")}
          />
        )}
      </Field>
      {!own && (
        <Field label={t("offers.funder")}>
          {id => (
            <select id={id} value={draft.funder} onChange={set("funder")}>
              <option value="fair">{t("offers.funder.fair")}</option>
              <option value="state">{t("offers.funder.state")}</option>
            </select>
          )}
        </Field>
      )}
      <Field label={t("offers.percent")}>
        {id => (
          <input
            id={id}
            type="number"
            required
            min={0.01}
            max={100}
            step={0.01}
            value={draft.percent}
            onInput={set("percent")}
          />
        )}
      </Field>
      {LIMITS.map(key => (
        <Field key={key} label={t(`offers.${key}`)} hint={t("offers.nolimit")}>
          {(id, d) => <input {...d} id={id} type="number" min={0} value={draft[key]} onInput={set(key)} />}
        </Field>
      ))}
      <div class="pair">
        {(["from", "until"] as const).map(key => (
          <Field key={key} label={t(`offers.${key}`)}>
            {id => <input id={id} type="date" required value={draft[key]} onInput={set(key)} />}
          </Field>
        ))}
      </div>
      <Failure problem={problem} />
      <button type="submit" class="button strong">
        {t("offers.make")}
      </button>
    </form>
  );
}
