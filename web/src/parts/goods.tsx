// What a product page shows of the piece itself: its photos, what it is offered in, what many of it cost.
import { useState } from "preact/hooks";
import { money, name, nameLang, t } from "../lib/i18n";
import { photoUrl } from "../lib/photo";
import type { Money, ProductWhole } from "../lib/wire";
import { Motif } from "./motif";

export function Photos({ p }: { p: ProductWhole }) {
  const [at, setAt] = useState(0);
  const shown = p.photos[at] ?? p.photos[0];
  if (!shown) return <Motif kind={p.motif} seed={p.seed} class="picture" framed />;
  return (
    <div class="photos">
      <img class="photo" src={photoUrl(shown, "l")} alt={name(p.name)} />
      {p.photos.length > 1 && (
        <div class="few">
          {p.photos.map((hash, i) => (
            <button key={hash} type="button" aria-pressed={hash === shown} onClick={() => setAt(i)}>
              <img class="photo" src={photoUrl(hash, "s")} alt={`${i + 1} / ${p.photos.length}`} />
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

export type Variant = ProductWhole["variants"][number];

/** What the server will ask for one piece: the lower of the price on the screen and the tier's, and the variant's difference. */
export function priceOfOne(
  p: ProductWhole | undefined,
  v: Variant | undefined,
  quantity: number,
  shown: Money,
): Money {
  const tier = p?.tiers.filter(x => x.from_quantity <= quantity).at(-1);
  const base = tier && tier.price.minor < shown.minor ? tier.price.minor : shown.minor;
  return { ...shown, minor: Math.max(1, base + (v?.extra_minor ?? 0)) };
}

interface ChoicesProps {
  p: ProductWhole;
  chosen: Variant | undefined;
  onChoose: (v: Variant) => void;
}

export function Choices({ p, chosen, onChoose }: ChoicesProps) {
  if (!p.variants.length) return null;
  return (
    <fieldset class="choices">
      <legend>{t("product.variant")}</legend>
      {p.variants.map(v => (
        <button
          key={v.id}
          type="button"
          class={v.id === chosen?.id ? "button strong" : "button"}
          aria-pressed={v.id === chosen?.id}
          lang={nameLang(v.name)}
          onClick={() => onChoose(v)}
        >
          {name(v.name)} · {money(v.price)}
          {v.available < 1 && ` · ${t("stock.none")}`}
        </button>
      ))}
    </fieldset>
  );
}

export function Tiers({ p }: { p: ProductWhole }) {
  if (!p.tiers.length) return null;
  return (
    <div>
      <h2>{t("product.tiers")}</h2>
      <ul class="rows">
        {p.tiers.map(tier => (
          <li key={tier.from_quantity}>
            {t("product.tier", tier.from_quantity)}: {money(tier.price)} {t("per", t(`unit.${p.unit}`))}
          </li>
        ))}
      </ul>
    </div>
  );
}
