// The planned times, typed and shown in the fair's own zone; the organizer's stands beside where it differs.
import { useState } from "preact/hooks";
import { del, get, post } from "../../lib/api";
import { fromZone, inZone, ownZone, zonesDiffer } from "../../lib/fairtime";
import { day, dayTime, name, t, time, zoneName } from "../../lib/i18n";
import type { Watchtower } from "../../lib/watchtower";
import type { BoothWhole, Fair, Slot } from "../../lib/wire";
import { useAttempt } from "../attempt";
import { ConfirmSheet } from "../confirmsheet";
import { Failure } from "../failure";
import { Field } from "../field";
import { Form } from "../form";
import { useLoad } from "../hooks";
import { Input } from "../inputs";
import { BoothSelect } from "./boothselect";

const HOUR_MS = 3_600_000;

export function Times({ tower, zone }: { tower: Watchtower; zone: string }) {
  const [slug, setSlug] = useState("");
  const slots = useLoad<Slot[]>(
    async () =>
      slug
        ? (await get<BoothWhole>(`/booths/${encodeURIComponent(slug)}`)).slots
        : (await get<Fair>("/fair")).next,
    [slug],
  );
  return (
    <>
      <h1>{t("desk.times")}</h1>
      <p>{t("desk.times.zone", zone, zoneName(Date.now(), zone))}</p>
      <div class="two">
        <NewSlot tower={tower} zone={zone} slug={slug} onSlug={setSlug} onMade={slots.again} />
        <section aria-labelledby="planned">
          <h2 id="planned">{t("desk.times.planned")}</h2>
          <Failure problem={slots.problem} onRetry={slots.again} />
          {slots.data?.length === 0 && <p>{t("desk.times.none")}</p>}
          <SlotList slots={slots.data ?? []} zone={zone} onGone={slots.again} />
        </section>
      </div>
    </>
  );
}

interface NewProps {
  tower: Watchtower;
  zone: string;
  slug: string;
  onSlug: (slug: string) => void;
  onMade: () => void;
}

function NewSlot({ tower, zone, slug, onSlug, onMade }: NewProps) {
  const soon = Math.ceil((Date.now() + HOUR_MS) / HOUR_MS) * HOUR_MS;
  const [begins, setBegins] = useState(inZone(soon, zone));
  const [ends, setEnds] = useState(inZone(soon + HOUR_MS, zone));
  const [made, setMade] = useState(false);
  const attempt = useAttempt();
  const moveBegin = (value: string) => {
    const lasts = Math.max(HOUR_MS / 2, fromZone(ends, zone) - fromZone(begins, zone)) || HOUR_MS;
    setBegins(value);
    const at = fromZone(value, zone);
    if (!Number.isNaN(at)) setEnds(inZone(at + lasts, zone));
  };
  const save = () => {
    setMade(false);
    return attempt.run(async () => {
      await post<Slot>("/desk/slots", { booth: slug, begins_at: begins, ends_at: ends });
      setMade(true);
      onMade();
    });
  };
  const wrongEnd = fromZone(ends, zone) <= fromZone(begins, zone) ? t("desk.times.order") : undefined;
  const taken = attempt.problem?.code === "conflict" ? t("desk.times.conflict") : undefined;
  return (
    <Form
      attempt={attempt}
      onSend={save}
      send={t("desk.times.save")}
      said={taken}
      on="slip"
      named="new-slot"
      not={!!wrongEnd}
    >
      <h2 id="new-slot">{t("desk.times.new")}</h2>
      <Field label={t("desk.times.booth")}>
        {id => (
          <BoothSelect
            tower={tower}
            id={id}
            slug={slug}
            onSlug={onSlug}
            none={t("desk.times.choose")}
            required
          />
        )}
      </Field>
      <Input
        label={t("desk.times.begins")}
        hint={ownHint(begins, zone)}
        type="datetime-local"
        value={begins}
        set={moveBegin}
      />
      <Input
        label={t("desk.times.ends")}
        hint={ownHint(ends, zone)}
        wrong={wrongEnd}
        type="datetime-local"
        value={ends}
        set={setEnds}
      />
      {made && <p role="status">{t("desk.times.made")}</p>}
    </Form>
  );
}

function ownHint(local: string, zone: string): string | undefined {
  const at = fromZone(local, zone);
  if (Number.isNaN(at) || !zonesDiffer(at, zone, ownZone())) return undefined;
  return t("desk.times.own", `${dayTime(at)} ${zoneName(at)}`);
}

function SlotList({ slots, zone, onGone }: { slots: Slot[]; zone: string; onGone: () => void }) {
  const { problem, run } = useAttempt();
  const days = [...new Set(slots.map(s => day(s.begins_at, zone)))];
  const [asked, setAsked] = useState<Slot>();
  const drop = (s: Slot) => {
    setAsked(undefined);
    return run(() => del(`/desk/slots/${s.id}`).then(onGone));
  };
  return (
    <>
      <Failure problem={problem} />
      {days.map(d => (
        <section key={d} class="slot-day">
          <h3>{d}</h3>
          <ul>
            {slots
              .filter(s => day(s.begins_at, zone) === d)
              .map(s => (
                <li key={s.id}>
                  <span class="when">
                    <time dateTime={s.begins_at}>
                      {time(s.begins_at, zone)}–{time(s.ends_at, zone)}
                    </time>
                    {zonesDiffer(s.begins_at, zone, ownZone()) && (
                      <small>{t("desk.times.own", `${dayTime(s.begins_at)} ${zoneName(s.begins_at)}`)}</small>
                    )}
                  </span>
                  <span>{name(s.name)}</span>
                  <button
                    type="button"
                    class="button quiet"
                    aria-label={t("desk.times.drop.of", name(s.name), time(s.begins_at, zone))}
                    onClick={() => setAsked(s)}
                  >
                    {t("desk.times.drop")}
                  </button>
                </li>
              ))}
          </ul>
        </section>
      ))}
      {asked && (
        <ConfirmSheet
          title={name(asked.name)}
          why={t("desk.times.drop.of", name(asked.name), dayTime(asked.begins_at, zone))}
          yes={t("desk.times.drop")}
          onYes={() => void drop(asked)}
          onNo={() => setAsked(undefined)}
        />
      )}
    </>
  );
}
