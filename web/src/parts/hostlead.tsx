// One trade lead with the moves that the server allows its host and the staff.
import { useState } from "preact/hooks";
import { create } from "../lib/api";
import { t } from "../lib/i18n";
import { type Problem, toProblem } from "../lib/problem";
import type { Lead, LeadEvent } from "../lib/wire";
import { Failure } from "./failure";
import { LeadCard } from "./leadcard";

const STRONG: readonly LeadEvent[] = ["contact", "win"];

export function HostLead({ lead, onChanged }: { lead: Lead; onChanged: () => void }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const act = async (event: LeadEvent) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await create<Lead>(`/leads/${lead.id}/state`, { event });
      onChanged();
    } catch (e) {
      setProblem(toProblem(e));
    }
    setBusy(false);
  };
  return (
    <div>
      <LeadCard lead={lead} />
      <Failure problem={problem} />
      <div class="row moves">
        {lead.can.map(e => (
          <button
            key={e}
            type="button"
            class={STRONG.includes(e) ? "button strong" : "button quiet"}
            disabled={busy}
            onClick={() => void act(e)}
          >
            {t(`lead.event.${e}`)}
          </button>
        ))}
      </div>
    </div>
  );
}
