// Three doors: an artisan's one-time code, an organizer's password, a buyer's e-mail.
import { useState } from "preact/hooks";
import "../style/signin.css";
import { post } from "../lib/api";
import { spendCode } from "../lib/doorcode";
import { t } from "../lib/i18n";
import { type Problem, toProblem } from "../lib/problem";
import { loadMe, me } from "../lib/who";
import type { Me, Role } from "../lib/wire";
import { Confirm } from "../parts/confirm";
import { Failure } from "../parts/failure";
import { Field } from "../parts/field";
import { submits } from "../parts/hooks";
import { Masthead } from "../parts/masthead";
import { Motif } from "../parts/motif";
import { boot } from "./boot";

const HOME: Record<Role, string> = {
  guest: "/",
  buyer: "/mine",
  artisan: "/studio",
  helpline: "/desk#helpline",
  organizer: "/desk",
};
const go = (who: Me) => location.assign(HOME[who.role]);

/** A form whose button signs in; its own failure stands under its own fields. */
function useSignIn(path: string, body: () => unknown) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const submit = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      go(await post<Me>(path, body()));
    } catch (e) {
      setProblem(toProblem(e));
      setBusy(false);
    }
  };
  return { busy, problem, submit };
}

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
  const door = useSignIn("/sign-in/code", () => ({ code: code.trim() }));
  return (
    <section class="door" aria-labelledby="artisan">
      <Motif kind="pottery" seed={4} />
      <h2 id="artisan">{t("signin.artisan")}</h2>
      <form class="form" onSubmit={submits(door.submit)}>
        <Field label={t("signin.code")} hint={t("signin.code.hint")}>
          {(id, described) => (
            <input
              {...described}
              id={id}
              required
              autocomplete="one-time-code"
              autocapitalize="characters"
              maxLength={64}
              value={code}
              onInput={e => setCode(e.currentTarget.value)}
            />
          )}
        </Field>
        <Failure problem={door.problem ?? (door.busy ? undefined : refused)} />
        <button type="submit" class="button strong" disabled={door.busy}>
          {t("signin.do")}
        </button>
      </form>
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
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const door = useSignIn("/sign-in/password", () => ({ email, password }));
  return (
    <section class="door" aria-labelledby="organizer">
      <Motif kind="stone" seed={3} />
      <h2 id="organizer">{t("signin.organizer")}</h2>
      <form class="form" onSubmit={submits(door.submit)}>
        <Field label={t("confirm.email")}>
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
        <Field label={t("signin.password")}>
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
        <Failure problem={door.problem} />
        <button type="submit" class="button strong" disabled={door.busy}>
          {t("signin.do")}
        </button>
      </form>
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
