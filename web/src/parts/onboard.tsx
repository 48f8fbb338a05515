// Becoming a seller in five short screens, one question each: by the artisan in the studio, or by the desk for them.
// What is typed stays in this tab, also if the phone puts it to sleep for a call, until the last screen sends it, once.
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../lib/i18n";
import { resume, resumed } from "../lib/resume";
import type { Application, Claim, Seller } from "../lib/wire";
import { useAttempt } from "./attempt";
import { Failure } from "./failure";
import { submits } from "./hooks";
import { Input } from "./inputs";
import { Choice } from "./tick";

const CLAIMS: readonly Claim[] = ["unregistered", "enrolled", "composition", "regular"];
const TITLES = ["who", "card", "gst", "money", "check"] as const;

interface Props {
  path: "/studio/seller" | "/desk/sellers";
  /** A booth, where the desk applies for its artisan. */
  booth?: string;
  name?: { en: string; hi: string };
  onDone: (seller: Seller) => void;
}

/** What a screen gets: the form so far, and the way to change it. */
interface Screen {
  form: Application;
  change: (some: Partial<Application>) => void;
}

/** How far it is filled in. */
interface Draft {
  at: number;
  form: Application;
}

const blank = (name: Props["name"]): Application => ({
  name: name ?? { en: "", hi: "" },
  phone: "",
  claim: "unregistered",
});

export function Onboard({ path, booth, name, onDone }: Props) {
  const draft = booth ? "" : `mela.onboard ${name?.en}`; // the desk's machine keeps nobody's account number
  const [{ at, form }, setDraft] = useState<Draft>(
    () => resumed<Draft>(draft) ?? { at: 0, form: blank(name) },
  );
  const setAt = (next: number) => setDraft({ at: next, form });
  useEffect(() => resume(draft, { at, form }), [at, form]);
  const { busy, problem, run, send } = useAttempt();
  const top = useRef<HTMLFormElement>(null);
  useEffect(() => top.current?.scrollIntoView({ block: "start" }), [at]);
  const screen: Screen = { form, change: some => setDraft({ at, form: { ...form, ...some } }) };
  const apply = () => {
    const filled = Object.entries(form).filter(([, v]) => v !== "");
    const body = { ...Object.fromEntries(filled), ...(booth ? { booth } : {}) };
    return run(async () => {
      const seller = await send<Seller>(path, body);
      resume(draft, undefined);
      onDone(seller);
    });
  };
  const last = at === TITLES.length - 1;
  return (
    <form ref={top} class="form onboard" onSubmit={submits(() => (last ? apply() : setAt(at + 1)))}>
      <p class="small">{t("onboard.step", at + 1)}</p>
      <h3>{t(`onboard.${TITLES[at]}`)}</h3>
      {at === 0 && <Who {...screen} />}
      {at === 1 && <ArtisanCard {...screen} />}
      {at === 2 && <Gst {...screen} />}
      {at === 3 && <Account {...screen} />}
      {last && <Check form={form} />}
      <Failure problem={problem} />
      <button type="submit" class="button strong wide tall" disabled={busy}>
        {t(busy ? "sending" : last ? "onboard.send" : "onboard.next")}
      </button>
      {at > 0 && (
        <button type="button" class="button quiet wide" onClick={() => setAt(at - 1)}>
          {t("back")}
        </button>
      )}
    </form>
  );
}

/** Codes are kept in capitals. */
const capitals = (set: (value: string) => void) => (typed: string) => set(typed.toUpperCase().trim());
const CODE = { autocapitalize: "characters", spellcheck: false } as const;

function Who({ form, change }: Screen) {
  const both = form.name;
  return (
    <>
      <Input
        label={t("onboard.name.hi")}
        lang="hi"
        maxLength={80}
        value={both.hi}
        set={hi => change({ name: { ...both, hi } })}
      />
      <Input
        label={t("onboard.name.en")}
        lang="en"
        maxLength={80}
        value={both.en}
        set={en => change({ name: { ...both, en } })}
      />
      <Input
        label={t("onboard.phone")}
        pattern="[0-9+ \-]{10,20}"
        maxLength={20}
        value={form.phone}
        set={phone => change({ phone })}
        inputMode="numeric"
      />
    </>
  );
}

