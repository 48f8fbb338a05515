// A product laid over the picture: what it is, what it costs now, how long the flash price holds.
import { type Flash, priceNow } from "../lib/booth";
import { name, nameLang, span, t } from "../lib/i18n";
import type { Card, ScreenMoment } from "../lib/wire";
import { AddToCart } from "./addtocart";
import { useNow } from "./hooks";
import { Picture } from "./picture";
import { Price } from "./price";
import { leftWords } from "./productcard";

export type WishKind = "enquire" | "buy" | "lead";

interface Props {
  card: Card;
  flash: Flash | undefined;
  /** Sold directly to this buyer; else the strong button opens a lead. */
  direct: boolean;
  onWish: (kind: WishKind, card: Card) => void;
  /** What stands on the screen at a tap. */
  moment: () => ScreenMoment | undefined;
}

export function Pin({ card, flash, direct, onWish, moment }: Props) {
  const now = useNow(1000, !!flash);
  const { price, was, endsMs, left } = priceNow(card, flash, now);
  const title = name(card.name);
  const bulk = direct ? "buy" : "lead";
  return (
    <article class="pin" aria-label={title}>
      <Picture card={card} />
      <div class="what">
        <h2 lang={nameLang(card.name)}>
          <a href={`/product/${card.slug}`} target="_blank" rel="noopener">
            {title}
          </a>
        </h2>
        <p>
          <Price price={price} was={was} />
        </p>
        <p class="left">
          {endsMs > 0 && (
            <span class="tag live">
              <span class="unseen">{t("flash.ends")}</span>
              <time>{span((endsMs - now) / 1000)}</time>
            </span>
          )}{" "}
          {leftWords(left, card, now)}
        </p>
      </div>
      <div class="do">
        <button
          type="button"
          class="button strong"
          disabled={direct && left < 1}
          onClick={() => onWish(bulk, card)}
        >
          {t(`${bulk}.short`)}
        </button>
        {direct && <AddToCart card={card} priceMinor={price.minor} moment={moment} short />}
        <button type="button" class="button" onClick={() => onWish("enquire", card)}>
          {t("enquire.short")}
        </button>
      </div>
    </article>
  );
}
