// How somebody wants to be told: number, language, carriers, quiet hours, and whether this browser listens. For buyer and artisan alike.
import { useEffect, useState } from "preact/hooks";
import { get, put } from "../lib/api";
import { dayTime, t } from "../lib/i18n";
import { canPush, isForbidden, type Listener, listen, listenNoMore, ownEndpoint } from "../lib/push";
import { me } from "../lib/who";
import { ready } from "../words/notices";
import { useAttempt } from "./attempt";
import { Failure } from "./failure";
import { Field } from "./field";
import { submits, useLoad } from "./hooks";
import { Input } from "./inputs";
import { Tick } from "./tick";

export const words = ready;

interface Wishes {
  phone: string | null;
  phone_used: string | null;
  /** When `phone` will be the one that is used. */
  phone_holds_at: string | null;
  lang: string;
  zone: string;
  mail: boolean;
  sms: boolean;
  whatsapp: boolean;
  push: boolean;
  quiet_from_min: number;
  quiet_until_min: number;
  push_key: string | null;
  browsers: Listener[];
}
const WAYS = ["sms", "whatsapp", "mail", "push"] as const;

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const minutes = (text: string) => {
  const [h, m] = text.split(":").map(Number);
  return (h ?? 0) * 60 + (m ?? 0);
};
const here = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function part() {
  const wishes = useLoad(() => get<Wishes>("/me/notices"), [me.value?.person]);
  return (
    <section class="notices" aria-labelledby="notices">
      <h2 id="notices">{t("notices.title")}</h2>
      <Failure problem={wishes.problem} onRetry={wishes.again} />
      {!wishes.data && wishes.loading && <p>{t("loading")}</p>}
      {wishes.data && (
        <>
          <Browser wishes={wishes.data} onChanged={wishes.again} />
          <Form wishes={wishes.data} onChanged={wishes.again} />
        </>
      )}
    </section>
  );
}

function Browser({ wishes, onChanged }: { wishes: Wishes; onChanged: () => void }) {
  const [own, setOwn] = useState<string>();
  const { busy, problem, run } = useAttempt();
  useEffect(() => {
    void ownEndpoint().then(setOwn);
  }, [wishes]);
  if (!canPush() || !wishes.push_key) return <p class="small">{t("notices.push.none")}</p>;
  const mine = wishes.browsers.find(b => b.endpoint === own);
  const turn = () =>
    run(async () => {
      if (mine) await listenNoMore(mine);
      else await listen(wishes.push_key ?? "");
      onChanged();
    });
  return (
    <div class="slip">
      <p>{t(mine ? "notices.push.on" : isForbidden() ? "notices.push.forbidden" : "notices.push.off")}</p>
      <Failure problem={problem} />
      {!isForbidden() && (
        <button
          type="button"
          class={mine ? "button" : "button strong"}
          disabled={busy}
          onClick={() => void turn()}
        >
          {t(mine ? "notices.push.stop" : "notices.push.start")}
        </button>
      )}
    </div>
  );
}

function phoneHint(now: Wishes, { phone_used: used, phone_holds_at: at }: Wishes): string {
  if (at) return t("notices.phone.waits", dayTime(at), used ?? "");
  return !now.phone && used ? t("notices.phone.used", used) : t("notices.phone.hint");
}

function Form({ wishes, onChanged }: { wishes: Wishes; onChanged: () => void }) {
  const [now, setNow] = useState(wishes);
  const [quiet, setQuiet] = useState(wishes.quiet_from_min !== wishes.quiet_until_min);
  const { busy, problem, run, send } = useAttempt();
  const [said, setSaid] = useState("");
  const change = (some: Partial<Wishes>) => setNow({ ...now, ...some });
  const save = async () => {
    const { lang, mail, sms, whatsapp, push } = now;
    const body = {
      lang,
      mail,
      sms,
      whatsapp,
      push,
      zone: here(),
      quiet_from_min: quiet ? now.quiet_from_min : 0,
      quiet_until_min: quiet ? now.quiet_until_min : 0,
      ...(now.phone ? { phone: now.phone } : {}),
    };
    await act(() => put("/me/notices", body), "notices.saved");
    onChanged();
  };
  const act = async (what: () => Promise<unknown>, done: string) => {
    setSaid("");
    if (await run(what)) setSaid(done);
  };
  return (
    <form class="form slip" onSubmit={submits(save)}>
      <Input
        label={t("notices.phone")}
        hint={phoneHint(now, wishes)}
        wrong={problem?.field === "phone" ? t("notices.phone.wrong") : undefined}
        type="tel"
        autocomplete="tel"
        maxLength={24}
        value={now.phone ?? ""}
        required={false}
        set={typed => change({ phone: typed })}
      />
      <Field label={t("notices.lang")}>
        {id => (
          <select
            id={id}
            value={now.lang.slice(0, 2)}
            onChange={e => change({ lang: e.currentTarget.value })}
          >
            <option value="hi">हिन्दी</option>
            <option value="en">English</option>
          </select>
        )}
      </Field>
      <fieldset class="ways">
        <legend>{t("notices.ways")}</legend>
        {WAYS.map(w => (
          <Tick key={w} words={t(`notices.way.${w}`)} on={now[w]} set={on => change({ [w]: on })} />
        ))}
      </fieldset>
      <fieldset class="ways">
        <legend>{t("notices.quiet")}</legend>
        <Tick words={t("notices.quiet.on")} on={quiet} set={setQuiet} />
        {quiet && <Quiet now={now} change={change} />}
      </fieldset>
      <Failure problem={problem} />
      {said && <p role="status">{t(said)}</p>}
      <div class="row">
        <button type="submit" class="button strong" disabled={busy}>
          {t("notices.save")}
        </button>
        <button
          type="button"
          class="button"
          disabled={busy}
          onClick={() => void act(() => send("/me/notices/trial", {}), "notices.trial.sent")}
        >
          {t("notices.trial")}
        </button>
      </div>
    </form>
  );
}

function Quiet({ now, change }: { now: Wishes; change: (some: Partial<Wishes>) => void }) {
  return (
    <div class="row">
      <Input
        label={t("notices.quiet.from")}
        type="time"
        value={clock(now.quiet_from_min)}
        set={text => change({ quiet_from_min: minutes(text) })}
      />
      <Input
        label={t("notices.quiet.until")}
        type="time"
        value={clock(now.quiet_until_min)}
        set={text => change({ quiet_until_min: minutes(text) })}
      />
    </div>
  );
}
