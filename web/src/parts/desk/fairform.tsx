// The fair itself: its name, when it begins and ends, and in which zone its clock runs.
import { useState } from "preact/hooks";
import { post, put } from "../../lib/api";
import { fromZone, inZone, ownZone, zones, zonesDiffer } from "../../lib/fairtime";
import { dayTime, t, zoneName } from "../../lib/i18n";
import type { DeskFair } from "../../lib/wire";
import { useAttempt } from "../attempt";
import { ConfirmSheet } from "../confirmsheet";
import { Failure } from "../failure";
import { submits } from "../hooks";
import { Input, Select } from "../inputs";
import { BothFields } from "./bothfields";

const DAY_MS = 86_400_000;
const HOME_ZONE = "Asia/Kolkata";

export function FairForm({ fair, onChanged }: { fair: DeskFair | undefined; onChanged: () => void }) {
  const zone = fair?.time_zone ?? HOME_ZONE;
  const [words, setWords] = useState({
    name: fair?.name ?? { en: "", hi: "" },
    begins_at: inZone(fair?.begins_at ?? Date.now() + DAY_MS, zone),
    ends_at: inZone(fair?.ends_at ?? Date.now() + 4 * DAY_MS, zone),
    time_zone: zone,
  });
  const [sure, setSure] = useState(false);
  const [saved, setSaved] = useState(false);
  const { busy, problem, run } = useAttempt();
  const change = (some: Partial<typeof words>) => {
    setSaved(false);
    setWords({ ...words, ...some });
  };
  const send = (anew: boolean) => {
    setSure(false);
    return run(async () => {
      await (anew ? post("/desk/fairs", words) : put("/desk/fair", words));
      setSaved(true);
      onChanged();
    });
  };
  const hint = (local: string) => {
    const at = fromZone(local, words.time_zone);
    if (Number.isNaN(at) || !zonesDiffer(at, words.time_zone, ownZone())) return undefined;
    return t("desk.times.own", `${dayTime(at)} ${zoneName(at)}`);
  };
  return (
    <>
      <h1>{t(fair ? "desk.fair" : "desk.fair.first")}</h1>
      <form class="form slip fair-form" onSubmit={submits(() => send(!fair))}>
        <BothFields
          label={t("desk.fair.name")}
          max={80}
          value={words.name}
          onChange={v => change({ name: v })}
        />
        <Select
          label={t("desk.fair.zone")}
          hint={t("desk.fair.zone.hint")}
          value={words.time_zone}
          set={time_zone => change({ time_zone })}
          options={[...new Set([words.time_zone, HOME_ZONE, ...zones()])].map(z => [z, z] as const)}
        />
        <div class="pair">
          {(["begins_at", "ends_at"] as const).map(which => (
            <Input
              key={which}
              label={t(`desk.fair.${which}`)}
              hint={hint(words[which])}
              type="datetime-local"
              value={words[which]}
              set={typed => change({ [which]: typed })}
            />
          ))}
        </div>
        <Failure problem={problem} />
        {saved && <p role="status">{t("saved")}</p>}
        <div class="row">
          <button type="submit" class="button strong" disabled={busy}>
            {t("desk.save")}
          </button>
          {fair && (
            <button type="button" class="button" disabled={busy} onClick={() => setSure(true)}>
              {t("desk.fair.anew")}
            </button>
          )}
        </div>
      </form>
      {sure && (
        <ConfirmSheet
          title={t("desk.fair.anew")}
          why={t("desk.fair.anew.why")}
          yes={t("desk.fair.anew.yes")}
          onYes={() => void send(true)}
          onNo={() => setSure(false)}
        />
      )}
    </>
  );
}
