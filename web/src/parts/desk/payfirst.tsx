// Buyers who took back so many unpaid orders that they pay first, and the button that lets them order as before.
import { get } from "../../lib/api";
import { dayTime, number, t } from "../../lib/i18n";
import { useAttempt } from "../attempt";
import { Failure } from "../failure";
import { useLoad } from "../hooks";

interface Buyer {
  person: string;
  name: string;
  withdrawn: number;
  at: string;
}

export function PayFirst() {
  const list = useLoad(() => get<{ items: Buyer[] }>("/desk/pay-first"), []);
  const { busy, problem, run, send } = useAttempt();
  const forgive = (b: Buyer) => run(() => send(`/desk/pay-first/${b.person}/forgive`, {}).then(list.again));
  if (!list.data?.items.length) return <Failure problem={list.problem} onRetry={list.again} />;
  return (
    <section aria-labelledby="pay-first">
      <h2 id="pay-first">{t("first.title")}</h2>
      <p>{t("first.hint")}</p>
      <Failure problem={problem} />
      <ul class="rows">
        {list.data.items.map(b => (
          <li key={b.person}>
            <b>{b.name || `#${b.person.slice(-4)}`}</b> · {t("first.withdrawn", number(b.withdrawn))} ·{" "}
            {dayTime(b.at)}{" "}
            <button type="button" class="button" disabled={busy} onClick={() => void forgive(b)}>
              {t("first.forgive")}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
