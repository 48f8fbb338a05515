// The network: how quick the server answers, and which ways a picture has.
import { useEffect, useState } from "preact/hooks";
import { number, t } from "../../lib/i18n";
import { type NetworkFound, tryNetwork } from "../../lib/selfcheck";
import { checkNetwork, type Uplink } from "../../lib/uplink";
import { NO_WAYS, type Outcome, WAYS } from "../../lib/ways";
import { Hurdle } from "../hurdle";
import { Finding, type Standing } from "./finding";

const STANDING: Record<Outcome, Standing> = {
  works: "good",
  silent: "bad",
  trying: "trying",
  none: "none",
};
const SERVER: Record<Uplink | "offline", [word: string, standing: Standing]> = {
  good: ["check.quick", "good"],
  weak: ["check.slow", "good"],
  "very-weak": ["check.very-slow", "bad"],
  offline: ["check.no", "bad"],
};
const NOTHING: NetworkFound = { ways: NO_WAYS, ms: {}, cause: undefined };

export function NetworkCheck() {
  const [server, setServer] = useState<Uplink | "offline">();
  const [found, setFound] = useState(NOTHING);
  const [busy, setBusy] = useState(true);
  const run = async () => {
    setBusy(true);
    setServer(undefined);
    setFound(NOTHING);
    setServer(await checkNetwork());
    await tryNetwork(setFound);
    setBusy(false);
  };
  useEffect(() => void run(), []);
  const [word, standing] = server ? SERVER[server] : (["check.checking", "trying"] as const);
  return (
    <section class="check" aria-labelledby="network">
      <h2 id="network">{t("check.network")}</h2>
      <ul class="findings">
        <Finding name={t("check.server")} said={t(word)} standing={standing} />
        {WAYS.map(w => (
          <Finding
            key={w}
            name={t(`way.${w}`)}
            said={`${t(`way.${found.ways[w]}`)}${found.ms[w] ? ` · ${t("check.in", number(found.ms[w]))}` : ""}`}
            standing={STANDING[found.ways[w]]}
          />
        ))}
      </ul>
      <div role="status">{!busy && <Verdict found={found} />}</div>
      <button type="button" class="button" disabled={busy} onClick={() => void run()}>
        {t(busy ? "check.checking" : "check.again")}
      </button>
    </section>
  );
}

function Verdict({ found }: { found: NetworkFound }) {
  if (found.cause) return <Hurdle trouble={{ cause: found.cause, ways: NO_WAYS }} link={false} />;
  return <p class="verdict">{t(found.ways.udp === "works" ? "check.good" : "check.tcp")}</p>;
}
