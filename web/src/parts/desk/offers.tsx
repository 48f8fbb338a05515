// Coupons and who pays for them, and the tariff of sending by zone and weight.
import { useState } from "preact/hooks";
import "../../style/books.css";
import { create, get, put } from "../../lib/api";
import { addWords, country, day, has, money, number, t } from "../../lib/i18n";
import { newKey } from "../../lib/key";
import { type Problem, toProblem } from "../../lib/problem";
import type { Coupon, Money, ShippingRate } from "../../lib/wire";
import { Failure } from "../failure";
import { Field } from "../field";
import { submits, useLoad } from "../hooks";

export const words = addWords({
  en: async () => (await import("../../words/offers.en.json")).default,
  hi: async () => (await import("../../words/offers.hi.json")).default,
});

const rupees = (minor: number): Money => ({ minor, currency: "INR" });
const paise = (text: string) => Math.round(Number(text || 0) * 100);

export function part() {
  const [shelf, setShelf] = useState<"coupons" | "tariff">("coupons");
  return (
    <>
      <div class="head">
        <h1>{t("offers.title")}</h1>
        <nav class="shelves" aria-label={t("offers.title")}>
          {(["coupons", "tariff"] as const).map(s => (
            <button key={s} type="button" aria-pressed={s === shelf} onClick={() => setShelf(s)}>
              {t(`offers.${s}`)}
            </button>
          ))}
        </nav>
      </div>
      {shelf === "coupons" ? <Coupons /> : <Tariff />}
    </>
  );
}

function Coupons() {
  const coupons = useLoad(() => get<{ items: Coupon[] }>("/coupons", { limit: 50 }), []);
  const [problem, setProblem] = useState<Problem>();
  const stop = (c: Coupon) =>
    create(`/coupons/${c.id}/stop`, {}, newKey()).then(coupons.again, e => setProblem(toProblem(e)));
  return (
    <>
      <Failure problem={problem ?? coupons.problem} onRetry={coupons.again} />
      {coupons.data?.items.length === 0 && <p>{t("offers.none")}</p>}
      <ul class="rows">
        {coupons.data?.items.map(c => (
          <li key={c.id} class="paper">
            <h2>
              {c.code} · {c.off_bps ? `${number(c.off_bps / 100)} %` : money(rupees(c.off_minor))}
            </h2>
            <p>
              {t(`offers.funder.${c.funder}`)} · {day(c.from)} – {day(c.until)} ·{" "}
              {t("offers.used", c.uses, money(rupees(c.spent_minor)))}
            </p>
            {Date.parse(c.until) > Date.now() ? (
              <button type="button" class="button quiet" onClick={() => void stop(c)}>
                {t("offers.stop")}
              </button>
            ) : (
              <p class="tag">{t("offers.over")}</p>
            )}
          </li>
        ))}
      </ul>
      <NewCoupon onMade={coupons.again} />
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

const bodyOf = (d: Draft) => ({
  code: d.code,
  funder: d.funder,
  off_bps: Math.round(Number(d.percent) * 100),
  most_minor: paise(d.most),
  min_total_minor: paise(d.least),
  uses_max: Number(d.uses || 0),
  per_person: Number(d.person || 0),
  budget_minor: paise(d.budget),
  from: `${d.from}T00:00`,
  until: `${d.until}T23:59`,
});

function NewCoupon({ onMade }: { onMade: () => void }) {
  const [draft, setDraft] = useState<Draft>(BLANK);
  const [problem, setProblem] = useState<Problem>();
  const set = (key: keyof Draft) => (e: { currentTarget: { value: string } }) =>
    setDraft({ ...draft, [key]: e.currentTarget.value });
  const make = () =>
    create("/coupons", bodyOf(draft), newKey()).then(
      () => {
        setDraft(BLANK);
        setProblem(undefined);
        onMade();
      },
      e => setProblem(toProblem(e)),
    );
  return (
    <form class="form paper" onSubmit={submits(make)}>
      <h2>{t("offers.new")}</h2>
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
      <Field label={t("offers.funder")}>
        {id => (
          <select id={id} value={draft.funder} onChange={set("funder")}>
            <option value="fair">{t("offers.funder.fair")}</option>
            <option value="state">{t("offers.funder.state")}</option>
          </select>
        )}
      </Field>
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

const zoneName = (zone: string) => (has(`offers.zone.${zone}`) ? t(`offers.zone.${zone}`) : country(zone));

function Tariff() {
  const rates = useLoad(() => get<{ rates: ShippingRate[] }>("/desk/shipping"), []);
  return (
    <>
      <Failure problem={rates.problem} onRetry={rates.again} />
      {rates.data?.rates.length === 0 && <p>{t("offers.tariff.none")}</p>}
      <ul class="rows">
        {rates.data?.rates.map(r => (
          <li key={`${r.zone} ${r.from} ${r.upto_g}`}>
            <b>{zoneName(r.zone)}</b> · {t("offers.upto.g", number(r.upto_g))} ·{" "}
            {money(rupees(r.price_minor))} · {r.from && day(r.from)} · {r.source}
          </li>
        ))}
      </ul>
      <NewRate onMade={rates.again} />
    </>
  );
}

const RATE = { zone: "india", upto: "500", price: "", from: "", source: "" };

function NewRate({ onMade }: { onMade: () => void }) {
  const [draft, setDraft] = useState(RATE);
  const [problem, setProblem] = useState<Problem>();
  const set = (key: keyof typeof RATE) => (e: { currentTarget: { value: string } }) =>
    setDraft({ ...draft, [key]: e.currentTarget.value });
  const enter = () =>
    put("/desk/shipping", {
      from: `${draft.from}T00:00`,
      source: draft.source,
      rates: [{ zone: draft.zone, upto_g: Number(draft.upto), price_minor: paise(draft.price) }],
    }).then(
      () => {
        setProblem(undefined);
        onMade();
      },
      e => setProblem(toProblem(e)),
    );
  return (
    <form class="form paper" onSubmit={submits(enter)}>
      <Field label={t("offers.zone")} hint={t("offers.zone.hint")}>
        {(id, d) => <input {...d} id={id} required maxLength={7} value={draft.zone} onInput={set("zone")} />}
      </Field>
      <div class="pair">
        <Field label={t("offers.upto")}>
          {id => (
            <input
              id={id}
              type="number"
              required
              min={1}
              max={1_000_000}
              value={draft.upto}
              onInput={set("upto")}
            />
          )}
        </Field>
        <Field label={t("offers.price")}>
          {id => (
            <input
              id={id}
              type="number"
              required
              min={0}
              step={0.01}
              value={draft.price}
              onInput={set("price")}
            />
          )}
        </Field>
      </div>
      <Field label={t("offers.from")}>
        {id => <input id={id} type="date" required value={draft.from} onInput={set("from")} />}
      </Field>
      <Field label={t("offers.source")}>
        {id => <input id={id} required maxLength={120} value={draft.source} onInput={set("source")} />}
      </Field>
      <Failure problem={problem} />
      <button type="submit" class="button strong">
        {t("offers.add")}
      </button>
    </form>
  );
}
