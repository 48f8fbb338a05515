// An address that leads nowhere: what the server shows in place of a page, with the ways on.
import "../style/nowhere.css";
import "../words/lobby";
import { t } from "../lib/i18n";
import { Foot } from "../parts/foot";
import { Masthead } from "../parts/masthead";
import { Motif } from "../parts/motif";
import { boot } from "./boot";

const NowherePage = () => (
  <>
    <Masthead />
    <main class="nowhere" id="main">
      <Motif kind="pottery" seed={4} />
      <h1>{t("problem.not-found")}</h1>
      <a class="button strong" href="/">
        {t("mine.to.fair")}
      </a>
      <a class="button" href="/mine">
        {t("mine.title")}
      </a>
    </main>
    <Foot />
  </>
);

void boot("lobby.title", () => <NowherePage />);
