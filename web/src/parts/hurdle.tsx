// What stands in the way of the picture, in words: the cause, what to do about it, and which ways were tried.
import "../style/hurdle.css";
import "../words/trouble";
import { t } from "../lib/i18n";
import { type Trouble, WAYS, type Ways } from "../lib/ways";
import { Icon } from "./icon";

interface Props {
  trouble: Trouble | undefined;
  /** To the page that checks everything, unless this is it. */
  link?: boolean;
}

export function Hurdle({ trouble, link = true }: Props) {
  if (!trouble) return null;
  return (
    <div class="hurdle">
      <p class="cause">{t(`trouble.${trouble.cause}`)}</p>
      <p>{t(`trouble.${trouble.cause}.do`)}</p>
      <WayList ways={trouble.ways} />
      {link && <a href="/check">{t("trouble.check")}</a>}
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
