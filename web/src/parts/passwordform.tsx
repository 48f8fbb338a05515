// Who has a password gives it here: organizers and the helpline.
import { useState } from "preact/hooks";
import { post } from "../lib/api";
import { t } from "../lib/i18n";
import type { Me } from "../lib/wire";
import { useAttempt } from "./attempt";
import { Form } from "./form";
import { Input } from "./inputs";

/** `send` is the button's word. */
export function PasswordForm({ send, onIn }: { send: string; onIn: (who: Me) => void }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const attempt = useAttempt();
  const enter = () => attempt.run(async () => onIn(await post<Me>("/sign-in/password", { email, password })));
  return (
    <Form attempt={attempt} onSend={enter} send={send}>
      <Input label={t("confirm.email")} type="email" autocomplete="username" value={email} set={setEmail} />
      <Input
        label={t("signin.password")}
        type="password"
        autocomplete="current-password"
        value={password}
        set={setPassword}
      />
    </Form>
  );
}
