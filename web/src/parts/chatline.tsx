// One line of the chat.
import type { ComponentChildren } from "preact";
import type { Line } from "../lib/booth";
import { country, lang, name, t } from "../lib/i18n";
import type { Both } from "../lib/wire";
import { Icon } from "./icon";
import { Translated } from "./translated";

interface Props {
  line: Line;
  mine: boolean;
  /** The artisan's name in both languages; the log has the one of the account. */
  artisan?: Both | undefined;
  onAsk?: ((line: Line) => void) | undefined;
  tools?: ((line: Line) => ComponentChildren) | undefined;
}

export function ChatLine({ line, mine, artisan, onAsk, tools }: Props) {
  if (line.removed) {
    return (
      <li class="line removed">
        <p>{t("chat.removed")}</p>
        {tools?.(line)}
      </li>
    );
  }
  const host = line.role === "artisan" || line.role === "organizer";
  const by = (line.role === "artisan" && name(artisan)) || line.name;
  const other = line.lang && line.lang !== lang.value && !line.phrase ? line.lang : undefined;
  return (
    <li class={`line${mine ? " mine" : ""}${host ? " host" : ""}`}>
      <p class="by">
        <b dir="auto">{by}</b>
        {host && <span class="tag">{t(`role.${line.role}`)}</span>}
        {line.country && <span class="from">{country(line.country)}</span>}
      </p>
      <p dir="auto" lang={other}>
        {line.phrase ? t(`phrase.${line.phrase}`) : line.text}
      </p>
      {!mine && <Translated texts={line.translated} of={line.lang} />}
      {!mine && onAsk && (
        <button type="button" class="ask" aria-label={t("chat.ask", by)} onClick={() => onAsk(line)}>
          <Icon name="ask" />
        </button>
      )}
      {tools?.(line)}
    </li>
  );
}
