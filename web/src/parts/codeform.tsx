// The second step of a sign-in: a code of the app, or of the paper.
import { useState } from "preact/hooks";
import { post } from "../lib/api";
import { t } from "../lib/i18n";
import { toProblem } from "../lib/problem";
import type { Me } from "../lib/wire";
import { ready } from "../words/second";
import { useAttempt } from "./attempt";
import { Form } from "./form";
import { Input } from "./inputs";
import type { PasswordDoor } from "./passwordform";

export const words = ready;

/** Five tries in five minutes; then the password again. */
export function part({ send, onIn, onBack }: PasswordDoor & { onBack: (over: boolean) => void }) {
  const [code, setCode] = useState("");
  const attempt = useAttempt();
  const enter = () =>
    attempt.run(async () => {
      try {
        onIn(await post<Me>("/sign-in/second", { code }));
      } catch (e) {
        if (toProblem(e).code === "expired") onBack(true);
        throw e;
      }
    });
  const wrong = attempt.problem?.code === "bad-credentials";
  return (
    <>
      <Form attempt={attempt} onSend={enter} send={send} said={wrong ? t("second.wrong") : undefined}>
        <p role="status">{t("second.asked")}</p>
        <CodeInput value={code} set={setCode} />
      </Form>
      <button type="button" class="button quiet" onClick={() => onBack(false)}>
        {t("second.back")}
      </button>
    </>
  );
}

/** Of the app six digits; of the paper sixteen letters. */
export function CodeInput({ value, set }: { value: string; set: (code: string) => void }) {
  return (
    <Input
      label={t("second.code")}
      hint={t("second.code.hint")}
      autocomplete="one-time-code"
      autocapitalize="characters"
      spellcheck={false}
      maxLength={24}
      value={value}
      set={set}
    />
  );
}
