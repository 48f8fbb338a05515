// A search without a find: each thing that narrows it can be taken away by itself, and the crafts lead elsewhere.
import { country, name, t } from "../lib/i18n";
import type { Fair } from "../lib/wire";
import { NOTHING_WANTED, type Wanted, want } from "./filters";
import { priceWords } from "./narrow";

const CRAFTS_SHOWN = 5;

interface Narrowing {
  words: string;
  without: Partial<Wanted>;
}

function narrowings(w: Wanted, fair: Fair): Narrowing[] {
  const district = fair.districts.find(d => d.code === w.district);
  const craft = fair.categories.find(c => c.code === w.category);
  const all: (Narrowing | false)[] = [
    w.live !== "" && { words: t("narrow.live"), without: { live: "" } },
    w.gi !== "" && { words: t("narrow.gi"), without: { gi: "" } },
    w.sold !== "" && { words: t("narrow.sold", country(w.sold)), without: { sold: "" } },
    (w.from !== "" || w.to !== "") && { words: priceWords(w.from, w.to), without: { from: "", to: "" } },
    w.district !== "" && { words: district ? name(district.name) : w.district, without: { district: "" } },
    w.category !== "" && { words: craft ? name(craft.name) : w.category, without: { category: "" } },
  ];
  return all.filter(n => n !== false);
}

export function NothingFound({ wanted: w, fair }: { wanted: Wanted; fair: Fair }) {
  const without = narrowings(w, fair);
  const crafts = [...fair.categories].sort((a, b) => b.products - a.products).slice(0, CRAFTS_SHOWN);
  return (
    <div class="nothing">
      <p>
        <strong>{t("lobby.found", 0)}.</strong> {t("lobby.nothing")}
      </p>
      {without.length > 0 && (
        <p class="row">
          {t("lobby.without")}
          {without.map(n => (
            <button key={n.words} type="button" class="chip" onClick={() => want(n.without)}>
              {n.words} <span aria-hidden="true">×</span>
            </button>
          ))}
        </p>
      )}
      <p class="row">
        {t("lobby.instead")}
        {crafts.map(c => (
          <a
            key={c.code}
            class="chip"
            href={`?category=${c.code}#search`}
            onClick={e => {
              e.preventDefault();
              want({ ...NOTHING_WANTED, category: c.code });
            }}
          >
            {name(c.name)}
          </a>
        ))}
      </p>
    </div>
  );
}
