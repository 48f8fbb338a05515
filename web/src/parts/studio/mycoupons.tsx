// My coupons: reductions that the artisan makes and pays for.
import { t } from "../../lib/i18n";
import { Coupons, words as couponWords } from "../coupons";

export const words = couponWords;

export function part() {
  return (
    <section class="earnings" aria-labelledby="my-coupons">
      <h2 id="my-coupons">{t("offers.mine")}</h2>
      <Coupons own />
    </section>
  );
}
