// One lead, in the terms of the trade, and who opened it.
import { country, moment, money, name, t } from "../lib/i18n";
import type { Lead } from "../lib/wire";
import { Motif } from "./motif";

export function LeadCard({ lead }: { lead: Lead }) {
  return (
    <article class="paper">
      {lead.product && <Motif kind={lead.product.motif} seed={lead.product.seed} />}
      <div class="facts">
        <h3>
          {lead.number} {lead.product && `· ${name(lead.product.name)}`}
        </h3>
        <p>
          <span class="tag">{t(`lead.state.${lead.state}`)}</span>
        </p>
        <p>
          {lead.quantity} × {t(`unit.${lead.unit || "piece"}`)}
          {lead.target_price && ` · ${money(lead.target_price)}`} · {lead.incoterm}{" "}
          {t("mine.destination", lead.destination)}
        </p>
        {lead.note && <p dir="auto">{lead.note}</p>}
        <p class="small">
          <span dir="auto">
            {[lead.company, lead.name, country(lead.country)].filter(Boolean).join(", ")}
          </span>{" "}
          · <time dateTime={lead.at}>{moment(lead.at)}</time>
        </p>
      </div>
    </article>
  );
}
