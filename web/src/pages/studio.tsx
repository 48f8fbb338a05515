// The studio: an artisan's phone. Sign in once by a code or a link, look at oneself, go live with one thumb.
import { useMemo } from "preact/hooks";
import "../style/catalogue.css";
import "../style/notices.css";
import "../style/studio.css";
import "../words/host";
import "../words/studio";
import { Airing } from "../lib/airing";
import { get } from "../lib/api";
import { BoothStore } from "../lib/boothstore";
import { Camera } from "../lib/camera";
import { spendCode } from "../lib/doorcode";
import { t } from "../lib/i18n";
import { Inbox } from "../lib/inbox";
import { Live, liveUrl } from "../lib/live";
import { type Problem, toProblem } from "../lib/problem";
import { loadMe, me } from "../lib/who";
import type { Studio } from "../lib/wire";
import { Failure } from "../parts/failure";
import { useLoad } from "../parts/hooks";
import { CodeDoor } from "../parts/studio/codedoor";
import { Workshop } from "../parts/studio/workshop";
import { boot } from "./boot";

function StudioPage({ refused }: { refused: Problem | undefined }) {
  return me.value?.role === "artisan" ? <Mine /> : <CodeDoor refused={refused} />;
}

function Mine() {
  const studio = useLoad(() => get<Studio>("/studio"), []);
  if (studio.data) return <Open studio={studio.data} renew={studio.again} />;
  return (
    <main class="studio-wait" id="main">
      <h1>{t("studio.title")}</h1>
      {studio.problem ? <Failure problem={studio.problem} onRetry={studio.again} /> : <p>{t("loading")}</p>}
    </main>
  );
}

function Open({ studio, renew }: { studio: Studio; renew: () => void }) {
  const tools = useMemo(() => {
    const live = new Live(liveUrl());
    const store = new BoothStore(studio.booth.slug, live);
    const camera = new Camera();
    return { store, camera, inbox: new Inbox(live), airing: new Airing(studio.publish, store, camera) };
  }, [studio.booth.slug]);
  return <Workshop studio={studio} {...tools} renew={renew} />;
}

async function begin(): Promise<Problem | undefined> {
  try {
    await spendCode();
  } catch (e) {
    return toProblem(e);
  } finally {
    await loadMe().catch(() => undefined);
  }
}

void begin().then(refused => boot("studio.title", () => <StudioPage refused={refused} />, "hi"));
