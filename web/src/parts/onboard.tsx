// Becoming a seller in five short screens, one question each: by the artisan in the studio, or by the desk for them.
// What is typed stays in the form until the last screen sends it, once.
import { useEffect, useRef, useState } from "preact/hooks";
import { create } from "../lib/api";
import { t } from "../lib/i18n";
import { onceKey } from "../lib/key";
import { type Problem, toProblem } from "../lib/problem";
import type { Application, Claim, Seller } from "../lib/wire";
import { Failure } from "./failure";
import { Field } from "./field";
import { submits } from "./hooks";

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

export function Onboard({ path, booth, name, onDone }: Props) {
  const [at, setAt] = useState(0);
  const [form, setForm] = useState<Application>({
    name: name ?? { en: "", hi: "" },
    phone: "",
    claim: "unregistered",
  });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const key = useRef(onceKey());
  const top = useRef<HTMLFormElement>(null);
  useEffect(() => top.current?.scrollIntoView({ block: "start" }), [at]);
  const screen: Screen = { form, change: some => setForm({ ...form, ...some }) };
  const send = async () => {
    const filled = Object.entries(form).filter(([, v]) => v !== "");
    const body = { ...Object.fromEntries(filled), ...(booth ? { booth } : {}) };
    setBusy(true);
    setProblem(undefined);
    try {
      onDone(await create<Seller>(path, body, key.current(body)));
    } catch (e) {
      setProblem(toProblem(e));
    }
    setBusy(false);
  };
  const last = at === TITLES.length - 1;
  return (
    <form ref={top} class="form onboard" onSubmit={submits(() => (last ? send() : setAt(at + 1)))}>
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

interface TextProps {
  label: string;
  value: string | null | undefined;
  set: (value: string) => void;
  max: number;
  hint?: string;
  optional?: boolean;
  pattern?: string;
  numeric?: boolean;
  /** Codes are kept in capitals. */
  code?: boolean;
  lang?: "en" | "hi";
}

function Text({ label, value, set, max, hint, optional, pattern, numeric, code, lang }: TextProps) {
  return (
    <Field label={label} hint={hint}>
      {(id, described) => (
        <input
          {...described}
          id={id}
          required={!optional}
          maxLength={max}
          {...(lang ? { lang } : {})}
          {...(pattern ? { pattern } : {})}
          {...(numeric ? { inputMode: "numeric" as const } : {})}
          {...(code ? { autocapitalize: "characters", spellcheck: false } : {})}
          value={value ?? ""}
          onInput={e => set(code ? e.currentTarget.value.toUpperCase().trim() : e.currentTarget.value)}
        />
      )}
    </Field>
  );
}

function Who({ form, change }: Screen) {
  const both = form.name;
  return (
    <>
      <Text
        label={t("onboard.name.hi")}
        lang="hi"
        max={80}
        value={both.hi}
        set={hi => change({ name: { ...both, hi } })}
      />
      <Text
        label={t("onboard.name.en")}
        lang="en"
        max={80}
        value={both.en}
        set={en => change({ name: { ...both, en } })}
      />
      <Text
        label={t("onboard.phone")}
        numeric
        pattern="[0-9+ \-]{10,20}"
        max={20}
        value={form.phone}
        set={phone => change({ phone })}
      />
    </>
  );
}

function ArtisanCard({ form, change }: Screen) {
  return (
    <Text
      label={t("onboard.pehchan")}
      hint={t("onboard.pehchan.hint")}
      optional
      code
      pattern="[A-Z0-9]{6,20}"
      max={20}
      value={form.pehchan}
      set={pehchan => change({ pehchan })}
    />
  );
}

interface ChoiceProps {
  value: string;
  words: string;
  chosen: boolean;
  onChoose: () => void;
}

function Choice({ value, words, chosen, onChoose }: ChoiceProps) {
  return (
    <label class="choose">
      <input type="radio" name="choice" value={value} checked={chosen} onChange={onChoose} />
      {words}
    </label>
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
            value={c}
            words={t(`onboard.claim.${c}`)}
            chosen={c === claim}
            onChoose={() => change({ claim: c, claim_number: "" })}
          />
        ))}
      </fieldset>
      {claim !== "unregistered" && (
        <Text
          label={t(`onboard.number.${claim}`)}
          hint={t("onboard.number.hint")}
          code
          pattern="[0-9]{2}[A-Z0-9]{13}"
          max={15}
          value={form.claim_number}
          set={claim_number => change({ claim_number })}
        />
      )}
      {claim === "enrolled" && (
        <Text
          label={t("onboard.pan")}
          code
          pattern="[A-Z]{5}[0-9]{4}[A-Z]"
          max={10}
          value={form.pan}
          set={pan => change({ pan })}
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
        <Choice value="upi" words={t("onboard.way.upi")} chosen={!bank} onChoose={() => turn(false)} />
        <Choice value="bank" words={t("onboard.way.bank")} chosen={bank} onChoose={() => turn(true)} />
      </fieldset>
      {bank ? (
        <>
          <Text
            label={t("onboard.account")}
            numeric
            pattern="[0-9]{9,18}"
            max={18}
            value={form.account}
            set={account => change({ account })}
          />
          <Text
            label={t("onboard.ifsc")}
            code
            pattern="[A-Z]{4}0[A-Z0-9]{6}"
            max={11}
            value={form.ifsc}
            set={ifsc => change({ ifsc })}
          />
        </>
      ) : (
        <Text
          label={t("onboard.upi")}
          hint={t("onboard.upi.hint")}
          pattern="[A-Za-z0-9._\-]{2,60}@[A-Za-z]{2,32}"
          max={96}
          value={form.upi}
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
