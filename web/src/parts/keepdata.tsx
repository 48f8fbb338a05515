// The link out of the message that one's data will be erased: one press, and all of it stays.
import { useState } from "preact/hooks";
import { post } from "../lib/api";
import { t } from "../lib/i18n";
import { useAttempt } from "./attempt";
import { Failure } from "./failure";

export { words } from "./mydata";

export function part({ token }: { token: string }) {
  const [kept, setKept] = useState(false);
  const { busy, problem, run } = useAttempt();
  const keep = () =>
    run(async () => {
      await post("/erase/keep", { token });
      history.replaceState(null, "", location.pathname);
      setKept(true);
    });
  if (kept) return <p role="status">{t("mydata.kept")}</p>;
  return (
    <section class="notice" aria-labelledby="keepdata">
      <h2 id="keepdata">{t("mydata.keep.title")}</h2>
      {problem?.code === "expired" ? (
        <p class="wrong">{t("mydata.keep.over")}</p>
      ) : (
        <Failure problem={problem} />
      )}
      <button type="button" class="button strong" disabled={busy} onClick={() => void keep()}>
        {t("mydata.keep")}
      </button>
    </section>
  );
}
