// The products (and, for a district or a craft, the booths) that match, page by page.
import { useEffect, useState } from "preact/hooks";
import { get } from "../lib/api";
import { t } from "../lib/i18n";
import type { Booth, Card, Fair, Found, Page } from "../lib/wire";
import { useAttempt } from "./attempt";
import { BoothCard } from "./boothcard";
import { Failure } from "./failure";
import { asQuery, isWanting, type Wanted, want } from "./filters";
import { useLoad } from "./hooks";
import { NothingFound } from "./nothingfound";
import { ProductCard } from "./productcard";

const PAGE = 24;
/** So that a word is not searched letter by letter. */
const TYPING_MS = 250;

/** Booths have neither prices nor badges: they are shown for what they have in common with products. */
const asksForBooths = (w: Wanted) =>
  (w.q || w.district || w.category) && !(w.live || w.gi || w.sold || w.from || w.to || w.sort);

export function Results({ wanted, fair }: { wanted: Wanted; fair: Fair }) {
  const w = useSettled(wanted);
  const key = JSON.stringify(w);
  const first = useLoad(() => get<Found>("/products", { ...asQuery(w), limit: PAGE }), [key]);
  const booths = useLoad(async () => {
    const { q, district, category } = w;
    return asksForBooths(w)
      ? await get<Page<Booth>>("/booths", { q, district, category, limit: 6 })
      : undefined;
  }, [key]);
  if (first.problem) return <Failure problem={first.problem} onRetry={first.again} />;
  if (!first.data) return <p class="waiting">{t("loading")}</p>;
  const found = booths.data?.items ?? [];
  const all = (first.data.count ?? first.data.items.length) + found.length;
  return (
    <div class={first.loading ? "results stale" : "results"}>
      <p class={isWanting(w) && all > 0 ? "count" : "unseen"} role="status">
        {first.data.count_more ? t("lobby.found.more", all) : t("lobby.found", all)}
        {first.data.some && ` ${t("lobby.some")}`}
      </p>
      <Meant texts={first.data.suggestions ?? []} />
      {all === 0 && <NothingFound wanted={w} fair={fair} />}
      {found.length > 0 && (
        <div class="doorways">
          {found.map(b => (
            <BoothCard key={b.id} booth={b} />
          ))}
        </div>
      )}
      <MorePages key={key} wanted={w} first={first.data} />
    </div>
  );
}

function Meant({ texts }: { texts: string[] }) {
  if (texts.length === 0) return null;
  return (
    <p class="meant row">
      {t("lobby.meant")}
      {texts.map(q => (
        <button key={q} type="button" class="chip" onClick={() => want({ q })}>
          {q}
        </button>
      ))}
    </p>
  );
}

function useSettled(wanted: Wanted): Wanted {
  const [settled, setSettled] = useState(wanted);
  useEffect(() => {
    if (wanted.q === settled.q) {
      setSettled(wanted);
      return;
    }
    const timer = setTimeout(() => setSettled(wanted), TYPING_MS);
    return () => clearTimeout(timer);
  }, [wanted, settled.q]);
  return settled;
}

function MorePages({ wanted, first }: { wanted: Wanted; first: Found }) {
  const [more, setMore] = useState<Card[]>([]);
  const [cursor, setCursor] = useState(first.next);
  const { busy, problem, run } = useAttempt();
  useEffect(() => {
    setMore([]);
    setCursor(first.next);
  }, [first]);
  const load = () =>
    run(async () => {
      const page = await get<Found>("/products", { ...asQuery(wanted), cursor, limit: PAGE });
      setMore(m => [...m, ...page.items]);
      setCursor(page.next);
    });
  return (
    <>
      <div class="products">
        {[...first.items, ...more].map(card => (
          <ProductCard key={card.id} card={card} />
        ))}
      </div>
      <Failure problem={problem} />
      {cursor && (
        <button type="button" class="button more" disabled={busy} onClick={() => void load()}>
          {t("lobby.more")}
        </button>
      )}
    </>
  );
}
