// The organizer's door.
import { useState } from "preact/hooks";
import { post } from "../../lib/api";
import { t } from "../../lib/i18n";
import { type Problem, toProblem } from "../../lib/problem";
import { me } from "../../lib/who";
import type { Me } from "../../lib/wire";
import { Failure } from "../failure";
import { Field } from "../field";
import { submits } from "../hooks";
import { Masthead } from "../masthead";
import { Motif } from "../motif";

export function PasswordDoor() {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const enter = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      me.value = await post<Me>("/sign-in/password", { email, password });
    } catch (e) {
      setProblem(toProblem(e));
    }
    setBusy(false);
  };
  return (
    <>
      <Masthead mine={false} />
      <main class="desk-door" id="main">
        <Motif kind="stone" seed={3} />
        <h1>{t("desk.door")}</h1>
        <form class="form" onSubmit={submits(enter)}>
          <Field label={t("desk.email")}>
            {id => (
              <input
                id={id}
                type="email"
                required
                autocomplete="username"
                value={email}
                onInput={e => setEmail(e.currentTarget.value)}
              />
            )}
          </Field>
          <Field label={t("desk.password")}>
            {id => (
              <input
                id={id}
                type="password"
                required
                autocomplete="current-password"
                value={password}
                onInput={e => setPassword(e.currentTarget.value)}
              />
            )}
          </Field>
          <Failure problem={problem} />
          <button type="submit" class="button strong" disabled={busy}>
            {t("desk.enter")}
          </button>
        </form>
      </main>
    </>
  );
}
