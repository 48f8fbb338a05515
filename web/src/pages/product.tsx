// A product on a page of its own: what it is, where it comes from, and the ways to ask or buy.
import { useState } from "preact/hooks";
import "../style/product-page.css";
import { create, get } from "../lib/api";
import { name, nameLang, t } from "../lib/i18n";
import { guestName, homeCountry, loadMe } from "../lib/who";
import type { Booth, ProductWhole } from "../lib/wire";
import { AboutPrice } from "../parts/aboutprice";
import { AddToCart } from "../parts/addtocart";
import { Buy } from "../parts/buy";
import { Enquire, type Wish as WishFields } from "../parts/enquire";
import { Failure } from "../parts/failure";
import { Choices, Photos, priceOfOne, Tiers, type Variant } from "../parts/goods";
import { useLoad } from "../parts/hooks";
import { Lead } from "../parts/lead";
import { Masthead } from "../parts/masthead";
import type { WishKind } from "../parts/pin";
import { Price } from "../parts/price";
import { leftWords } from "../parts/productcard";
import { Sheet } from "../parts/sheet";
import { SoldBy } from "../parts/soldby";
import { boot, pathSlug } from "./boot";

function ProductPage() {
  const slug = pathSlug();
  const product = useLoad(
    () => get<ProductWhole>(`/products/${encodeURIComponent(slug)}`, { country: homeCountry.value }),
    [slug, homeCountry.value],
  );
  const booth = useLoad(
    async () => product.data && (await get<Booth>(`/booths/${product.data.booth_slug}`)),
    [product.data?.booth_slug],
  );
  const [wish, setWish] = useState<WishKind>();
  const p = product.data;
  return (
    <>
      <Masthead />
      <main class="product-page" id="main">
        <Failure problem={product.problem} onRetry={product.again} />
        {!p && product.loading && <p>{t("loading")}</p>}
        {p && <Shown p={p} booth={booth.data} onWish={setWish} />}
      </main>
      {p && wish && <Wish p={p} kind={wish} onTurn={setWish} />}
    </>
  );
}

interface ShownProps {
  p: ProductWhole;
  booth: Booth | undefined;
  onWish: (kind: WishKind) => void;
}

function Shown({ p, booth, onWish }: ShownProps) {
  const bulk: WishKind = p.sold_to_you === "order" ? "buy" : "lead";
  const [variant, setVariant] = useState<Variant>();
  return (
    <>
      <Photos p={p} />
      <div class="words">
        <p class="place">
          {name(p.district_name)}
          {p.gi && <span class="tag">{t("lobby.gi")}</span>}
        </p>
        <h1 lang={nameLang(p.name)}>{name(p.name)}</h1>
        <p lang={nameLang(p.about)}>{name(p.about)}</p>
        <p class="cost">
          <Price price={p.flash ?? p.price} was={p.flash ? p.price : undefined} />{" "}
          <span>{t("per", t(`unit.${p.unit}`))}</span>{" "}
          <span class="left">{leftWords(p.available, p, Date.now())}</span>
          <AboutPrice price={p.flash ?? p.price} />
        </p>
        {bulk === "lead" && <p class="hint">{t("product.enquiry")}</p>}
        {p.one_of_a_kind && <p class="hint">{t("product.only")}</p>}
        <Choices p={p} chosen={variant} onChoose={setVariant} />
        <Tiers p={p} />
        <SoldBy sale={p.sale} />
        <div class="row">
          <button
            type="button"
            class="button strong"
            disabled={bulk === "buy" && p.available < 1}
            onClick={() => onWish(bulk)}
          >
            {t(bulk === "buy" ? "buy.short" : "lead.open")}
          </button>
          <AddToCart
            card={p}
            variant={variant?.id}
            unchosen={p.variants.length > 0 && !variant}
            priceMinor={priceOfOne(p, variant, Math.max(1, p.moq), p.flash ?? p.price).minor}
          />
          <button type="button" class="button" onClick={() => onWish("enquire")}>
            {t("enquire.short")}
          </button>
          <a class="button quiet" href={`/booth/${p.booth_slug}`}>
            {t(booth?.state === "live" ? "product.booth.live" : "product.booth")}
          </a>
        </div>
        <Facts p={p} />
      </div>
    </>
  );
}

function Facts({ p }: { p: ProductWhole }) {
  return (
    <dl>
      {p.moq > 1 && <dt>{t("product.moq")}</dt>}
      {p.moq > 1 && (
        <dd>
          {p.moq} × {t(`unit.${p.unit}`)}
        </dd>
      )}
      {p.lead_days > 0 && <dt>{t("product.days")}</dt>}
      {p.lead_days > 0 && (
        <dd>
          {t("product.days.n", p.lead_days)}
          {p.made_to_order && ` · ${t("product.order")}`}
        </dd>
      )}
      {p.weight_g > 0 && <dt>{t("product.weight")}</dt>}
      {p.weight_g > 0 && <dd>{t("product.grams", p.weight_g)}</dd>}
      {p.length_mm > 0 && <dt>{t("product.size")}</dt>}
      {p.length_mm > 0 && (
        <dd>{t("product.mm", [p.length_mm, p.width_mm, p.height_mm].filter(x => x > 0).join(" × "))}</dd>
      )}
      {p.gi_user && <dt>{t("product.gi.user")}</dt>}
      {p.gi_user && <dd>{p.gi_user}</dd>}
      {p.fssai && <dt>{t("product.fssai")}</dt>}
      {p.fssai && <dd>{p.fssai}</dd>}
      <dt>{t("product.hsn")}</dt>
      <dd>{p.hsn}</dd>
    </dl>
  );
}

const named = (w: WishFields) => (guestName.value ? { ...w, name: guestName.value } : w);

interface WishProps {
  p: ProductWhole;
  kind: WishKind;
  onTurn: (kind: WishKind | undefined) => void;
}

function Wish({ p, kind, onTurn }: WishProps) {
  const onClose = () => onTurn(undefined);
  const price = p.flash ?? p.price;
  return (
    <Sheet key={kind} title={t(`${kind}.title`)} onClose={onClose}>
      {kind === "enquire" && (
        <Enquire
          products={[p]}
          product={p}
          send={(w, key) => create("/enquiries", { ...named(w), booth: p.booth_slug }, key)}
          onClose={onClose}
        />
      )}
      {kind === "lead" && <Lead card={p} booth={p.booth_slug} onClose={onClose} />}
      {kind === "buy" && (
        <Buy
          card={p}
          price={price}
          was={p.flash ? p.price : undefined}
          left={p.available}
          moment={undefined}
          onClose={onClose}
          onLead={() => onTurn("lead")}
        />
      )}
    </Sheet>
  );
}

void loadMe().catch(() => undefined);
void boot("product.title", () => <ProductPage />);
