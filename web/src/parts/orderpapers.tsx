// The papers of an order, to open and keep; and a proforma for who pays by transfer.
import "../style/books.css";
import { get } from "../lib/api";
import type { PaperHead } from "../lib/books";
import { t } from "../lib/i18n";
import type { Order } from "../lib/wire";
import { ready } from "../words/papers";
import { useAttempt } from "./attempt";
import { Failure } from "./failure";
import { useLoad } from "./hooks";

export const words = ready;

export function part({ order }: { order: Order }) {
  const papers = useLoad(() => get<{ items: PaperHead[] }>(`/orders/${order.id}/papers`), [order]);
  const { problem, run, send } = useAttempt();
  const items = papers.data?.items ?? [];
  const early = order.state === "placed" || order.state === "accepted";
  const ask = () => run(() => send(`/orders/${order.id}/papers`, { kind: "proforma" }).then(papers.again));
  return (
    <section class="order-papers" aria-label={t("papers.title")}>
      {items.length > 0 && <PaperList papers={items} />}
      {papers.data && early && items.length === 0 && (
        <button type="button" class="button quiet" onClick={() => void ask()}>
          {t("papers.proforma")}
        </button>
      )}
      <Failure problem={problem ?? papers.problem} />
    </section>
  );
}

export function PaperList({ papers }: { papers: PaperHead[] }) {
  return (
    <ul class="paper-list">
      {papers.map(p => (
        <li key={p.id}>
          <a class="button" href={`/api/v1/papers/${p.id}/pdf`} target="_blank" rel="noopener">
            {t(`papers.kind.${p.kind}`)} <small>{p.number}</small>
            {p.state === "cancelled" && <span class="tag">{t("papers.cancelled")}</span>}
          </a>
        </li>
      ))}
    </ul>
  );
}
