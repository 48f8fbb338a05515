// The fair itself: its name, when it begins and ends, and in which zone its clock runs.
import { useState } from "preact/hooks";
import { post, put } from "../../lib/api";
import { fromZone, inZone, ownZone, zones, zonesDiffer } from "../../lib/fairtime";
import { dayTime, t, zoneName } from "../../lib/i18n";
import { type Problem, toProblem } from "../../lib/problem";
import type { DeskFair } from "../../lib/wire";
import { ConfirmSheet } from "../confirmsheet";
import { Failure } from "../failure";
import { Field } from "../field";
import { submits } from "../hooks";
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
  const [busy, setBusy] = useState(false);
  const [sure, setSure] = useState(false);
  const [saved, setSaved] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const change = (some: Partial<typeof words>) => {
    setSaved(false);
    setWords({ ...words, ...some });
  };
  const send = async (anew: boolean) => {
    setSure(false);
    setBusy(true);
    setProblem(undefined);
    try {
      await (anew ? post("/desk/fairs", words) : put("/desk/fair", words));
      setSaved(true);
      onChanged();
    } catch (e) {
      setProblem(toProblem(e));
    }
    setBusy(false);
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
        <Field label={t("desk.fair.zone")} hint={t("desk.fair.zone.hint")}>
          {(id, described) => (
            <select
              {...described}
              id={id}
              value={words.time_zone}
              onChange={e => change({ time_zone: e.currentTarget.value })}
            >
              {[...new Set([words.time_zone, HOME_ZONE, ...zones()])].map(z => (
                <option key={z} value={z}>
                  {z}
                </option>
              ))}
            </select>
          )}
        </Field>
        <div class="pair">
          {(["begins_at", "ends_at"] as const).map(which => (
            <Field key={which} label={t(`desk.fair.${which}`)} hint={hint(words[which])}>
              {(id, described) => (
                <input
                  {...described}
                  id={id}
                  type="datetime-local"
                  required
                  value={words[which]}
                  onInput={e => change({ [which]: e.currentTarget.value })}
                />
              )}
            </Field>
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
