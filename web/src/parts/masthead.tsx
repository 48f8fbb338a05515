// The top of every page: the fair's sign, the buyer's own things, the language.
import type { ComponentChildren } from "preact";
import { t } from "../lib/i18n";
import { Sign } from "./sign";
import { Tongue } from "./tongue";

export function Masthead({ children, mine = true }: { children?: ComponentChildren; mine?: boolean }) {
  return (
    <header class="masthead">
      <a class="brand" href="/">
        <Sign />
        {t("mela")}
      </a>
      {children}
      {mine && <a href="/mine">{t("mine.title")}</a>}
      <Tongue />
    </header>
  );
}
