// Is this piece what it says? Checked by the signature in its QR code, also without a network, and by the fair's register.
import { useEffect, useState } from "preact/hooks";
import "../style/verify.css";
import "../words/verify";
import { get } from "../lib/api";
import { date, name, nameLang, number, t } from "../lib/i18n";
import { keep, kept } from "../lib/keep";
import { checkOrigin, type Origin, type OriginKey } from "../lib/origin";
import type { Certificate } from "../lib/parcel";
import { toProblem } from "../lib/problem";
import { BAD, type Finding, findingOf, type Register } from "../lib/verdict";
import { submits } from "../parts/hooks";
import { Icon } from "../parts/icon";
import { Input } from "../parts/inputs";
import { Masthead } from "../parts/masthead";
import { DoubtForm } from "../parts/parcel/doubtform";
import { boot, pathSlug } from "./boot";

const KEYS = "mela.origin-keys";

/** The fair's keys, fresh from it or, without a network, as they were kept the last time. */
async function loadKeys(): Promise<OriginKey[]> {
  try {
    const answer = await fetch("/.well-known/mela-keys.json");
    if (!answer.ok) throw new Error();
    const text = await answer.text();
    keep(KEYS, text);
    return (JSON.parse(text) as { keys: OriginKey[] }).keys;
  } catch {
    return (JSON.parse(kept(KEYS) || '{"keys":[]}') as { keys: OriginKey[] }).keys;
  }
}

async function askRegister(code: string): Promise<Register> {
  try {
    return await get<Certificate>(`/verify/${encodeURIComponent(code)}`);
  } catch (e) {
    return toProblem(e).code === "not-found" ? "absent" : "unreachable";
  }
}

interface Found {
  finding: Finding;
  origin: Origin | undefined;
  certificate: Certificate | undefined;
}

async function look(code: string, token: string): Promise<Found> {
  const register = askRegister(code);
  const signed = token ? await checkOrigin(token, await loadKeys()) : undefined;
  const said = await register;
  return {
    finding: findingOf(signed, said, code),
    origin: signed?.verdict === "signed" ? signed.origin : undefined,
    certificate: typeof said === "object" ? said : undefined,
  };
}

function VerifyPage() {
  const code = pathSlug().toUpperCase();
  const [found, setFound] = useState<Found>();
  useEffect(() => {
    if (code) void look(code, location.hash.slice(1)).then(setFound);
  }, []);
  return (
    <>
      <Masthead mine={false} />
      <main class="verify" id="main">
        <h1>{t("verify.title")}</h1>
        {!code && <Ask />}
        {code && !found && <p role="status">{t("verify.looking")}</p>}
        {found && <Said {...found} />}
        {found && code && <Facts {...found} code={code} />}
        {found?.certificate && <DoubtForm code={code} />}
        {code && (
          <p class="row">
            <a class="button quiet" href="/verify">
              {t("verify.another")}
            </a>
          </p>
        )}
      </main>
    </>
  );
}

function Ask() {
  const [text, setText] = useState("");
  const clean = text.replace(/\s/g, "").toUpperCase();
  return (
    <form
      class="form"
      onSubmit={submits(() => clean && location.assign(`/verify/${encodeURIComponent(clean)}`))}
    >
      <Input
        label={t("verify.code")}
        hint={t("verify.code.hint")}
        value={text}
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        maxLength={40}
        required={false}
        set={setText}
      />
      <button type="submit" class="button strong">
        {t("verify.check")}
      </button>
    </form>
  );
}

function Said({ finding, certificate }: Found) {
  const bad = BAD.includes(finding);
  return (
    <div
      class={`finding ${bad ? "bad" : finding === "no-network" ? "open" : "good"}`}
      role={bad ? "alert" : "status"}
    >
      <Icon name={bad ? "warn" : finding === "no-network" ? "clock" : "check"} />
      <div>
        <h2>{t(`verify.${finding}`)}</h2>
        <p>{t(`verify.${finding}.why`, certificate?.reason ?? "")}</p>
      </div>
    </div>
  );
}

/** What the register says goes before what the signature says: it has both languages. */
function Facts({ origin, certificate: c, code }: Found & { code: string }) {
  const rows: [string, string, string | undefined][] = [];
  if (c) {
    rows.push(
      ["product", name(c.product), nameLang(c.product)],
      ["artisan", name(c.artisan), nameLang(c.artisan)],
    );
    rows.push(["district", name(c.district_name), nameLang(c.district_name)]);
    if (c.gi_user) rows.push(["gi", c.gi_user, undefined]);
    rows.push(["issued", date(c.issued_at), undefined]);
    rows.push([
      "piece",
      c.piece ? t("verify.piece.n", number(c.piece), number(c.pieces)) : t("verify.pieces", c.pieces),
      undefined,
    ]);
    rows.push(["scans", number(c.scans), undefined]);
  } else if (origin) {
    rows.push(
      ["product", origin.product, "en"],
      ["artisan", origin.artisan, "en"],
      ["district", origin.district, "en"],
    );
    if (origin.giUser) rows.push(["gi", origin.giUser, undefined]);
    rows.push(["issued", date(origin.issuedMs), undefined]);
  }
  return (
    <>
      <dl>
        {rows.map(([key, value, lang]) => (
          <div key={key}>
            <dt>{t(`verify.fact.${key}`)}</dt>
            <dd lang={lang}>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{t("verify.fact.code")}</dt>
          <dd class="code">{code}</dd>
        </div>
      </dl>
      {c?.moment && <p class="small">{t("verify.live")}</p>}
      {c && (
        <p>
          <a href={`/booth/${c.booth_slug}`}>{t("verify.booth", name(c.artisan))}</a>
        </p>
      )}
    </>
  );
}

void boot("verify.page", () => <VerifyPage />);
