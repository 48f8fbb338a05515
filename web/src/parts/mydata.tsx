// One's own data: what was agreed to, all of it as a file, and its end.
import { useState } from "preact/hooks";
import { get, post, put } from "../lib/api";
import { dayTime, t } from "../lib/i18n";
import { me } from "../lib/who";
import { ready } from "../words/mydata";
import { useAttempt } from "./attempt";
import { ConfirmSheet } from "./confirmsheet";
import { Failure } from "./failure";
import { useLoad } from "./hooks";
import { Tick } from "./tick";

export const words = ready;

interface Consents {
  items: { purpose: "fair-news" | "studies"; given: boolean; at: string | null }[];
}

export function part() {
  const [sure, setSure] = useState(false);
  const [due, setDue] = useState<string>();
  const { problem, run } = useAttempt();
  const consents = useLoad(() => get<Consents>("/me/consents"), []);
  const attempt = (act: () => Promise<unknown>) =>
    run(async () => {
      await act();
    });
  const erase = () =>
    attempt(async () => {
      setSure(false);
      const later = await post<{ due_at: string } | undefined>("/me/erase", { erase: "erase" });
      if (later) setDue(later.due_at);
      else location.assign("/");
    });
  if (due) return <Leaving due={due} />;
  return (
    <section class="form" aria-labelledby="mydata">
      <h2 id="mydata">{t("mydata.title")}</h2>
      {consents.data?.items.map(c => (
        <Tick
          key={c.purpose}
          words={t(`consent.${c.purpose}`)}
          on={c.given}
          set={given =>
            void attempt(async () => {
              await put("/me/consents", { purpose: c.purpose, given });
              consents.again();
            })
          }
        />
      ))}
      <div class="row">
        <a class="button" href="/api/v1/me/data" download="mela-my-data.json">
          {t("mydata.export")}
        </a>
        <button type="button" class="button quiet" onClick={() => setSure(true)}>
          {t("mydata.erase")}
        </button>
      </div>
      {problem?.code === "bad-state" ? (
        <p class="wrong">{t(me.value?.role === "artisan" ? "mydata.busy.shop" : "mydata.busy")}</p>
      ) : (
        <Failure problem={problem} />
      )}
      {sure && (
        <ConfirmSheet
          title={t("mydata.erase")}
          why={t("mydata.sure")}
          yes={t("mydata.yes")}
          no={t("mydata.no")}
          onYes={() => void erase()}
          onNo={() => setSure(false)}
        />
      )}
    </section>
  );
}

/** Signed out already; until then it can be called off. */
function Leaving({ due }: { due: string }) {
  return (
    <section class="notice" role="status">
      <p>{t("mydata.due", dayTime(due))}</p>
      <a class="button" href="/">
        {t("mine.to.fair")}
      </a>
    </section>
  );
}
