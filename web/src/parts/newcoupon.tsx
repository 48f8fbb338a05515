// The form of a new coupon: what it takes off, from when to when, and its limits.
import { t } from "../lib/i18n";
import { paise } from "../lib/money";
import { useAttempt } from "./attempt";
import { useDraft } from "./draft";
import { Form } from "./form";
import { FunderSelect, Input, MoneyInput } from "./inputs";

const BLANK = {
  code: "",
  funder: "fair",
  percent: "10",
  most: "",
  least: "",
  uses: "",
  person: "1",
  budget: "",
  from: "",
  until: "",
};
type Wish = typeof BLANK;
const AMOUNTS = ["most", "least", "budget"] as const;
const COUNTS = ["uses", "person"] as const;

const bodyOf = (d: Wish, own: boolean) => ({
  code: d.code,
  ...(own ? {} : { funder: d.funder }),
  off_bps: Math.round(Number(d.percent) * 100),
  most_minor: paise(d.most) ?? 0,
  min_total_minor: paise(d.least) ?? 0,
  uses_max: Number(d.uses || 0),
  per_person: Number(d.person || 0),
  budget_minor: paise(d.budget) ?? 0,
  from: `${d.from}T00:00`,
  until: `${d.until}T23:59`,
});

export function NewCoupon({ own, onMade }: { own: boolean; onMade: () => void }) {
  const draft = useDraft(BLANK);
  const attempt = useAttempt();
  const { now, set } = draft;
  const make = () =>
    attempt.run(async () => {
      const body = bodyOf(now, own);
      await attempt.send("/coupons", body);
      draft.clear();
      onMade();
    });
  return (
    <Form attempt={attempt} onSend={make} send={t("offers.make")} on="slip" named="new-coupon">
      <h2 id="new-coupon">{t("offers.new")}</h2>
      {own && <p>{t("offers.own")}</p>}
      <Input
        label={t("offers.code")}
        hint={t("offers.code.hint")}
        pattern="[A-Za-z0-9\-]{4,24}"
        value={now.code}
        set={set("code")}
      />
      {!own && <FunderSelect value={now.funder} set={set("funder")} />}
      <Input
        label={t("offers.percent")}
        type="number"
        min={0.01}
        max={100}
        step={0.01}
        value={now.percent}
        set={set("percent")}
      />
      <div class="pair">
        {(["from", "until"] as const).map(key => (
          <Input key={key} label={t(`offers.${key}`)} type="date" value={now[key]} set={set(key)} />
        ))}
      </div>
      <Limits now={now} set={set} />
    </Form>
  );
}

interface LimitsProps {
  now: Wish;
  set: (field: keyof Wish) => (value: string) => void;
}

function Limits({ now, set }: LimitsProps) {
  return (
    <fieldset class="pair">
      <legend>{t("offers.limits")}</legend>
      {AMOUNTS.map(key => (
        <MoneyInput key={key} label={t(`offers.${key}`)} required={false} value={now[key]} set={set(key)} />
      ))}
      {COUNTS.map(key => (
        <Input
          key={key}
          label={t(`offers.${key}`)}
          type="number"
          min={0}
          required={false}
          value={now[key]}
          set={set(key)}
        />
      ))}
    </fieldset>
  );
}
