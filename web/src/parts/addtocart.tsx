// Puts a product into the cart, once; afterwards it is the way there.
import { cartLines, lineKey, putLine } from "../lib/cart";
import { name, t } from "../lib/i18n";
import { toProblem } from "../lib/problem";
import type { Card, ScreenMoment } from "../lib/wire";
import { useAttempt } from "./attempt";
import { problemWords } from "./failure";

interface Props {
  card: Card;
  priceMinor: number;
  variant?: string | undefined;
  quantity?: number | undefined;
  /** What stands on the screen at the tap. */
  moment?: (() => ScreenMoment | undefined) | undefined;
  /** Which of its variants is not said yet. */
  unchosen?: boolean;
  /** Over the picture there is little room. */
  short?: boolean;
}

export function AddToCart({
  card,
  priceMinor,
  variant,
  quantity,
  moment,
  unchosen = false,
  short = false,
}: Props) {
  const { busy, problem, run } = useAttempt();
  const inside = cartLines.value[lineKey(card.id, variant)];
  if (inside)
    return (
      <a class="button" href="/cart">
        {t(short ? "cart.title" : "cart.in")} · {inside}
      </a>
    );
  const line = {
    product: card.id,
    variant,
    quantity: quantity ?? Math.max(1, card.moq),
    shownMinor: priceMinor,
  };
  const put = () =>
    putLine({ ...line, moment: moment?.() }).catch(e => {
      const { field } = toProblem(e);
      if (field !== "variant" && field !== "quantity") throw e;
      location.assign(`/product/${card.slug}`); // there is a choice to make
    });
  return (
    <>
      <button
        type="button"
        class="button"
        disabled={busy || unchosen}
        aria-label={`${t("cart.add")}: ${name(card.name)}`}
        onClick={() => void run(put)}
      >
        {short ? `+ ${t("cart.title")}` : t("cart.add")}
      </button>
      {problem && (
        <span class="wrong" role="alert">
          {problemWords(problem)}
        </span>
      )}
    </>
  );
}
