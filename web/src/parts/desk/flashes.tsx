// Flash prices that the fair or the State pays for: a product, a price, and how much money there is for it.
import { useState } from "preact/hooks";
import { create, get } from "../../lib/api";
import { money, name, number, t, time } from "../../lib/i18n";
import { newKey } from "../../lib/key";
import type { ShelfCard } from "../../lib/listing";
import { type Problem, toProblem } from "../../lib/problem";
import type { Both, Money, Page } from "../../lib/wire";
import { paise, rupees } from "../coupons";
import { Failure } from "../failure";
import { Field } from "../field";
import { submits, useLoad } from "../hooks";

interface Flash {
  product: string;
  name: Both;
  funder: "fair" | "state";
  price: Money;
  was: Money;
  quantity: number;
  remaining: number;
  state: "planned" | "on";
  ends_at: string;
}

export function Flashes() {
  const list = useLoad(() => get<{ items: Flash[] }>("/desk/flashes"), []);
  return (
    <>
      <Failure problem={list.problem} onRetry={list.again} />
      {list.data?.items.length === 0 && <p>{t("funded.none")}</p>}
      <ul class="rows">
        {list.data?.items.map(f => (
          <li key={f.product} class="paper">
            <h3>
              {name(f.name)} · <s>{money(f.was)}</s> {money(f.price)}
            </h3>
            <p>
              {t(`offers.funder.${f.funder}`)} · {t(`funded.${f.state}`)} ·{" "}
              {t("funded.left", number(f.remaining), number(f.quantity))} ·{" "}
              {t("funded.ends", time(f.ends_at))}
            </p>
          </li>
        ))}
      </ul>
      <NewFlash onMade={list.again} />
    </>
  );
}

const BLANK = { q: "", product: "", funder: "fair", price: "", most: "", quantity: "10", minutes: "30" };
type Draft = typeof BLANK;
const COUNTS = ["quantity", "minutes"] as const;

/** What the fund gives at most, as the server will reckon it. */
function given(card: ShelfCard | undefined, d: Draft): { pieces: number; minor: number } {
  const off = (card?.price.minor ?? 0) - paise(d.price);
  if (!card || off < 1 || !d.price) return { pieces: 0, minor: 0 };
  const pieces = Math.min(
    Number(d.quantity || 0),
    d.most ? Math.floor(paise(d.most) / off) : Number.MAX_SAFE_INTEGER,
  );
  return { pieces, minor: pieces * off };
}

function NewFlash({ onMade }: { onMade: () => void }) {
  const [draft, setDraft] = useState<Draft>(BLANK);
  const [problem, setProblem] = useState<Problem>();
  const found = useLoad(
    async () =>
      draft.q.length < 2
        ? []
        : (await get<Page<ShelfCard>>("/catalogue/products", { q: draft.q, state: "listed", limit: 20 }))
            .items,
    [draft.q],
  );
  const card = found.data?.find(p => p.id === draft.product);
  const set = (key: keyof Draft) => (e: { currentTarget: { value: string } }) =>
    setDraft({ ...draft, [key]: e.currentTarget.value });
  const cost = given(card, draft);
  const start = () =>
    create(
      "/desk/flashes",
      {
        product: draft.product,
        funder: draft.funder,
        price_minor: paise(draft.price),
        quantity: Number(draft.quantity),
        ...(draft.most ? { most_minor: paise(draft.most) } : {}),
        lasts_s: Number(draft.minutes) * 60,
      },
      newKey(),
    ).then(
      () => {
        setDraft(BLANK);
        setProblem(undefined);
        onMade();
      },
      e => setProblem(toProblem(e)),
    );
  return (
    <form class="form paper" onSubmit={submits(start)}>
      <h3>{t("funded.new")}</h3>
      <Field label={t("funded.find")}>
        {id => <input id={id} type="search" value={draft.q} onChange={set("q")} />}
      </Field>
      <Field label={t("funded.product")}>
        {id => (
          <select id={id} required value={draft.product} onChange={set("product")}>
            <option value="" />
            {found.data?.map(p => (
              <option key={p.id} value={p.id}>
                {name(p.name)} · {money(p.price)}
              </option>
            ))}
          </select>
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
      <div class="pair">
        <Field label={t("funded.price")}>
          {id => (
            <input
              id={id}
              type="number"
              required
              min={1}
              step={0.01}
              value={draft.price}
              onInput={set("price")}
            />
          )}
        </Field>
        <Field label={t("funded.most")} hint={t("offers.nolimit")}>
          {(id, d) => (
            <input
              {...d}
              id={id}
              type="number"
              min={1}
              step={0.01}
              value={draft.most}
              onInput={set("most")}
            />
          )}
        </Field>
      </div>
      <div class="pair">
        {COUNTS.map(key => (
          <Field key={key} label={t(`funded.${key}`)}>
            {id => (
              <input
                id={id}
                type="number"
                required
                min={1}
                max={key === "minutes" ? 1440 : 1_000_000}
                value={draft[key]}
                onInput={set(key)}
              />
            )}
          </Field>
        ))}
      </div>
      {draft.price && card && (
        <p role="status">
          {cost.pieces
            ? t("funded.cost", number(cost.pieces), money(rupees(cost.minor)))
            : t("funded.too.little")}
        </p>
      )}
      <Failure problem={problem} />
      <button type="submit" class="button strong">
        {t("funded.start")}
      </button>
    </form>
  );
}
