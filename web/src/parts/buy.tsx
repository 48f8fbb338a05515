// The order: quantity and the address, from which the seller follows; the e-mail is confirmed on the way. A second press, or a
// retry after a broken connection, repeats the same order and never makes another.
import { useState } from "preact/hooks";
import { get } from "../lib/api";
import { money, name, t } from "../lib/i18n";
import { emptyAddress } from "../lib/who";
import type { Card, Money, Order, ProductWhole, ScreenMoment } from "../lib/wire";
import { AddressFields } from "./addressfields";
import { useAttempt } from "./attempt";
import { Confirm } from "./confirm";
import { Done } from "./done";
import { Failure } from "./failure";
import { Choices, priceOfOne, type Variant } from "./goods";
import { submits, useLoad } from "./hooks";
import { Picture } from "./picture";
import { Price } from "./price";
import { stockWords } from "./productcard";
import { SoldBy } from "./soldby";
import { Quantity, unitOf } from "./wishfields";

interface Props {
  card: Card;
  price: Money;
  was?: Money | undefined;
  left: number;
  moment: ScreenMoment | undefined;
  onClose: () => void;
  /** The rules say: not directly to this buyer. */
  onLead: () => void;
}

export function Buy(props: Props) {
  const { card, price, was, left } = props;
  return (
    <>
      <div class="chosen">
        <Picture card={card} class="thumb" />
        <div>
          <h3>{name(card.name)}</h3>
          <p>
            <Price price={price} was={was} /> {t("per", t(`unit.${card.unit}`))}
          </p>
          <p>{stockWords(left)}</p>
        </div>
      </div>
      <Confirm why={t("buy.confirm")}>
        <OrderForm {...props} />
      </Confirm>
    </>
  );
}

function OrderForm({ card, price, left, moment, onClose, onLead }: Props) {
  const [quantity, setQuantity] = useState(Math.max(1, card.moq));
  const [variant, setVariant] = useState<Variant>();
  const [address, setAddress] = useState(emptyAddress);
  const [order, setOrder] = useState<Order>();
  const { busy, problem, run, send } = useAttempt();
  const many = Math.max(1, quantity);
  const indian = address.country === "IN";
  // The rules are asked again once the place is known: inside the maker's State, elsewhere in India, or abroad.
  const pin = indian && /^[1-9][0-9]{5}$/.test(address.pin) ? address.pin : undefined;
  const whole = useLoad(
    () =>
      get<ProductWhole>(`/products/${card.slug}`, {
        country: address.country,
        quantity: many,
        variant: variant?.id,
        ...(pin ? { pin, state: address.state } : {}),
      }),
    [card.slug, address.country, pin, pin && address.state, many, variant?.id],
  );
  const each = priceOfOne(whole.data, variant, quantity, price);
  const unchosen = !!whole.data?.variants.length && !variant;
  const sale = whole.data?.sale;
  const closed = sale?.way === "enquiry";
  const goods = each.minor * many;
  const sending = whole.data?.shipping_minor ?? 0;

  const submit = () => {
    const line = {
      product: card.id,
      quantity,
      shown_minor: each.minor,
      ...(variant ? { variant: variant.id } : {}),
      ...(moment ? { moment } : {}),
    };
    const body = { lines: [line], address };
    return run(async () => {
      setOrder(await send<Order>("/orders", body));
    });
  };

  if (order) return <Done said={t("buy.done", order.number)} next={t("buy.next")} strong onClose={onClose} />;
  return (
    <form class="form" onSubmit={submits(submit)}>
      {whole.data && <Choices p={whole.data} chosen={variant} onChoose={setVariant} />}
      <Quantity
        quantity={quantity}
        unit={unitOf(card)}
        onQuantity={setQuantity}
        max={Math.max(1, variant?.available ?? left)}
      />
      <AddressFields address={address} onAddress={setAddress} />
      {sale && <SoldBy sale={sale} />}
      {sending > 0 && (
        <p>{t("buy.sum", money({ ...each, minor: goods }), money({ ...each, minor: sending }))}</p>
      )}
      <Failure problem={problem} />
      {(closed || problem?.code === "enquiry-only") && (
        <button type="button" class="button wide" onClick={onLead}>
          {t("lead.open")}
        </button>
      )}
      <button
        type="submit"
        class="button strong wide"
        disabled={busy || whole.loading || closed || unchosen || left < 1}
      >
        {busy ? t("sending") : t("buy.do", money({ ...each, minor: goods + sending }))}
      </button>
    </form>
  );
}
