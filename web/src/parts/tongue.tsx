// Turns the page to the other language, which is named in itself.
import { LANG_NAMES, LANGS, lang, useLang } from "../lib/i18n";

export function Tongue() {
  const other = LANGS.find(l => l !== lang.value) ?? "en";
  return (
    <button type="button" class="tongue" lang={other} onClick={() => void useLang(other, true)}>
      {LANG_NAMES[other]}
    </button>
  );
}
