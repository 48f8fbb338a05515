// Coupons and flash prices with who pays for them, and the tariff of sending by zone and weight.
import { useState } from "preact/hooks";
import "../../style/books.css";
import { t } from "../../lib/i18n";
import { Coupons, words as couponWords } from "../coupons";
import { Flashes } from "./flashes";
import { Shelves } from "./shelves";
import { Tariff } from "./tariff";

export const words = couponWords;
const SHELVES = ["coupons", "flashes", "tariff"] as const;

export function part() {
  const [shelf, setShelf] = useState<(typeof SHELVES)[number]>("coupons");
  return (
    <>
      <Shelves title={t("offers.title")} shelves={SHELVES} of="offers" shelf={shelf} onShelf={setShelf} />
      {shelf === "coupons" && <Coupons />}
      {shelf === "flashes" && <Flashes />}
      {shelf === "tariff" && <Tariff />}
    </>
  );
}
