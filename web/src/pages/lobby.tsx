import { t } from "../lib/i18n";
import { Masthead } from "../parts/masthead";
import { boot } from "./boot";

void boot("mela", () => (
  <>
    <Masthead />
    <main>
      <h1>{t("mela")}</h1>
    </main>
  </>
));
