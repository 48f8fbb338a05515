// The cart across booths: what is in it by who would sell it to this place, and the order of it.
import { useEffect, useState } from "preact/hooks";
import "../style/cart.css";
import { del, get } from "../lib/api";
import { lineKey, putLine, setCartLines } from "../lib/cart";
import type { Cart, CartWaiting, CartLine as Line } from "../lib/cartwire";
import { name, t } from "../lib/i18n";
import { emptyAddress, loadMe, me } from "../lib/who";
import type { Address, Order } from "../lib/wire";
import { CartGroup } from "../parts/cartgroup";
import { CartLine } from "../parts/cartline";
import { Checkout } from "../parts/checkout";
import { Confirm } from "../parts/confirm";
import { Failure } from "../parts/failure";
import { useLoad, useNow, useReturn } from "../parts/hooks";
import { Masthead } from "../parts/masthead";
import { Sheet } from "../parts/sheet";
import "../words/cart";
import { useAttempt } from "../parts/attempt";
import { boot } from "./boot";

const placeOf = (a: Address) => ({
  country: a.country,
  ...(a.country === "IN" && /^[1-9][0-9]{5}$/.test(a.pin) ? { pin: a.pin, state: a.state } : {}),
});

const remember = (cart: Cart) =>
  setCartLines(
    Object.fromEntries(
      cart.groups.flatMap(g => g.lines.map(l => [lineKey(l.product.id, l.variant?.id), l.quantity])),
    ),
  );

function CartPage() {
  const [address, setAddress] = useState(emptyAddress);
  const [coupon, setCoupon] = useState("");
  const [removed, setRemoved] = useState<Line>();
  const [wanted, setWanted] = useState<Line>();
  const [ordered, setOrdered] = useState<Order>();
  const place = placeOf(address);
  const cart = useLoad(
    () => get<Cart>("/cart", { ...place, coupon }),
    [place.country, place.pin, place.pin && place.state, coupon, me.value?.person],
  );
  const held = cart.data?.groups.some(g => g.lines.some(l => l.held_until));
  const now = useNow(1000, !!held);
  useReturn(cart.again);
  useEffect(() => {
    if (cart.data) remember(cart.data);
  }, [cart.data]);
  useOver(cart.data, now, cart.again);

  const data = cart.data;
  return (
    <>
      <Masthead />
      <main class="papers" id="main">
        <h1>{t("cart.title")}</h1>
        <Failure problem={cart.problem} onRetry={cart.again} />
        {!data && cart.loading && <p>{t("loading")}</p>}
        {ordered && <Ordered order={ordered} />}
        {removed && (
          <Removed
            line={removed}
            onBack={() => {
              setRemoved(undefined);
              cart.again();
            }}
          />
        )}
        {data && !data.count && !ordered && <Empty />}
        {data && data.withdrawn > 0 && <p class="hint">{t("cart.withdrawn", data.withdrawn)}</p>}
        {data && (
          <Groups
            {...{ cart: data, now }}
            onChanged={cart.again}
            onRemoved={line => {
              setRemoved(line);
              cart.again();
            }}
            onWait={setWanted}
          />
        )}
        {data?.waiting.map(w => (
          <Waiting key={lineKey(w.product, w.variant)} waiting={w} onGone={cart.again} />
        ))}
        {data && data.count > 0 && (
          <Checkout
            cart={data}
            stale={cart.loading}
            {...{ address, coupon }}
            onAddress={setAddress}
            onCoupon={setCoupon}
            onChanged={cart.again}
            onOrdered={order => {
              setOrdered(order);
              setRemoved(undefined);
              cart.again();
            }}
          />
        )}
      </main>
      {wanted && (
        <Wait
          line={wanted}
          onClose={() => {
            setWanted(undefined);
            cart.again();
          }}
        />
      )}
    </>
  );
}

interface GroupsProps {
  cart: Cart;
  now: number;
  onChanged: () => void;
  onRemoved: (line: Line) => void;
  onWait: (line: Line) => void;
}

function Groups({ cart, ...lines }: GroupsProps) {
  return (
    <>
      {cart.groups.map(g => (
        <CartGroup key={`${g.seller.en} ${g.way}`} group={g}>
          {g.lines.map(l => (
            <CartLine key={lineKey(l.product.id, l.variant?.id)} line={l} {...lines} />
          ))}
        </CartGroup>
      ))}
    </>
  );
}

/** When the first hold on the page ends, the cart is looked at anew. */
function useOver(cart: Cart | undefined, now: number, again: () => void) {
  const ends = (cart?.groups ?? []).flatMap(g =>
    g.lines.map(l => (l.held_until ? Date.parse(l.held_until) : 0)),
  );
  const first = Math.min(...ends.filter(Boolean));
  const over = Number.isFinite(first) && now > first + 1500;
  useEffect(() => {
    if (over) again();
  }, [over]);
}

function Empty() {
  return (
    <div class="row">
      <p>{t("cart.empty")}</p>
      <a class="button strong" href="/">
        {t("mine.to.fair")}
      </a>
    </div>
  );
}

function Ordered({ order }: { order: Order }) {
  return (
    <div class="paper">
      <p role="status">
        <strong>{t("buy.done", order.number)}</strong> {t("buy.next")}
      </p>
      <a class="button strong" href="/mine">
        {t("mine.title")}
      </a>
    </div>
  );
}

function Removed({ line, onBack }: { line: Line; onBack: () => void }) {
  const { problem, run } = useAttempt();
  const undo = () =>
    run(() =>
      putLine({
        product: line.product.id,
        variant: line.variant?.id,
        quantity: line.quantity,
        shownMinor: line.shown_minor,
      }).then(onBack),
    );
  return (
    <div class="row removed" role="status">
      <p>{t("cart.removed", name(line.product.name))}</p>
      <button type="button" class="button" onClick={() => void undo()}>
        {t("cart.undo")}
      </button>
      <Failure problem={problem} />
    </div>
  );
}

function Waiting({ waiting, onGone }: { waiting: CartWaiting; onGone: () => void }) {
  const { product, variant, place } = waiting;
  const leave = () =>
    del(`/waiting/${product}${variant ? `?variant=${variant}` : ""}`).then(onGone, () => undefined);
  return (
    <div class="row">
      <p>{t("cart.waiting", name(waiting.name), place)}</p>
      <button type="button" class="button quiet" onClick={() => void leave()}>
        {t("cart.wait.stop")}
      </button>
    </div>
  );
}

function Wait({ line, onClose }: { line: Line; onClose: () => void }) {
  return (
    <Sheet title={t("cart.wait")} onClose={onClose}>
      <Confirm why={t("cart.confirm")}>
        <Join line={line} onDone={onClose} />
      </Confirm>
    </Sheet>
  );
}

/** Joins the line as soon as the address is confirmed, and takes the wish out of the cart: it comes back with the offer. */
function Join({ line, onDone }: { line: Line; onDone: () => void }) {
  const { problem, run, send } = useAttempt();
  useEffect(() => {
    const { product, variant, quantity } = line;
    const body = { product: product.id, quantity, ...(variant ? { variant: variant.id } : {}) };
    void run(async () => {
      await send("/waiting", body);
      await putLine({ product: product.id, variant: variant?.id, quantity: 0, shownMinor: 0 });
      onDone();
    });
  }, []);
  return problem ? <Failure problem={problem} /> : <p>{t("sending")}</p>;
}

void loadMe().catch(() => undefined);
void boot("cart.title", () => <CartPage />);
