// Coupons: made, paused, ended, and what they have cost. The desk's are paid by the fair or the State, an artisan's by the artisan, for
// what is the artisan's own.
import { get } from "../lib/api";
import type { Coupon } from "../lib/cartwire";
import { date, money, number, t } from "../lib/i18n";
import { inr } from "../lib/money";
import { ready } from "../words/offers";
import { useAttempt } from "./attempt";
import { Failure } from "./failure";
import { useLoad } from "./hooks";
import { NewCoupon } from "./newcoupon";

export const words = ready;

export function Coupons({ own = false }: { own?: boolean }) {
  const coupons = useLoad(() => get<{ items: Coupon[] }>("/coupons", { limit: 50 }), []);
  const { problem, run, send } = useAttempt();
  const act = (c: Coupon, what: "stop" | "pause", body: object) =>
    run(() => send(`/coupons/${c.id}/${what}`, body).then(coupons.again));
  return (
    <div class="two">
      <NewCoupon own={own} onMade={coupons.again} />
      <div>
        <Failure problem={problem ?? coupons.problem} onRetry={coupons.again} />
        {coupons.data?.items.length === 0 && <p class="empty">{t("offers.none")}</p>}
        <ul class="cards">
          {coupons.data?.items.map(c => (
            <li key={c.id} class="slip">
              <One
                coupon={c}
                mine={!own || c.funder === "artisan"}
                onPause={() => void act(c, "pause", { paused: !c.paused })}
                onStop={() => void act(c, "stop", {})}
              />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

interface OneProps {
  coupon: Coupon;
  /** Whoever looks may pause and end it. */
  mine: boolean;
  onPause: () => void;
  onStop: () => void;
}

function One({ coupon: c, mine, onPause, onStop }: OneProps) {
  const over = Date.parse(c.until) <= Date.now();
  return (
    <>
      <h3>
        {c.code} · {c.off_bps ? `${number(c.off_bps / 100)} %` : money(inr(c.off_minor))}
      </h3>
      <p>
        {t(`offers.funder.${c.funder}`)} · {date(c.from)} – {date(c.until)}
      </p>
      <p>
        {t("offers.used", c.uses, money(inr(c.spent_minor)))}
        {c.uses_max > 0 && ` · ${t("offers.of.uses", number(c.uses_max))}`}
        {c.budget_minor > 0 && ` · ${t("offers.of.budget", money(inr(c.budget_minor)))}`}
      </p>
      {over && <p class="tag">{t("offers.over")}</p>}
      {!over && c.paused && <p class="tag">{t("offers.paused")}</p>}
      {!over && mine && (
        <div class="row">
          <button type="button" class="button" onClick={onPause}>
            {t(c.paused ? "offers.resume" : "offers.pause")} <span class="unseen">{c.code}</span>
          </button>
          <button type="button" class="button quiet" onClick={onStop}>
            {t("offers.stop")} <span class="unseen">{c.code}</span>
          </button>
        </div>
      )}
    </>
  );
}
