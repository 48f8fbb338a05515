// Who sells and whose hands made it, and in words why it is so, or why it is an enquiry.
import { name, t } from "../lib/i18n";
import type { Both, Sale } from "../lib/wire";

/** "Sold by X, made by Y"; one sentence when they are the same. */
export function soldBy(seller: Both, maker: Both): string {
  if (seller.en === maker.en) return t("sold.both", name(maker));
  return `${t("sold.by", name(seller))} · ${t("sold.made", name(maker))}`;
}

export function SoldBy({ sale }: { sale: Sale }) {
  return (
    <div class="sold-by">
      {sale.seller && (
        <p>
          <b>{soldBy(sale.seller, sale.maker)}</b>
          {sale.paper && `, ${t(`sold.paper.${sale.paper}`)}`}
        </p>
      )}
      {sale.way !== "direct" && <p class="hint">{t(`why.${sale.reason}`)}</p>}
    </div>
  );
}
