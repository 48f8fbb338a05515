// Beginnings of numbers to which a limit let no text go, and the button that lets them go again.
import { get } from "../../lib/api";
import { dayTime, number, t } from "../../lib/i18n";
import { useAttempt } from "../attempt";
import { Failure } from "../failure";
import { useLoad } from "../hooks";

interface Stop {
  prefix: string;
  why: string;
  refused: number;
  at: string;
}
/** The server's reasons (server/notify/text_guard.c). */
const WHY: Record<string, string> = {
  "limit: no texts go to this country": "country",
  "limit: too many texts an hour to numbers that begin alike": "hour",
  "limit: too many texts a day": "day",
  "limit: too few texts arrive at numbers that begin alike": "few",
};

export function TextStops() {
  const list = useLoad(() => get<{ items: Stop[] }>("/desk/text-stops"), []);
  const { busy, problem, run, send } = useAttempt();
  const letGo = (s: Stop) => run(() => send(`/desk/text-stops/${s.prefix}/let-go`, {}).then(list.again));
  if (!list.data?.items.length) return <Failure problem={list.problem} onRetry={list.again} />;
  return (
    <section aria-labelledby="text-stops">
      <h2 id="text-stops">{t("letter.stops")}</h2>
      <Failure problem={problem} />
      <ul class="rows">
        {list.data.items.map(s => (
          <li key={s.prefix + s.why}>
            <b>+{s.prefix}…</b> · {t(`letter.stop.${WHY[s.why] ?? "hour"}`)} ·{" "}
            {t("letter.stop.refused", number(s.refused))} · {dayTime(s.at)}{" "}
            <button type="button" class="button" disabled={busy} onClick={() => void letGo(s)}>
              {t("letter.stop.go")}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
