import "../../style/books.css";
import { get, put } from "../../lib/api";
import type { OwnTax, PaperHead, Place, Statement } from "../../lib/books";
import { INDIA } from "../../lib/books";
import { day, lang, money, t } from "../../lib/i18n";
import type { Page } from "../../lib/wire";
import { ready } from "../../words/papers";
import { useAttempt } from "../attempt";
import { useDraft } from "../draft";
import { Failure } from "../failure";
import { Form } from "../form";
import { useLoad } from "../hooks";
import { Input } from "../inputs";
import { PaperList } from "../orderpapers";
import { TaxRates } from "../taxrates";

export const words = ready;

export function part() {
  const own = useLoad(() => get<{ statements: Statement[] }>("/studio/money"), []);
  const papers = useLoad(() => get<Page<PaperHead>>("/studio/papers"), []);
  if (own.problem?.code === "not-found") return null;
  return (
    <section class="earnings" aria-labelledby="earnings">
      <h2 id="earnings">{t("earn.title")}</h2>
      <Failure problem={own.problem} onRetry={own.again} />
      {!own.data && own.loading && <p>{t("loading")}</p>}
      {own.data?.statements.map(s => (
        <Account key={s.principal ?? ""} statement={s} />
      ))}
      {papers.data && papers.data.items.length > 0 && (
        <>
          <h3>{t("papers.title")}</h3>
          <PaperList papers={papers.data.items} />
        </>
      )}
      <Tax />
    </section>
  );
}

function Account({ statement: s }: { statement: Statement }) {
  const inr = (minor: number) => money({ minor, currency: s.currency });
  const of = s.principal ? `?principal=${s.principal}` : "";
  const lines = s.lines ?? [];
  if (s.principal && !lines.length && !s.after_minor) return null;
  return (
    <article class="slip account">
      <header>
        <h3>{s.principal_name ? t("earn.under", s.principal_name) : t("earn.own")}</h3>
      </header>
      <p class="owed">
        <span>{t(s.after_minor < 0 ? "earn.owing" : "earn.owed")}</span>
        <b>{inr(Math.abs(s.after_minor))}</b>
      </p>
      {s.transit_minor > 0 && <p>{t("earn.transit", inr(s.transit_minor))}</p>}
      {lines.length === 0 && <p class="small">{t("earn.none")}</p>}
      {lines.length > 0 && (
        <ul class="entries">
          {[...lines].reverse().map((l, i) => (
            <li key={`${l.at_ms}-${i}`}>
              <span>
                {lang.value === "hi" ? l.cause_hi : l.cause_en}
                <small>
                  {day(l.at_ms, INDIA)}
                  {l.note && ` · ${l.note}`}
                </small>
              </span>
              <b class={l.amount_minor < 0 ? "less" : ""}>{inr(l.amount_minor)}</b>
            </li>
          ))}
        </ul>
      )}
      <div class="row">
        <a class="button" href={`/api/v1/studio/money.pdf${of}`} target="_blank" rel="noopener">
          {t("earn.pdf")}
        </a>
        <a class="button" href={`/api/v1/studio/money.csv${of}`}>
          {t("earn.csv")}
        </a>
      </div>
    </article>
  );
}

function Tax() {
  const own = useLoad(() => get<OwnTax>("/studio/tax"), []);
  if (!own.data) return <Failure problem={own.problem} onRetry={own.again} />;
  return (
    <>
      {own.data.missing.length > 0 && (
        <p class="advice" role="status">
          {t("tax.missing", own.data.missing.join(", "))}
        </p>
      )}
      <details>
        <summary>{t("tax.rates")}</summary>
        <TaxRates
          path="/studio/tax/rates"
          rates={own.data.rates}
          missing={own.data.missing}
          onDone={own.again}
        />
      </details>
      <details open={!own.data.place.line1}>
        <summary>{t("place.title")}</summary>
        <PlaceForm place={own.data.place} onDone={own.again} />
      </details>
    </>
  );
}

const PLACE = [
  ["line1", "street-address", true],
  ["line2", "address-line2", false],
  ["city", "address-level2", true],
  ["pin", "postal-code", true],
  ["ad_code", "off", false],
] as const;

function PlaceForm({ place, onDone }: { place: Place; onDone: () => void }) {
  const { now, set } = useDraft(Object.fromEntries(PLACE.map(([key]) => [key, place[key]])));
  const attempt = useAttempt();
  const enter = () => {
    const filled = Object.entries(now).filter(([, typed]) => typed?.trim());
    return attempt.run(() => put("/studio/place", Object.fromEntries(filled)).then(onDone));
  };
  return (
    <Form attempt={attempt} onSend={enter} send={t("place.keep")}>
      {PLACE.map(([key, complete, required]) => (
        <Input
          key={key}
          label={t(`place.${key}`)}
          wrong={attempt.problem?.field === key ? t("problem.bad-field") : undefined}
          autocomplete={complete}
          required={required}
          value={now[key] ?? ""}
          set={set(key)}
        />
      ))}
    </Form>
  );
}
