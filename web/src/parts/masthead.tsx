// The top of every page: the fair's sign, the buyer's own things, the language.
import type { ComponentChildren } from "preact";
import { t } from "../lib/i18n";
import { CartLink } from "./cartlink";
import { Sign } from "./sign";
import { Tongue } from "./tongue";

interface Props {
  children?: ComponentChildren;
  /** The link to the buyer's own things. */
  mine?: boolean;
  /** Whoever works here buys nothing. */
  cart?: boolean;
}

export function Masthead({ children, mine = true, cart = true }: Props) {
  return (
    <header class="masthead">
      <a class="brand" href="/">
        <Sign />
        {t("mela")}
      </a>
      {children}
      {cart && <CartLink />}
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
