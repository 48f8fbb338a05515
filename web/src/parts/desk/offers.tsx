// Coupons and flash prices with who pays for them, and the tariff of sending by zone and weight.
import { useState } from "preact/hooks";
import "../../style/books.css";
import { get, put } from "../../lib/api";
import type { ShippingRate } from "../../lib/cartwire";
import { country, day, has, money, number, t } from "../../lib/i18n";
import { type Problem, toProblem } from "../../lib/problem";
import { Coupons, words as couponWords, paise, rupees } from "../coupons";
import { Failure } from "../failure";
import { Field } from "../field";
import { submits, useLoad } from "../hooks";
import { Flashes } from "./flashes";

export const words = couponWords;
const SHELVES = ["coupons", "flashes", "tariff"] as const;

export function part() {
  const [shelf, setShelf] = useState<(typeof SHELVES)[number]>("coupons");
  return (
    <>
      <div class="head">
        <h1>{t("offers.title")}</h1>
        <nav class="shelves" aria-label={t("offers.title")}>
          {SHELVES.map(s => (
            <button key={s} type="button" aria-pressed={s === shelf} onClick={() => setShelf(s)}>
              {t(`offers.${s}`)}
            </button>
          ))}
        </nav>
      </div>
      {shelf === "coupons" && <Coupons />}
      {shelf === "flashes" && <Flashes />}
      {shelf === "tariff" && <Tariff />}
    </>
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
