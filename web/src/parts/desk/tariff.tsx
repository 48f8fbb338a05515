// The tariff of sending: a row per zone and weight, from a day on.
import { get, put } from "../../lib/api";
import { INDIA } from "../../lib/books";
import type { ShippingRate } from "../../lib/cartwire";
import { country, date, has, money, number, t } from "../../lib/i18n";
import { inr, paise } from "../../lib/money";
import { useAttempt } from "../attempt";
import { useDraft } from "../draft";
import { Failure } from "../failure";
import { Form } from "../form";
import { useLoad } from "../hooks";
import { Input, MoneyInput } from "../inputs";

const zoneName = (zone: string) => (has(`offers.zone.${zone}`) ? t(`offers.zone.${zone}`) : country(zone));

export function Tariff() {
  const rates = useLoad(() => get<{ rates: ShippingRate[] }>("/desk/shipping"), []);
  return (
    <div class="two">
      <NewRate onMade={rates.again} />
      <div>
        <Failure problem={rates.problem} onRetry={rates.again} />
        {rates.data?.rates.length === 0 && <p class="empty">{t("offers.tariff.none")}</p>}
        <ul class="entries">
          {rates.data?.rates.map(r => (
            <li key={`${r.zone} ${r.from} ${r.upto_g}`}>
              <span>
                {zoneName(r.zone)}, {t("offers.upto.g", number(r.upto_g))}
                <small>
                  {r.from && `${date(r.from, INDIA)} · `}
                  {r.source}
                </small>
              </span>
              <b>{money(inr(r.price_minor))}</b>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

const RATE = { zone: "india", upto: "500", price: "", from: "", source: "" };

function NewRate({ onMade }: { onMade: () => void }) {
  const { now, set } = useDraft(RATE);
  const attempt = useAttempt();
  const enter = () =>
    attempt.run(async () => {
      await put("/desk/shipping", {
        from: `${now.from}T00:00`,
        source: now.source,
        rates: [{ zone: now.zone, upto_g: Number(now.upto), price_minor: paise(now.price) ?? 0 }],
      });
      onMade();
    });
  return (
    <Form attempt={attempt} onSend={enter} send={t("offers.add")} on="slip" named="new-rate">
      <h2 id="new-rate">{t("offers.tariff.new")}</h2>
      <Input
        label={t("offers.zone")}
        hint={t("offers.zone.hint")}
        maxLength={7}
        value={now.zone}
        set={set("zone")}
      />
      <div class="pair">
        <Input
          label={t("offers.upto")}
          type="number"
          min={1}
          max={1_000_000}
          value={now.upto}
          set={set("upto")}
        />
        <MoneyInput label={t("offers.price")} value={now.price} set={set("price")} />
      </div>
      <Input label={t("offers.from")} type="date" value={now.from} set={set("from")} />
      <Input label={t("offers.source")} maxLength={120} value={now.source} set={set("source")} />
    </Form>
  );
}
