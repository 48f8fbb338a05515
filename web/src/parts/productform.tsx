// A product's form: five fields first, everything else folded away. The same for the artisan's phone and for the desk.
import { useRef, useState } from "preact/hooks";
import { get } from "../lib/api";
import { lang, name, t } from "../lib/i18n";
import { onceKey } from "../lib/key";
import { type Listing, type ListingTier, type ListingVariant, paise, rupees, trimmed } from "../lib/listing";
import { type Problem, toProblem } from "../lib/problem";
import type { Both } from "../lib/wire";
import { problemWords } from "./failure";
import { Field } from "./field";
import { submits, useLoad } from "./hooks";
import { PhotoField } from "./photofield";

const UNITS = ["piece", "pair", "set", "metre", "kg", "dozen"] as const;
interface OdopLine {
  code: string;
  name: Both;
  category: string;
  hsn: string;
}

interface Props {
  listing: Listing;
  /** Pieces there are now; undefined for a new product, whose first stock is asked for. */
  stock?: number | undefined;
  stocks?: Record<string, number>;
  district: string;
  saveWords: string;
  /** Sends it; `key` stays the same for the same listing. */
  save: (listing: Listing, key: string) => Promise<void>;
  later?: ((listing: Listing) => Promise<void>) | undefined;
}

export function ProductForm({ listing, stock, stocks, district, saveWords, save, later }: Props) {
  const [form, setForm] = useState<Listing>(listing);
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const key = useRef(onceKey());
  const change = (some: Partial<Listing>) => setForm({ ...form, ...some });
  const act = async (how: (l: Listing) => Promise<void>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await how(trimmed(form));
    } catch (e) {
      setProblem(toProblem(e));
    }
    setBusy(false);
  };
  const part = { form, change, wrong: problem?.field?.replace(/^listing\./, "") };
  return (
    <form class="form product-form" onSubmit={submits(() => act(l => save(l, key.current(l))))}>
      <First {...part} stock={stock} />
      <details>
        <summary>{t("catalogue.more")}</summary>
        <Words {...part} />
        <RegisterLine {...part} district={form.district || district} />
        <Making {...part} />
        <Size {...part} />
        <Marks {...part} />
        <Tiers {...part} />
        <Variants {...part} stocks={stocks ?? {}} />
      </details>
      {problem && (
        <div class="notice" role="alert">
          <p>
            {problemWords(problem)}
            {part.wrong && ` · ${t(`catalogue.field.${part.wrong}`)}`}
          </p>
          {problem.detail && <p>{problem.detail}</p>}
        </div>
      )}
      <button type="submit" class="button strong wide tall" disabled={busy}>
        {busy ? t("sending") : saveWords}
      </button>
      {later && (
        <button type="button" class="button quiet wide" disabled={busy} onClick={() => void act(later)}>
          {t("catalogue.later")}
        </button>
      )}
    </form>
  );
}

interface Part {
  form: Listing;
  change: (some: Partial<Listing>) => void;
  wrong: string | undefined;
}
type TextKey = "name_en" | "name_hi" | "about_en" | "about_hi" | "hsn" | "sku" | "gi_user" | "fssai";
type CountKey = "stock" | "moq" | "lead_days" | "weight_g" | "length_mm" | "width_mm" | "height_mm";
type FlagKey = "made_to_order" | "one_of_a_kind" | "cites" | "export_held";

const wrongWords = (wrong: string | undefined, key: string) =>
  wrong === key ? t("catalogue.wrong") : undefined;

function Line({ form, change, wrong, of, max, lines }: Part & { of: TextKey; max: number; lines?: boolean }) {
  const about = {
    ...(of.endsWith("_en") ? { lang: "en" } : of.endsWith("_hi") ? { lang: "hi" } : {}),
    value: form[of] ?? "",
    maxLength: max,
  };
  return (
    <Field label={t(`catalogue.field.${of}`)} wrong={wrongWords(wrong, of)}>
      {(id, described) =>
        lines ? (
          <textarea
            {...described}
            {...about}
            id={id}
            rows={3}
            onInput={e => change({ [of]: e.currentTarget.value })}
          />
        ) : (
          <input {...described} {...about} id={id} onInput={e => change({ [of]: e.currentTarget.value })} />
        )
      }
    </Field>
  );
}

function Count({ form, change, wrong, of }: Part & { of: CountKey }) {
  return (
    <Field label={t(`catalogue.field.${of}`)} wrong={wrongWords(wrong, of)}>
      {(id, described) => (
        <input
          {...described}
          id={id}
          type="number"
          inputMode="numeric"
          min={0}
          value={form[of] ?? ""}
          onInput={e => change({ [of]: e.currentTarget.value ? Number(e.currentTarget.value) : undefined })}
        />
      )}
    </Field>
  );
}