function ArtisanCard({ form, change }: Screen) {
  return (
    <Input
      label={t("onboard.pehchan")}
      hint={t("onboard.pehchan.hint")}
      pattern="[A-Z0-9]{6,20}"
      maxLength={20}
      value={form.pehchan ?? ""}
      set={capitals(pehchan => change({ pehchan }))}
      required={false}
      {...CODE}
    />
  );
}

function Gst({ form, change }: Screen) {
  const { claim } = form;
  return (
    <>
      <fieldset class="form">
        <legend class="unseen">{t("onboard.gst")}</legend>
        {CLAIMS.map(c => (
          <Choice
            key={c}
            words={t(`onboard.claim.${c}`)}
            of="claim"
            on={c === claim}
            choose={() => change({ claim: c, claim_number: "" })}
          />
        ))}
      </fieldset>
      {claim !== "unregistered" && (
        <Input
          label={t(`onboard.number.${claim}`)}
          hint={t("onboard.number.hint")}
          pattern="[0-9]{2}[A-Z0-9]{13}"
          maxLength={15}
          value={form.claim_number ?? ""}
          set={capitals(claim_number => change({ claim_number }))}
          {...CODE}
        />
      )}
      {claim === "enrolled" && (
        <Input
          label={t("onboard.pan")}
          pattern="[A-Z]{5}[0-9]{4}[A-Z]"
          maxLength={10}
          value={form.pan ?? ""}
          set={capitals(pan => change({ pan }))}
          {...CODE}
        />
      )}
    </>
  );
}

function Account({ form, change }: Screen) {
  const [bank, setBank] = useState(!!form.account);
  const turn = (to: boolean) => {
    setBank(to);
    change(to ? { upi: "" } : { account: "", ifsc: "" });
  };
  return (
    <>
      <fieldset class="form">
        <legend class="unseen">{t("onboard.money")}</legend>
        <Choice words={t("onboard.way.upi")} of="way" on={!bank} choose={() => turn(false)} />
        <Choice words={t("onboard.way.bank")} of="way" on={bank} choose={() => turn(true)} />
      </fieldset>
      {bank ? (
        <>
          <Input
            label={t("onboard.account")}
            pattern="[0-9]{9,18}"
            maxLength={18}
            value={form.account ?? ""}
            set={account => change({ account })}
            inputMode="numeric"
          />
          <Input
            label={t("onboard.ifsc")}
            pattern="[A-Z]{4}0[A-Z0-9]{6}"
            maxLength={11}
            value={form.ifsc ?? ""}
            set={capitals(ifsc => change({ ifsc }))}
            {...CODE}
          />
        </>
      ) : (
        <Input
          label={t("onboard.upi")}
          hint={t("onboard.upi.hint")}
          pattern="[A-Za-z0-9._\-]{2,60}@[A-Za-z]{2,32}"
          maxLength={96}
          value={form.upi ?? ""}
          set={upi => change({ upi })}
        />
      )}
    </>
  );
}

/** Everything once more, before it goes. */
export function Check({ form }: { form: Application }) {
  const rows: [string, string | undefined | null][] = [
    ["onboard.name.hi", form.name?.hi],
    ["onboard.name.en", form.name?.en],
    ["onboard.phone", form.phone],
    ["onboard.pehchan", form.pehchan],
    ["onboard.gst", t(`onboard.claim.${form.claim}`)],
    [`onboard.number.${form.claim}`, form.claim_number],
    ["onboard.pan", form.pan],
    ["onboard.upi", form.upi],
    ["onboard.account", form.account],
    ["onboard.ifsc", form.ifsc],
  ];
  return <Facts rows={rows.filter(([, v]) => v).map(([k, v]) => [t(k), v ?? ""])} />;
}

function Facts({ rows }: { rows: string[][] }) {
  return (
    <dl class="facts-list">
      {rows.map(([what, is]) => [<dt key={`${what}?`}>{what}</dt>, <dd key={`${what}`}>{is}</dd>])}
    </dl>
  );
}
