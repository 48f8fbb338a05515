// What stands in the way of the picture, in words: the cause, what to do about it, and which ways were tried.
import "../style/hurdle.css";
import "../words/trouble";
import { t } from "../lib/i18n";
import { type Trouble, WAYS, type Ways } from "../lib/ways";
import { Icon } from "./icon";

export function Hurdle({ trouble }: { trouble: Trouble | undefined }) {
  if (!trouble) return null;
  return (
    <div class="hurdle">
      <p class="cause">{t(`trouble.${trouble.cause}`)}</p>
      <p>{t(`trouble.${trouble.cause}.do`)}</p>
      <WayList ways={trouble.ways} />
      <a href="/check">{t("trouble.check")}</a>
    </div>
  );
}

/** Nothing where nothing was tried. */
export function WayList({ ways }: { ways: Ways }) {
  const tried = WAYS.filter(w => ways[w] !== "none");
  if (!tried.length) return null;
  return (
    <ul class="ways">
      {tried.map(w => (
        <li key={w} class={ways[w]}>
          <Icon name={ways[w] === "works" ? "check" : "warn"} />
          {t(`way.${w}`)} <b>{t(`way.${ways[w]}`)}</b>
        </li>
      ))}
    </ul>
  );
}
