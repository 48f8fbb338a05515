// The rows of a product's form that can be more than one: prices by quantity, and sizes or colours.
import { lang, t } from "../lib/i18n";
import type { ListingTier, ListingVariant } from "../lib/listing";
import { Field } from "./field";
import { Input } from "./inputs";
import { Amount, type Part } from "./productinputs";

const putAt = <T,>(list: T[], at: number, some: Partial<T>) =>
  list.map((x, i) => (i === at ? { ...x, ...some } : x));

export function Tiers({ form, change, wrong }: Part) {
  const tiers = form.tiers ?? [];
  const set = (next: ListingTier[]) => change({ tiers: next });
  return (
    <fieldset>
      <legend>{t("catalogue.tiers")}</legend>
      {wrong === "tiers" && <p class="wrong">{t("catalogue.tiers.wrong")}</p>}
      {tiers.map((tier, i) => (
        <div class="pair" key={i}>
          <Input
            label={t("catalogue.tier.from")}
            type="number"
            min={2}
            value={tier.from_quantity || ""}
            required={false}
            set={typed => set(putAt(tiers, i, { from_quantity: Number(typed) }))}
          />
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

export function Variants({ form, change, wrong, stocks }: Part & { stocks: Record<string, number> }) {
  const rows = form.variants ?? [];
  const own = lang.value === "hi" ? "name_hi" : "name_en";
  const set = (next: ListingVariant[]) => change({ variants: next });
  return (
    <fieldset>
      <legend>{t("catalogue.variants")}</legend>
      {wrong === "variants" && <p class="wrong">{t("catalogue.variants.wrong")}</p>}
      {rows.map((v, i) => (
        <div class="pair" key={i}>
          <Input
            label={t("catalogue.variant.name")}
            maxLength={80}
            value={v[own] ?? ""}
            required={false}
            set={typed => set(putAt(rows, i, { [own]: typed }))}
          />
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
