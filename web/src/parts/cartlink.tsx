// The way to the cart, with how many lines are in it.
import { cartLines } from "../lib/cart";
import { t } from "../lib/i18n";

export function CartLink() {
  const n = Object.keys(cartLines.value).length;
  return (
    <a href="/cart" class="cart-link">
      {t("cart.title")}
      {n > 0 && <b class="count">{n}</b>}
    </a>
  );
}
