// The products (and, for a district or a craft, the booths) that match, page by page.
import { useEffect, useState } from "preact/hooks";
import { get } from "../lib/api";
import { t } from "../lib/i18n";
import { type Problem, toProblem } from "../lib/problem";
import type { Booth, Card, Page } from "../lib/wire";
import { BoothCard } from "./boothcard";
import { Failure } from "./failure";
import { isWanting, type Wanted } from "./filters";
import { useLoad } from "./hooks";
import { ProductCard } from "./productcard";

const PAGE = 24;
/** So that a word is not searched letter by letter. */
const TYPING_MS = 250;

export function Results({ wanted }: { wanted: Wanted }) {
  const w = useSettled(wanted);
  const { district, category, q } = w;
  const first = useLoad(
    () => get<Page<Card>>("/products", { q, district, category, limit: PAGE }),
    [q, district, category],
  );
  const booths = useLoad(
    async () =>
      isWanting(w) ? await get<Page<Booth>>("/booths", { q, district, category, limit: 6 }) : undefined,
    [q, district, category],
  );
  if (first.problem) return <Failure problem={first.problem} onRetry={first.again} />;
  if (!first.data) return <p class="waiting">{t("loading")}</p>;
  const found = booths.data?.items ?? [];
  const all = first.data.items.length + found.length;
  return (
    <div class={first.loading ? "results stale" : "results"}>
      <p class="unseen" role="status">
        {t("lobby.found", all)}
      </p>
      {all === 0 && (
        <p class="nothing">
          <strong>{t("lobby.found", 0)}.</strong> {t("lobby.nothing")}
        </p>
      )}
      {found.length > 0 && (
        <div class="doorways">
          {found.map(b => (
            <BoothCard key={b.id} booth={b} />
          ))}
        </div>
      )}
      <MorePages key={`${q}|${district}|${category}`} wanted={w} first={first.data} />
    </div>
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

function MorePages({ wanted, first }: { wanted: Wanted; first: Page<Card> }) {
  const [more, setMore] = useState<Card[]>([]);
  const [cursor, setCursor] = useState(first.next);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => {
    setMore([]);
    setCursor(first.next);
  }, [first]);
  const load = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const page = await get<Page<Card>>("/products", { ...wanted, cursor, limit: PAGE });
      setMore(m => [...m, ...page.items]);
      setCursor(page.next);
    } catch (e) {
      setProblem(toProblem(e));
    }
    setBusy(false);
  };
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
