// One trade lead with the moves that the server allows its host and the staff.
import { t } from "../lib/i18n";
import { me } from "../lib/who";
import type { Lead, LeadEvent } from "../lib/wire";
import { useAttempt } from "./attempt";
import { Failure } from "./failure";
import { later } from "./later";
import { LeadCard } from "./leadcard";

const Reveal = later(() => import("./desk/reveal"));

const STRONG: readonly LeadEvent[] = ["contact", "win"];

export function HostLead({ lead, onChanged }: { lead: Lead; onChanged: () => void }) {
  const { busy, problem, run, send } = useAttempt();
  const act = (event: LeadEvent) =>
    run(async () => {
      await send<Lead>(`/leads/${lead.id}/state`, { event });
      onChanged();
    });
  return (
    <div>
      <LeadCard lead={lead} />
      {me.value?.role === "organizer" && <Reveal key={lead.id} kind="lead" id={lead.id} reason="answer" />}
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
