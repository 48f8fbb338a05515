// A product on a shelf or in a search: its motif, name, price, what is left.
import type { ComponentChildren } from "preact";
import type { Flash } from "../lib/booth";
import { priceNow } from "../lib/booth";
import { clock } from "../lib/clock";
import { name, nameLang, t } from "../lib/i18n";
import type { Card } from "../lib/wire";
import { Picture } from "./picture";
import { Price } from "./price";

interface Props {
  card: Card;
  flash?: Flash | undefined;
  now?: number;
  place?: boolean;
  children?: ComponentChildren;
}

export const stockWords = (left: number) => (left > 0 ? t("stock.left", left) : t("stock.none"));

/** What is not there may come back: somebody holds it, for so many minutes at least. */
export const leftWords = (left: number, card: Card, now: number) =>
  left < 1 && card.held_until && Date.parse(card.held_until) > now
    ? t("stock.held", Math.ceil((Date.parse(card.held_until) - now) / 60_000))
    : stockWords(left);

export function ProductCard({ card, flash, now = 0, place = true, children }: Props) {
  const { price, was, left } = priceNow(card, flash, now);
  return (
    <article class="product">
      <a href={`/product/${card.slug}`}>
        <Picture card={card} framed />
        <h3 lang={nameLang(card.name)}>{name(card.name)}</h3>
      </a>
      {place && <p class="place">{name(card.district_name)}</p>}
      <p class="figures">
        <Price price={price} was={was} /> <span class="per">{t("per", t(`unit.${card.unit}`))}</span>
      </p>
      <p class={left > 0 ? "left" : "left none"}>
        {leftWords(left, card, now || clock.now())}
        {card.moq > 1 && ` · ${t("moq", card.moq)}`}
      </p>
      {children}
    </article>
  );
}
