// One's own second factor: set up with an authenticator app, renewed, turned off. Each wants the password anew, and a code where there is one.
import { useState } from "preact/hooks";
import "../../style/second.css";
import { get, post } from "../../lib/api";
import { day, number, t } from "../../lib/i18n";
import { me } from "../../lib/who";
import { ready } from "../../words/second";
import { useAttempt } from "../attempt";
import { CodeInput } from "../codeform";
import { Failure } from "../failure";
import { Form } from "../form";
import { useLoad } from "../hooks";
import { Icon } from "../icon";
import { Input } from "../inputs";
import { PasswordInput } from "../passwordform";

interface State {
  on: boolean;
  since: string | null;
  recovery_codes_left: number;
  required: boolean;
}
interface Offer {
  secret: string;
  uri: string;
  qr_svg: string;
  until: string;
}
type Wish = "set-up" | "off";

export const words = ready;

const FEW = 3;
/** As people read it out and type it. */
const groups = (text: string) => text.replace(/(.{4})(?=.)/g, "$1 ");

export function part() {
  const state = useLoad(() => get<State>("/me/second-factor"), []);
  const [wish, setWish] = useState<Wish>();
  const [offer, setOffer] = useState<Offer>();
  const [codes, setCodes] = useState<string[]>();
  const done = () => {
    setWish(undefined);
    setOffer(undefined);
    setCodes(undefined);
    state.again();
    if (me.value) me.value = { ...me.value, second_factor_needed: false };
  };
  return (
    <>
      <div class="head">
        <h1>{t("desk.part.account")}</h1>
      </div>
      <section class="second" aria-labelledby="second">
        <h2 id="second">{t("second.title")}</h2>
        <Failure problem={state.problem} onRetry={state.again} />
        {codes && <Papers codes={codes} onKept={done} />}
        {offer && !codes && <Scan offer={offer} onCodes={setCodes} />}
        {wish && !offer && state.data && (
          <Prove
            wish={wish}
            on={state.data.on}
            onOffer={setOffer}
            onOff={done}
            onBack={() => setWish(undefined)}
          />
        )}
        {!wish && state.data && <Standing state={state.data} onWish={setWish} />}
      </section>
    </>
  );
}

function Standing({ state, onWish }: { state: State; onWish: (wish: Wish) => void }) {
  const few = state.on && state.recovery_codes_left <= FEW;
  return (
    <>
      <p>{state.on && state.since ? t("second.on", day(state.since)) : t("second.why")}</p>
      {state.required && <p class={state.on ? "" : "notice"}>{t("second.required")}</p>}
      {state.on && <p class={few ? "notice" : ""}>{t("second.left", number(state.recovery_codes_left))}</p>}
      <div class="row">
        <button type="button" class="button strong" onClick={() => onWish("set-up")}>
          {t(state.on ? "second.renew" : "second.set.up")}
        </button>
        {state.on && !state.required && (
          <button type="button" class="button quiet" onClick={() => onWish("off")}>
            {t("second.off")}
          </button>
        )}
      </div>
    </>
  );
}

interface ProveProps {
  wish: Wish;
  on: boolean;
  onOffer: (offer: Offer) => void;
  onOff: () => void;
  onBack: () => void;
}

function Prove({ wish, on, onOffer, onOff, onBack }: ProveProps) {
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const attempt = useAttempt();
  const body = on ? { password, code } : { password };
  const prove = () =>
    attempt.run(async () => {
      if (wish === "set-up") return onOffer(await post<Offer>("/me/second-factor", body));
      await post("/me/second-factor/off", body);
      onOff();
    });
  const wrong = attempt.problem?.code === "bad-credentials";
  return (
    <>
      <Form
        attempt={attempt}
        onSend={prove}
        send={t(wish === "off" ? "second.off" : "second.go.on")}
        said={wrong ? t(on ? "second.wrong.both" : "second.wrong.password") : undefined}
      >
        <p>{t(on ? "second.prove.both" : "second.prove")}</p>
        <PasswordInput value={password} set={setPassword} />
        {on && <CodeInput value={code} set={setCode} />}
      </Form>
      <button type="button" class="button quiet" onClick={onBack}>
        {t("second.back")}
      </button>
    </>
  );
}

function Scan({ offer, onCodes }: { offer: Offer; onCodes: (codes: string[]) => void }) {
  const [code, setCode] = useState("");
  const attempt = useAttempt();
  const confirm = () =>
    attempt.run(async () =>
      onCodes(
        (await post<{ recovery_codes: string[] }>("/me/second-factor/confirm", { code })).recovery_codes,
      ),
    );
  const wrong = attempt.problem?.code === "bad-credentials";
  return (
    <>
      <p>{t("second.scan")}</p>
      <div class="scan">
        <img
          src={`data:image/svg+xml,${encodeURIComponent(offer.qr_svg)}`}
          alt={t("second.qr")}
          width="200"
          height="200"
        />
        <div>
          <p class="small">{t("second.by.hand")}</p>
          <p class="secret" translate={false}>
            {groups(offer.secret)}
          </p>
          <a class="button" href={offer.uri}>
            {t("second.this.device")}
          </a>
        </div>
      </div>
      <Form
        attempt={attempt}
        onSend={confirm}
        send={t("second.confirm")}
        said={wrong ? t("second.wrong.first") : undefined}
      >
        <Input
          label={t("second.first")}
          autocomplete="one-time-code"
          inputMode="numeric"
          pattern="[0-9 ]{6,7}"
          maxLength={7}
          value={code}
          set={setCode}
        />
      </Form>
    </>
  );
}

/** Shown once. */
function Papers({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  return (
    <>
      <p role="status">{t("second.papers")}</p>
      <ol class="papers-list" translate={false}>
        {codes.map(c => (
          <li key={c}>{groups(c)}</li>
        ))}
      </ol>
      <div class="row">
        <button type="button" class="button" onClick={() => print()}>
          <Icon name="print" />
          {t("second.print")}
        </button>
        <button type="button" class="button strong" onClick={onKept}>
          {t("second.kept")}
        </button>
      </div>
    </>
  );
}
