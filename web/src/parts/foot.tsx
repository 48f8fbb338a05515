// The foot of the lobby: the doors that are not a buyer's way through the fair.
import "../style/foot.css";
import { t } from "../lib/i18n";

const DOORS = ["studio", "track", "verify", "check", "sign-in"] as const;

export const Foot = () => (
  <footer class="foot">
    <nav aria-label={t("foot.title")}>
      {DOORS.map(door => (
        <a key={door} href={`/${door}`}>
          {t(`foot.${door}`)}
        </a>
      ))}
    </nav>
  </footer>
);
