// The moves that the server allows this person on an order: the next step first and strong, the way back quiet.
import { useState } from "preact/hooks";
import { t } from "../lib/i18n";
import type { Order, OrderEvent } from "../lib/wire";
import { useAttempt } from "./attempt";
import { ConfirmSheet } from "./confirmsheet";
import { Failure } from "./failure";

const ONWARD: readonly OrderEvent[] = ["accept", "ready", "hand_over", "deliver"];
const BACK: readonly OrderEvent[] = ["cancel", "return"];

export function OrderMoves({ order, onChanged }: { order: Order; onChanged: (order: Order) => void }) {
  const [sure, setSure] = useState(false);
  const { busy, problem, run, send } = useAttempt();
  const act = (event: OrderEvent) => {
    setSure(false);
    return run(async () => {
      onChanged(await send<Order>(`/orders/${order.id}/state`, { event }));
    });
  };
  const can = (events: readonly OrderEvent[]) => events.filter(e => order.can.includes(e));
  return (
    <>
      <Failure problem={problem} />
      <div class="row moves">
        {can(ONWARD).map(e => (
          <button key={e} type="button" class="button strong" disabled={busy} onClick={() => void act(e)}>
            {t(`event.${e}`)}
          </button>
        ))}
        {can(BACK).map(e => (
          <button
            key={e}
            type="button"
            class="button quiet"
            disabled={busy}
            onClick={() => (e === "cancel" ? setSure(true) : void act(e))}
          >
            {t(`event.${e}`)}
          </button>
        ))}
      </div>
      {sure && (
        <ConfirmSheet
          title={t("event.cancel")}
          why={t("event.sure", order.number)}
          yes={t("event.cancel")}
          no={t("event.keep")}
          onYes={() => void act("cancel")}
          onNo={() => setSure(false)}
        />
      )}
    </>
  );
}
