// Starts a page: words first, then the tree; <html lang> and the title follow the language.
import { effect } from "@preact/signals";
import { type ComponentChild, render } from "preact";
import "../style/base.css";
import { firstLang, type Lang, lang, t, useLang } from "../lib/i18n";
import { speakOfFields } from "../lib/validity";

export async function boot(titleKey: string, page: () => ComponentChild, first?: Lang): Promise<void> {
  await useLang(firstLang(first));
  effect(() => {
    document.documentElement.lang = lang.value;
    document.title = t(titleKey);
  });
  speakOfFields();
  const root = document.getElementById("page");
  if (root) render(<Page page={page} />, root);
}

/** Reading `lang` here renders the whole page anew when the language changes. */
function Page({ page }: { page: () => ComponentChild }) {
  void lang.value;
  return <>{page()}</>;
}

/** The {slug} of /booth/{slug}, /product/{slug}. */
export const pathSlug = () => decodeURIComponent(location.pathname.split("/")[2] ?? "");
