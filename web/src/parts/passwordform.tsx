// Who has a password gives it here: organizers and the helpline; and then a code, where there is a second factor.
import { useState } from "preact/hooks";
import { post } from "../lib/api";
import { t } from "../lib/i18n";
import type { Me } from "../lib/wire";
import { useAttempt } from "./attempt";
import { Form } from "./form";
import { Input } from "./inputs";
import { later } from "./later";

const CodeForm = later(() => import("./codeform"));

export interface PasswordDoor {
  /** The button's word. */
  send: string;
  onIn: (who: Me) => void;
}

/** The password was right, and is half of it. */
interface HalfIn {
  code_until: string;
}

/** The password that its owner has. */
export const PasswordInput = ({ value, set }: { value: string; set: (password: string) => void }) => (
  <Input
    label={t("signin.password")}
    type="password"
    autocomplete="current-password"
    value={value}
    set={set}
  />
);

export function PasswordForm({ send, onIn }: PasswordDoor) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [half, setHalf] = useState(false);
  const [over, setOver] = useState(false);
  const attempt = useAttempt();
  const back = (tooLate: boolean) => {
    setOver(tooLate);
    setHalf(false);
  };
  const enter = () =>
    attempt.run(async () => {
      setOver(false);
      const who = await post<Me | HalfIn>("/sign-in/password", { email, password });
      if ("code_until" in who) setHalf(true);
      else onIn(who);
    });
  if (half) return <CodeForm send={send} onIn={onIn} onBack={back} />;
  return (
    <Form attempt={attempt} onSend={enter} send={send} said={over ? t("problem.expired") : undefined}>
      <Input label={t("confirm.email")} type="email" autocomplete="username" value={email} set={setEmail} />
      <PasswordInput value={password} set={setPassword} />
    </Form>
  );
}
