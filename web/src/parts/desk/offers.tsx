// Coupons and flash prices with who pays for them, and the tariff of sending by zone and weight.
import { useState } from "preact/hooks";
import "../../style/books.css";
import { t } from "../../lib/i18n";
import { Coupons, words as couponWords } from "../coupons";
import { Flashes } from "./flashes";
import { Tariff } from "./tariff";

export const words = couponWords;
const SHELVES = ["coupons", "flashes", "tariff"] as const;

export function part() {
  const [shelf, setShelf] = useState<(typeof SHELVES)[number]>("coupons");
  return (
    <>
      <div class="head">
        <h1>{t("offers.title")}</h1>
        <nav class="shelves" aria-label={t("offers.title")}>
          {SHELVES.map(s => (
            <button key={s} type="button" aria-pressed={s === shelf} onClick={() => setShelf(s)}>
              {t(`offers.${s}`)}
            </button>
          ))}
        </nav>
      </div>
      {shelf === "coupons" && <Coupons />}
      {shelf === "flashes" && <Flashes />}
      {shelf === "tariff" && <Tariff />}
    </>
  );
}
