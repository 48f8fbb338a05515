// The end of a cart: a coupon, the place it goes to, and the one button that orders. The page asks the cart anew for every place, so
// that who sells, what it costs to send and the total are those of the address that is typed.
import { useState } from "preact/hooks";
import type { Cart } from "../lib/cartwire";
import { money, t } from "../lib/i18n";
import { toProblem } from "../lib/problem";
import { me } from "../lib/who";
import type { Address, Money, Order } from "../lib/wire";
import { AboutPrice } from "./aboutprice";
import { AddressFields } from "./addressfields";
import { useAttempt } from "./attempt";
import { Confirm } from "./confirm";
import { Failure } from "./failure";
import { Field } from "./field";
import { submits } from "./hooks";

interface Props {
  cart: Cart;
  stale: boolean;
  address: Address;
  coupon: string;
  onAddress: (address: Address) => void;
  onCoupon: (coupon: string) => void;
  onOrdered: (order: Order) => void;
  onChanged: () => void;
}

/** What the server would refuse is not offered. */
const ready = (cart: Cart) =>
  !!cart.total &&
  cart.groups.every(g =>
    g.lines.every(
      l =>
        l.state === "enquiry" ||
        ((l.state === "good" || l.state === "held") && (!l.shown_minor || l.now.minor <= l.shown_minor)),
    ),
  );

export function Checkout({ cart, stale, address, coupon, onAddress, onCoupon, onOrdered, onChanged }: Props) {
  const { busy, problem, run, send } = useAttempt();
  const order = () => {
    const body = {
      address,
      ...(coupon && cart.coupon?.verdict === "applied" ? { coupon } : {}),
      ...(cart.total ? { total_minor: cart.total.minor } : {}),
    };
    return run(async () => {
      try {
        onOrdered(await send<Order>("/cart/order", body));
      } catch (e) {
        const { code } = toProblem(e);
        if (code === "conflict" || code === "sold-out") onChanged();
        throw e;
      }
    });
  };
  const rest = cart.total && cart.groups.some(g => g.way === "enquiry");
  return (
    <section class="checkout" aria-labelledby="checkout">
      <h2 id="checkout">{t("cart.checkout")}</h2>
      <Coupon {...{ cart, coupon, onCoupon }} />
      <form class="form" onSubmit={submits(order)} aria-busy={busy}>
        <AddressFields address={address} onAddress={onAddress} />
        {cart.total && <Sums cart={cart} total={cart.total} />}
        {cart.total && <AboutPrice price={cart.total} />}
        {rest && <p class="hint">{t("cart.rest")}</p>}
        {problem?.code === "conflict" && <p role="alert">{t("cart.changed")}</p>}
        <Failure problem={problem?.code === "conflict" ? undefined : problem} />
        {me.value?.email_confirmed && (
          <button type="submit" class="button strong wide" disabled={busy || stale || !ready(cart)}>
            {busy || !cart.total ? t(busy ? "sending" : "cart.checkout") : t("cart.do", money(cart.total))}
          </button>
        )}
      </form>
      <Confirm why={t("cart.confirm")} />
    </section>
  );
}

function Sums({ cart, total }: { cart: Cart; total: Money }) {
  return (
    <dl class="sums" aria-live="polite">
      <dt>{t("cart.total")}</dt>
      <dd>
        <b>{money(total)}</b>
      </dd>
      {cart.off_minor > 0 && <dt>{t("cart.off")}</dt>}
      {cart.off_minor > 0 && <dd>− {money({ ...total, minor: cart.off_minor })}</dd>}
    </dl>
  );
}

function couponWords(cart: Cart): string {
  const c = cart.coupon;
  if (!c) return "";
  const least = { minor: c.min_total_minor, currency: cart.total?.currency ?? "INR" };
  return t(`cart.coupon.${c.verdict}`, money(least));
}

interface CouponProps {
  cart: Cart;
  coupon: string;
  onCoupon: (coupon: string) => void;
}

function Coupon({ cart, coupon, onCoupon }: CouponProps) {
  const [text, setText] = useState(coupon);
  const good = cart.coupon?.verdict === "applied";
  return (
    <form class="row coupon" onSubmit={submits(() => onCoupon(text.trim()))}>
      <Field
        label={t("cart.coupon")}
        {...(cart.coupon ? { [good ? "hint" : "wrong"]: couponWords(cart) } : {})}
      >
        {(id, described) => (
          <input
            {...described}
            id={id}
            maxLength={24}
            autocapitalize="characters"
            autocomplete="off"
            value={text}
            onInput={e => setText(e.currentTarget.value)}
          />
        )}
      </Field>
      <button type="submit" class="button">
        {t("cart.coupon.do")}
      </button>
    </form>
  );
}
