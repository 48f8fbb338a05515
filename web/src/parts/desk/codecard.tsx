// The artisan's way in, to hand over: a code to read out and a QR code to scan, on a card that prints alone.
// A new card makes the old one void, so it is made only when asked for.
import { useState } from "preact/hooks";
import { post } from "../../lib/api";
import { dayTime, name, t } from "../../lib/i18n";
import type { ArtisanCode, DeskBooth } from "../../lib/wire";
import { useAttempt } from "../attempt";
import { Failure } from "../failure";
import { Icon } from "../icon";
import { Sheet } from "../sheet";
import { Sign } from "../sign";

export function CodeCard({ booth, onClose }: { booth: DeskBooth; onClose: () => void }) {
  const [code, setCode] = useState<ArtisanCode>();
  const { busy, problem, run } = useAttempt();
  const make = () =>
    run(async () => {
      setCode(await post<ArtisanCode>(`/desk/booths/${booth.id}/code`));
    });
  return (
    <Sheet title={t("desk.code.title")} onClose={onClose}>
      <div class="form">
        {!code && <p>{t("desk.code.why", name(booth.artisan))}</p>}
        {code && <Card booth={booth} code={code} />}
        <Failure problem={problem} />
        {code ? (
          <div class="row">
            <button type="button" class="button strong" onClick={() => print()}>
              <Icon name="print" />
              {t("desk.code.print")}
            </button>
            <CopyLink url={code.url} />
          </div>
        ) : (
          <button type="button" class="button strong wide" disabled={busy} onClick={() => void make()}>
            {t("desk.code.make")}
          </button>
        )}
      </div>
    </Sheet>
  );
}

function Card({ booth, code }: { booth: DeskBooth; code: ArtisanCode }) {
  return (
    <article class="code-card">
      <header>
        <Sign />
        <div>
          <h3>{name(booth.name)}</h3>
          <p>
            {name(booth.artisan)} · {name(booth.district_name)}
          </p>
        </div>
      </header>
      <img
        src={`data:image/svg+xml,${encodeURIComponent(code.qr_svg)}`}
        alt={t("desk.code.qr")}
        width="220"
        height="220"
      />
      <p class="code-said">{code.code.replace(/^(.{4})(.{4})$/, "$1 $2")}</p>
      <ol>
        <li>{t("desk.code.step1")}</li>
        <li>{t("desk.code.step2", `${location.host}/studio`)}</li>
        <li>{t("desk.code.step3")}</li>
      </ol>
      <p class="small">{t("desk.code.until", dayTime(code.expires_at))}</p>
    </article>
  );
}

function CopyLink({ url }: { url: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(url).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <button type="button" class="button" onClick={() => void copy()}>
      {t(copied ? "desk.code.copied" : "desk.code.copy")}
    </button>
  );
}
