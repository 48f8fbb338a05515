// One order as its seller or the desk sees it: what, for whom, where to, and the next step.
import { country, dayTime, money, name, t } from "../lib/i18n";
import type { Order } from "../lib/wire";
import { later } from "./later";
import { OrderMoves } from "./ordermoves";
import { soldBy } from "./soldby";

const Reveal = later(() => import("./desk/reveal"));
const Parcels = later(() => import("./parcel/parcels"));
/** Before it is ready there is no parcel. */
const UNPACKED = ["placed", "accepted", "cancelled"];

export function HostOrder({ order, onChanged }: { order: Order; onChanged: (order: Order) => void }) {
  const to = order.address;
  return (
    <article class="slip" aria-label={order.number}>
      <header>
        <h3>
          {order.number} · {money(order.total)}
        </h3>
        <span class="tag">{t(`order.state.${order.state}`)}</span>
      </header>
      <ul>
        {order.children
          .flatMap(c => c.lines.map(l => ({ ...l, seller: c.seller_name })))
          .map(l => (
            <li key={l.product}>
              <b>
                {l.quantity} × {t(`unit.${l.unit || "piece"}`)}
              </b>{" "}
              {name(l.name)} · {money(l.total)}
              {l.seller.en !== l.maker.en && <span class="small"> · {soldBy(l.seller, l.maker)}</span>}
            </li>
          ))}
      </ul>
      <p class="small">
        {order.name} · {country(order.country)} · <time dateTime={order.at}>{dayTime(order.at)}</time>
      </p>
      {to && (
        <details>
          <summary>{t("host.ship")}</summary>
          <address>
            {[to.name, to.line1, to.line2, to.city, `${to.state} ${to.pin}`].filter(Boolean).join(", ")}
            <br />
            {to.masked ? (
              to.phone
            ) : (
              <a href={`tel:${to.phone}`} aria-label={t("host.phone", to.phone)}>
                {t("host.call")}: {to.phone}
              </a>
            )}
          </address>
          {to.masked && <Reveal key={order.id} kind="order" id={order.id} reason="delivery" />}
        </details>
      )}
      {!UNPACKED.includes(order.state) && (
        <Parcels order={order.id} turn={order} onChanged={() => onChanged(order)} />
      )}
      <OrderMoves order={order} onChanged={onChanged} />
    </article>
  );
}
