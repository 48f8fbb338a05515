// Before the fair: what this device and its network can do, for buyers and artisans, in words.
import "../style/check.css";
import "../words/check";
import { t } from "../lib/i18n";
import { CodecCheck } from "../parts/check/codeccheck";
import { NetworkCheck } from "../parts/check/networkcheck";
import { OwnCheck } from "../parts/check/owncheck";
import { Masthead } from "../parts/masthead";
import { boot } from "./boot";

function CheckPage() {
  return (
    <>
      <Masthead mine={false} />
      <main class="checks" id="main">
        <header>
          <h1>{t("check.title")}</h1>
          <p>{t("check.about")}</p>
        </header>
        <NetworkCheck />
        <CodecCheck />
        <OwnCheck />
      </main>
    </>
  );
}

void boot("check.title", () => <CheckPage />);
