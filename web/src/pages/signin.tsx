// Three doors: an artisan's one-time code, an organizer's password, a buyer's e-mail.
import { useState } from "preact/hooks";
import "../style/signin.css";
import { post } from "../lib/api";
import { spendCode } from "../lib/doorcode";
import { t } from "../lib/i18n";
import { type Problem, toProblem } from "../lib/problem";
import { loadMe, me } from "../lib/who";
import type { Me, Role } from "../lib/wire";
import { useAttempt } from "../parts/attempt";
import { Confirm } from "../parts/confirm";
import { Form } from "../parts/form";
import { Input } from "../parts/inputs";
import { Masthead } from "../parts/masthead";
import { Motif } from "../parts/motif";
import { PasswordForm } from "../parts/passwordform";
import { boot } from "./boot";

const HOME: Record<Role, string> = {
  guest: "/",
  buyer: "/mine",
  artisan: "/studio",
  helpline: "/desk#helpline",
  organizer: "/desk",
};
const go = (who: Me) => location.assign(HOME[who.role]);

function SignInPage({ refused }: { refused: Problem | undefined }) {
  return (
    <>
      <Masthead />
      <main class="signin" id="main">
        <h1>{t("signin.title")}</h1>
        <ArtisanDoor refused={refused} />
        <BuyerDoor />
        <OrganizerDoor />
      </main>
    </>
  );
}

/** The secret of the link that an organizer hands out stands behind the #; it is taken out of the address at once. */
function takeLink(): string {
  const secret = location.hash.slice(1);
  if (secret) history.replaceState(null, "", location.pathname);
  return secret;
}

function ArtisanDoor({ refused }: { refused: Problem | undefined }) {
  const [code, setCode] = useState(takeLink);
  const attempt = useAttempt(refused);
  const enter = () => attempt.run(async () => go(await post<Me>("/sign-in/code", { code: code.trim() })));
  return (
    <section class="door" aria-labelledby="artisan">
      <Motif kind="pottery" seed={4} />
      <h2 id="artisan">{t("signin.artisan")}</h2>
      <Form attempt={attempt} onSend={enter} send={t("signin.do")}>
        <Input
          label={t("signin.code")}
          hint={t("signin.code.hint")}
          autocomplete="one-time-code"
          autocapitalize="characters"
          maxLength={64}
          value={code}
          set={setCode}
        />
      </Form>
    </section>
  );
}

function BuyerDoor() {
  const known = me.value?.email_confirmed;
  return (
    <section class="door" aria-labelledby="buyer">
      <Motif kind="textile" seed={11} />
      <h2 id="buyer">{t("signin.buyer")}</h2>
      {known ? (
        <a class="button strong" href="/mine">
          {t("mine.title")}
        </a>
      ) : (
        <Confirm why={t("signin.buyer.why")} />
      )}
    </section>
  );
}

function OrganizerDoor() {
  return (
    <section class="door" aria-labelledby="organizer">
      <Motif kind="stone" seed={3} />
      <h2 id="organizer">{t("signin.organizer")}</h2>
      <PasswordForm send={t("signin.do")} onIn={go} />
    </section>
  );
}

/** A link from the desk signs in at once and goes on; a spent one says so. */
async function begin(): Promise<Problem | undefined> {
  try {
    const who = await spendCode();
    if (who) go(who);
    else await loadMe();
  } catch (e) {
    const problem = toProblem(e);
    return problem.passing ? undefined : problem;
  }
}

void begin().then(refused => boot("signin.title", () => <SignInPage refused={refused} />));
