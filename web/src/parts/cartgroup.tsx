// What one seller of record would send in one parcel, and why it is they; or what one maker can only be asked for.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import type { CartGroup as Group } from "../lib/cartwire";
import { money, name, number, t } from "../lib/i18n";

const kg = (grams: number) => number(Math.round(grams / 100) / 10);

export function CartGroup({ group, children }: { group: Group; children: ComponentChildren }) {
  const id = useId();
  const sold = group.way !== "enquiry";
  const funder = group.lines.find(l => l.off_minor)?.funder;
  const off = { ...group.goods, minor: group.off_minor };
  const shipping = { ...group.goods, minor: group.shipping_minor };
  return (
    <section class="cart-group paper" aria-labelledby={id}>
      <h2 id={id}>{t(sold ? "cart.from" : "cart.ask", name(group.seller))}</h2>
      {!sold && <p>{t("cart.ask.why")}</p>}
      {group.way !== "direct" && <p class="hint">{t(`why.${group.reason}`)}</p>}
      {sold && group.paper && <p class="small">{t(`sold.paper.${group.paper}`)}</p>}
      <ul>{children}</ul>
      {sold && (
        <dl class="sums">
          <dt>{t("cart.goods")}</dt>
          <dd>{money(group.goods)}</dd>
          {group.off_minor > 0 && <dt>{t(funder ? `cart.off.${funder}` : "cart.off")}</dt>}
          {group.off_minor > 0 && <dd>− {money(off)}</dd>}
          <dt>{t("cart.shipping", kg(group.weight_g))}</dt>
          <dd>{group.shipping_minor ? money(shipping) : t("cart.shipping.none")}</dd>
          <dt>{t("cart.sum")}</dt>
          <dd>
            <b>{money(group.total)}</b>
          </dd>
        </dl>
      )}
      {!sold && (
        <a class="button" href={`/product/${group.lines[0]?.product.slug ?? ""}`}>
          {t("enquire.short")}
        </a>
      )}
    </section>
  );
}
