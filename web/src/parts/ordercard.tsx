// One order of the buyer: its lines, its way from placed to delivered, and what may still be done.
import { useState } from "preact/hooks";
import { moment, money, name, t } from "../lib/i18n";
import type { Order, OrderEvent, OrderState } from "../lib/wire";
import { useAttempt } from "./attempt";
import { ConfirmSheet } from "./confirmsheet";
import { Failure } from "./failure";
import { later } from "./later";
import { Pay } from "./pay";
import { soldBy } from "./soldby";

const Follow = later(() => import("./parcel/follow"));
const OrderPapers = later(() => import("./orderpapers"));

/** The steps of an order that goes well. */
const WAY: readonly OrderState[] = ["placed", "accepted", "ready", "handed_over", "delivered"];
const BUYERS: readonly OrderEvent[] = ["cancel", "return"];

export function OrderCard({ order, onChanged }: { order: Order; onChanged: () => void }) {
  const { busy, problem, run, send } = useAttempt();
  const [asked, setAsked] = useState<OrderEvent>();
  const lines = order.children.flatMap(c => c.lines.map(l => ({ ...l, seller: c.seller_name })));
  const act = (event: OrderEvent) => {
    setAsked(undefined);
    return run(async () => {
      await send(`/orders/${order.id}/state`, { event });
      onChanged();
    });
  };
  return (
    <article class="paper">
      <div class="facts">
        <h3>
          {order.number} · {money(order.total)}
        </h3>
        <Way state={order.state} />
        <ul>
          {lines.map(l => (
            <li key={l.product}>
              {name(l.name)} · {l.quantity} × {t(`unit.${l.unit || "piece"}`)} · {money(l.total)}
              <span class="small"> · {soldBy(l.seller, l.maker)}</span>
            </li>
          ))}
        </ul>
        <p class="small">
          <time dateTime={order.at}>{moment(order.at)}</time>
          {order.address && ` · ${order.address.city} ${order.address.pin}`}
        </p>
        <Follow order={order.id} turn={order} />
        <Pay order={order.id} turn={order} />
        <OrderPapers order={order} />
        <Failure problem={problem} />
        <div class="row">
          {BUYERS.filter(e => order.can?.includes(e)).map(e => (
            <button key={e} type="button" class="button" disabled={busy} onClick={() => setAsked(e)}>
              {t(`mine.${e}`)}
            </button>
          ))}
        </div>
        {asked && (
          <ConfirmSheet
            title={t(`mine.${asked}.sure`, order.number)}
            why={t("mine.sure.why")}
            yes={t(`mine.${asked}`)}
            no={t("mine.sure.no")}
            onYes={() => void act(asked)}
            onNo={() => setAsked(undefined)}
          />
        )}
      </div>
    </article>
  );
}

function Way({ state }: { state: OrderState }) {
  const at = WAY.indexOf(state);
  if (at < 0) return <p class="tag">{t(`order.state.${state}`)}</p>;
  return (
    <ol class="way">
      {WAY.map((step, i) => (
        <li key={step} class={i <= at ? "done" : ""} aria-current={i === at ? "step" : undefined}>
          {t(`order.state.${step}`)}
        </li>
      ))}
    </ol>
  );
}
