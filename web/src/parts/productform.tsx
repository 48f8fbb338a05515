// A product's form: five fields first, everything else folded away. The same for the artisan's phone and for the desk.
import { useRef, useState } from "preact/hooks";
import { get } from "../lib/api";
import { lang, name, t } from "../lib/i18n";
import { onceKey } from "../lib/key";
import { type Listing, trimmed } from "../lib/listing";
import type { Both } from "../lib/wire";
import { useAttempt } from "./attempt";
import { problemWords } from "./failure";
import { Field } from "./field";
import { submits, useLoad } from "./hooks";
import { PhotoField } from "./photofield";
import { Amount, Count, Flag, Line, type Part, wrongWords } from "./productinputs";
import { Tiers, Variants } from "./productrows";
import { UnitOptions } from "./wishfields";

interface OdopLine {
  code: string;
  name: Both;
  category: string;
  hsn: string;
}

interface Props {
  listing: Listing;
  /** Pieces there are now, those in carts counted; undefined for a new product, whose first stock is asked for. */
  stock?: number | undefined;
  /** How many of them stand in carts. */
  held?: number | undefined;
  stocks?: Record<string, number>;
  district: string;
  saveWords: string;
  /** Sends it; `key` stays the same for the same listing. */
  save: (listing: Listing, key: string) => Promise<void>;
  later?: ((listing: Listing) => Promise<void>) | undefined;
}

export function ProductForm({ listing, stock, held = 0, stocks, district, saveWords, save, later }: Props) {
  const [form, setForm] = useState<Listing>(listing);
  const { busy, problem, run } = useAttempt();
  const key = useRef(onceKey());
  const change = (some: Partial<Listing>) => setForm({ ...form, ...some });
  const act = (how: (l: Listing) => Promise<void>) =>
    run(async () => {
      await how(trimmed(form));
    });
  const part = { form, change, wrong: problem?.field?.replace(/^listing\./, "") };
  return (
    <form class="form product-form" onSubmit={submits(() => act(l => save(l, key.current(l))))}>
      <First {...part} stock={stock} held={held} />
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

/** What has to be said: picture, name, price, how many, of what. */
function First(part: Part & { stock: number | undefined; held: number }) {
  const { form, change, wrong, stock, held } = part;
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
          held={held}
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
            <UnitOptions />
          </select>
        )}
      </Field>
    </>
  );
}

/** What lies on the maker's shelf, those in carts with them; it may be sold while the form is open, so what is sent is the difference. */
function Stock({
  stock,
  held,
  change,
  wrong,
  shown,
}: {
  stock: number;
  held: number;
  change: Part["change"];
  wrong: string | undefined;
  shown: boolean;
}) {
  if (!shown) return null;
  return (
    <Field
      label={t("catalogue.field.stock")}
      hint={t(held ? "catalogue.stock.held" : "catalogue.stock.now", stock, held)}
      wrong={wrong}
    >
      {(id, described) => (
        <input
          {...described}
          id={id}
          type="number"
          min={held}
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
