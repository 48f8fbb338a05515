// Dead letters: messages that no carrier took. Each can be sent again once its cause is mended.
import { get } from "../../lib/api";
import type { Letter } from "../../lib/helpwire";
import { dayTime, t } from "../../lib/i18n";
import type { Page } from "../../lib/wire";
import { useAttempt } from "../attempt";
import { Failure } from "../failure";
import { useLoad } from "../hooks";

export function Letters() {
  const list = useLoad(() => get<Page<Letter>>("/desk/letters", { limit: 50 }), []);
  const { problem, run, send } = useAttempt();
  const again = (letter: Letter) => run(() => send(`/desk/letters/${letter.id}/again`, {}).then(list.again));
  return (
    <section aria-labelledby="letters">
      <h2 id="letters">{t("letter.title")}</h2>
      <Failure problem={problem ?? list.problem} onRetry={list.again} />
      {list.data?.items.length === 0 && <p class="empty">{t("letter.none")}</p>}
      <ul class="booth-list sellers">
        {list.data?.items.map(l => (
          <li key={l.id} class="slip">
            <div>
              <header>
                <h3>
                  {t(`letter.kind.${l.kind}`)} {l.to}
                </h3>
                <span class="tag">{dayTime(l.failed_at)}</span>
              </header>
              <p class="small">
                {l.error} · {t("call.tries", l.tries)}
                {l.notice && ` · ${l.notice}`}
              </p>
            </div>
            <div class="row">
              <button type="button" class="button" onClick={() => void again(l)}>
                {t("letter.again")}
              </button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
