// Dead letters: messages that no carrier took. Each can be sent again once its cause is mended.
import { useState } from "preact/hooks";
import { create, get } from "../../lib/api";
import type { Letter } from "../../lib/helpwire";
import { dayTime, t } from "../../lib/i18n";
import { newKey } from "../../lib/key";
import { type Problem, toProblem } from "../../lib/problem";
import type { Page } from "../../lib/wire";
import { Failure } from "../failure";
import { useLoad } from "../hooks";

export function Letters() {
  const list = useLoad(() => get<Page<Letter>>("/desk/letters", { limit: 50 }), []);
  const [problem, setProblem] = useState<Problem>();
  const again = (letter: Letter) =>
    create(`/desk/letters/${letter.id}/again`, {}, newKey()).then(list.again, e => setProblem(toProblem(e)));
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