function Flag({ form, change, of }: Part & { of: FlagKey }) {
  return (
    <label class="choose">
      <input
        type="checkbox"
        checked={form[of] ?? false}
        onChange={e => change({ [of]: e.currentTarget.checked })}
      />
      {t(`catalogue.field.${of}`)}
    </label>
  );
}

function Amount({
  label,
  minor,
  set,
  wrong,
}: {
  label: string;
  minor: number | undefined;
  set: (m: number | undefined) => void;
  wrong?: string | undefined;
}) {
  const [text, setText] = useState(rupees(minor));
  return (
    <Field label={label} wrong={wrong}>
      {(id, described) => (
        <input
          {...described}
          id={id}
          inputMode="decimal"
          value={text}
          onInput={e => {
            setText(e.currentTarget.value);
            set(paise(e.currentTarget.value));
          }}
        />
      )}
    </Field>
  );
}

/** What has to be said: picture, name, price, how many, of what. */
function First(part: Part & { stock: number | undefined }) {
  const { form, change, wrong, stock } = part;
  const own = lang.value === "hi" ? "name_hi" : "name_en";
  return (
    <>
      <PhotoField photos={form.photos ?? []} set={photos => change({ photos })} />
      <Line {...part} of={own} max={160} />
      <Amount
        label={t("catalogue.field.price_minor")}
        minor={form.price_minor}
        set={m => change({ price_minor: m })}
        wrong={wrongWords(wrong, "price_minor")}
      />
      {stock === undefined ? (
        <Count {...part} of="stock" />
      ) : (
        <Stock
          stock={stock}
          change={change}
          wrong={wrongWords(wrong, "stock_change")}
          shown={!form.variants?.length}
        />
      )}
      <Field label={t("catalogue.field.unit")} wrong={wrongWords(wrong, "unit")}>
        {(id, described) => (
          <select
            {...described}
            id={id}
            value={form.unit ?? "piece"}
            onChange={e => change({ unit: e.currentTarget.value })}
          >
            {UNITS.map(u => (
              <option key={u} value={u}>
                {t(`unit.${u}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
    </>
  );
}

/** Pieces may be sold while the form is open, so what is sent is the difference. */
function Stock({
  stock,
  change,
  wrong,
  shown,
}: {
  stock: number;
  change: Part["change"];
  wrong: string | undefined;
  shown: boolean;
}) {
  if (!shown) return null;
  return (
    <Field label={t("catalogue.field.stock")} hint={t("catalogue.stock.now", stock)} wrong={wrong}>
      {(id, described) => (
        <input
          {...described}
          id={id}
          type="number"
          min={0}
          inputMode="numeric"
          defaultValue={String(stock)}
          onInput={e => change({ stock_change: Number(e.currentTarget.value || stock) - stock })}
        />
      )}
    </Field>
  );
}

function Words(part: Part) {
  return (
    <fieldset>
      <legend>{t("catalogue.words")}</legend>
      <Line {...part} of={lang.value === "hi" ? "name_en" : "name_hi"} max={160} />
      <Line {...part} of="about_hi" max={500} lines />
      <Line {...part} of="about_en" max={500} lines />
    </fieldset>
  );
}

function RegisterLine(part: Part & { district: string }) {
  const { form, change, district, wrong } = part;
  const lines = useLoad(() => get<{ items: OdopLine[] }>("/catalogue/lines", { district }), [district]);
  const items = lines.data?.items ?? [];
  const chosen = items.find(
    l => l.category === form.category && (!form.hsn || l.hsn.split(";").some(h => form.hsn?.startsWith(h))),
  );
  return (
    <fieldset>
      <legend>{t("catalogue.register")}</legend>
      <Field
        label={t("catalogue.field.category")}
        hint={t("catalogue.register.hint")}
        wrong={wrongWords(wrong, "category")}
      >
        {(id, described) => (
          <select
            {...described}
            id={id}
            value={chosen?.code ?? ""}
            onChange={e => {
              const line = items.find(l => l.code === e.currentTarget.value);
              change({ category: line?.category, hsn: line?.hsn.split(";")[0] });
            }}
          >
            <option value="">{t("catalogue.register.first")}</option>
            {items.map(l => (
              <option key={l.code} value={l.code}>
                {name(l.name)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Line {...part} of="hsn" max={8} />
      <Line {...part} of="sku" max={40} />
    </fieldset>
  );
}

function Making(part: Part) {
  return (
    <fieldset>
      <legend>{t("catalogue.making")}</legend>
      <Count {...part} of="moq" />
      <Count {...part} of="lead_days" />
      <Flag {...part} of="made_to_order" />
      <Flag {...part} of="one_of_a_kind" />
    </fieldset>
  );
}

function Size(part: Part) {
  return (
    <fieldset>
      <legend>{t("catalogue.size")}</legend>
      <Count {...part} of="weight_g" />
      <Count {...part} of="length_mm" />
      <Count {...part} of="width_mm" />
      <Count {...part} of="height_mm" />
    </fieldset>
  );
}

function Marks(part: Part) {
  return (
    <fieldset>
      <legend>{t("catalogue.marks")}</legend>
      <Line {...part} of="gi_user" max={40} />
      <Line {...part} of="fssai" max={14} />
      <Flag {...part} of="cites" />
      <Flag {...part} of="export_held" />
    </fieldset>
  );
}

const putAt = <T,>(list: T[], at: number, some: Partial<T>) =>
  list.map((x, i) => (i === at ? { ...x, ...some } : x));

function Tiers({ form, change, wrong }: Part) {
  const tiers = form.tiers ?? [];
  const set = (next: ListingTier[]) => change({ tiers: next });
  return (
    <fieldset>
      <legend>{t("catalogue.tiers")}</legend>
      {wrong === "tiers" && <p class="wrong">{t("catalogue.tiers.wrong")}</p>}
      {tiers.map((tier, i) => (
        <div class="pair" key={i}>
          <Field label={t("catalogue.tier.from")}>
            {id => (
              <input
                id={id}
                type="number"
                min={2}
                value={tier.from_quantity || ""}
                onInput={e => set(putAt(tiers, i, { from_quantity: Number(e.currentTarget.value) }))}
              />
            )}
          </Field>
          <Amount
            label={t("catalogue.tier.price")}
            minor={tier.price_minor || undefined}
            set={m => set(putAt(tiers, i, { price_minor: m ?? 0 }))}
          />
          <button type="button" class="button quiet" onClick={() => set(tiers.filter((_, k) => k !== i))}>
            {t("catalogue.drop")}
          </button>
        </div>
      ))}
      {tiers.length < 8 && (
        <button
          type="button"
          class="button"
          onClick={() => set([...tiers, { from_quantity: 10, price_minor: 0 }])}
        >
          {t("catalogue.tier.add")}
        </button>
      )}
    </fieldset>
  );
}

function Variants({ form, change, wrong, stocks }: Part & { stocks: Record<string, number> }) {
  const rows = form.variants ?? [];
  const own = lang.value === "hi" ? "name_hi" : "name_en";
  const set = (next: ListingVariant[]) => change({ variants: next });
  return (
    <fieldset>
      <legend>{t("catalogue.variants")}</legend>
      {wrong === "variants" && <p class="wrong">{t("catalogue.variants.wrong")}</p>}
      {rows.map((v, i) => (
        <div class="pair" key={i}>
          <Field label={t("catalogue.variant.name")}>
            {id => (
              <input
                id={id}
                maxLength={80}
                value={v[own] ?? ""}
                onInput={e => set(putAt(rows, i, { [own]: e.currentTarget.value }))}
              />
            )}
          </Field>
          <Amount
            label={t("catalogue.variant.extra")}
            minor={v.extra_minor}
            set={m => set(putAt(rows, i, { extra_minor: m ?? 0 }))}
          />
          <Field label={t("catalogue.field.stock")}>
            {id => (
              <input
                id={id}
                type="number"
                min={0}
                defaultValue={String(stocks[v.sku] ?? v.stock ?? 0)}
                onInput={e => {
                  const wanted = Number(e.currentTarget.value || 0);
                  const had = stocks[v.sku];
                  set(putAt(rows, i, had === undefined ? { stock: wanted } : { stock_change: wanted - had }));
                }}
              />
            )}
          </Field>
          <button type="button" class="button quiet" onClick={() => set(rows.filter((_, k) => k !== i))}>
            {t("catalogue.drop")}
          </button>
        </div>
      ))}
      {rows.length < 20 && (
        <button type="button" class="button" onClick={() => set([...rows, { sku: freshSku(rows) }])}>
          {t("catalogue.variant.add")}
        </button>
      )}
    </fieldset>
  );
}

/** The first number that no variant has yet. */
function freshSku(rows: ListingVariant[]): string {
  let n = 1;
  while (rows.some(v => v.sku === `V${n}`)) n++;
  return `V${n}`;
}
