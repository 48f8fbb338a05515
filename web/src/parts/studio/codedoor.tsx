// The artisan's door: one field, one button, in large type.
import { useState } from "preact/hooks";
import { post } from "../../lib/api";
import { t } from "../../lib/i18n";
import { Problem } from "../../lib/problem";
import { me } from "../../lib/who";
import type { Me } from "../../lib/wire";
import { useAttempt } from "../attempt";
import { Failure } from "../failure";
import { Field } from "../field";
import { submits } from "../hooks";
import { Masthead } from "../masthead";
import { Motif } from "../motif";

export function CodeDoor({ refused }: { refused: Problem | undefined }) {
  const [code, setCode] = useState("");
  const { busy, problem, run } = useAttempt(refused);
  const enter = () =>
    run(async () => {
      me.value = await post<Me>("/sign-in/code", { code: code.trim() });
      if (me.value.role !== "artisan") throw new Problem("internal");
    });
  return (
    <>
      <Masthead mine={false} cart={false} />
      <main class="code-door" id="main">
        <Motif kind="pottery" seed={4} />
        <h1>{t("studio.door")}</h1>
        <p>{t("studio.door.why")}</p>
        <form class="form" onSubmit={submits(enter)}>
          <Field label={t("studio.code")} hint={t("studio.code.hint")}>
            {(id, described) => (
              <input
                {...described}
                id={id}
                class="big-code"
                required
                autocomplete="one-time-code"
                autocapitalize="characters"
                spellcheck={false}
                maxLength={80}
                value={code}
                onInput={e => setCode(e.currentTarget.value)}
              />
            )}
          </Field>
          <Failure problem={problem} />
          {problem && <p>{t("studio.code.lost")}</p>}
          <button type="submit" class="button strong wide tall" disabled={busy}>
            {t("studio.enter")}
          </button>
        </form>
      </main>
    </>
  );
}
