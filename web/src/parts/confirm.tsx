// Confirms an e-mail address by a code, inside whatever the buyer is doing. Renders its children once
// the address is confirmed.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { post } from "../lib/api";
import { lang, t } from "../lib/i18n";
import { guestName, me } from "../lib/who";
import type { Me } from "../lib/wire";
import { type Attempt, useAttempt } from "./attempt";
import { Failure } from "./failure";
import { Field } from "./field";
import { Form } from "./form";
import { submits } from "./hooks";
import { Input } from "./inputs";

interface Props {
  why: string;
  children?: ComponentChildren;
}

export function Confirm({ why, children }: Props) {
  const [email, setEmail] = useState(me.value?.email ?? "");
  const [sent, setSent] = useState(false);
  const [code, setCode] = useState("");
  const attempt = useAttempt();
  const { busy, problem, run } = attempt;
  if (me.value?.email_confirmed) return <>{children}</>;

  const ask = () =>
    run(async () => {
      const named = guestName.value ? { name: guestName.value } : {};
      await post("/sign-in/email", { email, lang: lang.value, ...named });
      setSent(true);
    });
  const confirm = () =>
    run(async () => {
      me.value = await post<Me>("/sign-in/email/confirm", { email, code });
    });

  if (!sent) return <AskEmail {...{ why, email, setEmail, attempt, ask }} />;
  return (
    <form class="form" onSubmit={submits(confirm)}>
      <p>{t("confirm.sent", email)}</p>
      <Field label={t("confirm.code")}>
        {id => (
          <input
            id={id}
            class="code"
            required
            inputMode="numeric"
            autocomplete="one-time-code"
            pattern="[0-9]{6}"
            maxLength={6}
            value={code}
            onInput={e => setCode(e.currentTarget.value.replace(/\D/g, ""))}
          />
        )}
      </Field>
      <Failure problem={problem} />
      <div class="row">
        <button type="submit" class="button strong" disabled={busy}>
          {t("confirm.do")}
        </button>
        <button type="button" class="button quiet" onClick={() => setSent(false)}>
          {t("confirm.other")}
        </button>
      </div>
    </form>
  );
}

interface AskProps {
  why: string;
  email: string;
  setEmail: (email: string) => void;
  attempt: Attempt;
  ask: () => unknown;
}

function AskEmail({ why, email, setEmail, attempt, ask }: AskProps) {
  return (
    <Form attempt={attempt} onSend={ask} send={t("confirm.send")}>
      <p>{why}</p>
      <Input
        label={t("confirm.email")}
        type="email"
        autocomplete="email"
        maxLength={200}
        value={email}
        set={setEmail}
      />
    </Form>
  );
}
