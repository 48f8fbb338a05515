// A price, and the one it was before.
import { money, t } from "../lib/i18n";
import type { Money } from "../lib/wire";

export function Price({ price, was }: { price: Money; was?: Money | undefined }) {
  return (
    <span class="price">
      {money(price)}
      {was && was.minor !== price.minor && (
        <s>
          <span class="unseen">{t("price.was")} </span>
          {money(was)}
        </s>
      )}
    </span>
  );
}
