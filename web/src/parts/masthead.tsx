// The top of every page: the fair's sign, the buyer's own things, the language.
import type { ComponentChildren } from "preact";
import { t } from "../lib/i18n";
import { CartLink } from "./cartlink";
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
      <CartLink />
      {mine && (
        <a href="/mine">
          <span class="in-full">{t("mine.title")}</span>
          <span class="in-short">{t("mine.short")}</span>
        </a>
      )}
      <Tongue />
    </header>
  );
}
