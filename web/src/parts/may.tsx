// What the rules let a seller sell where, today, and why.
import { t } from "../lib/i18n";
import type { SellerWhole } from "../lib/wire";

/** `to` chooses the words: for the artisan, or for the desk. */
export function May({ seller, to }: { seller: SellerWhole; to: "artisan" | "desk" }) {
  return (
    <ul class="may">
      {seller.may.map(m => (
        <li key={m.place}>
          <b>{t(`seller.place.${m.place}`)}</b>{" "}
          <span class={m.way === "enquiry" ? "tag" : "tag live"}>{t(`seller.way.${m.way}`)}</span>
          <p class="small">{t(`why.${to}.${m.reason}`)}</p>
        </li>
      ))}
    </ul>
  );
}
