// The booths of the fair: make one, change its words, hand its artisan the way in.
import { useState } from "preact/hooks";
import { name, nameLang, t } from "../../lib/i18n";
import type { Watchtower } from "../../lib/watchtower";
import type { DeskBooth, Fair } from "../../lib/wire";
import { seedOf } from "../boothcard";
import { Failure } from "../failure";
import { Motif } from "../motif";
import { SlotTime } from "../slottime";
import { BoothForm } from "./boothform";
import { CodeCard } from "./codecard";
import { FindInput } from "./findinput";

interface Props {
  tower: Watchtower;
  fair: Fair | undefined;
  onChanged: () => void;
}

export function Booths({ tower, fair, onChanged }: Props) {
  const [editing, setEditing] = useState<DeskBooth | "new">();
  const [handing, setHanding] = useState<DeskBooth>();
  const [wanted, setWanted] = useState("");
  const all = tower.booths.value;
  const shown = all.filter(b => has(b, wanted));
  return (
    <>
      <div class="head">
        <h1>{t("desk.booths", all.length)}</h1>
        <FindInput wanted={wanted} onWanted={setWanted} />
        <button type="button" class="button strong" disabled={!fair} onClick={() => setEditing("new")}>
          {t("desk.booth.new")}
        </button>
      </div>
      <Failure problem={tower.problem.value} onRetry={() => void tower.load()} />
      <ul class="booth-list">
        {shown.map(b => (
          <li key={b.id} class="slip">
            <Motif kind={b.motif} seed={seedOf(b.slug)} />
            <div>
              <h2 lang={nameLang(b.name)}>{name(b.name)}</h2>
              <p>
                {name(b.artisan)} · {name(b.district_name)} · {categoryName(fair, b.category)}
              </p>
              <p class="small">
                {b.state === "off" ? (
                  b.next_slot ? (
                    <SlotTime
                      begins={b.next_slot.begins_at}
                      ends={b.next_slot.ends_at}
                      zone={fair?.time_zone}
                    />
                  ) : (
                    t("desk.booth.unplanned")
                  )
                ) : (
                  <span class={b.state === "live" ? "tag live" : "tag"}>{t(`state.${b.state}`)}</span>
                )}
              </p>
            </div>
            <div class="row">
              <button type="button" class="button" onClick={() => setHanding(b)}>
                {t("desk.code")}
              </button>
              <button type="button" class="button" disabled={!fair} onClick={() => setEditing(b)}>
                {t("desk.booth.change")}
              </button>
              <a class="button quiet" href={`/booth/${b.slug}`} target="_blank" rel="noopener">
                {t("desk.room.open")}
              </a>
            </div>
          </li>
        ))}
      </ul>
      {editing && fair && (
        <BoothForm
          booth={editing === "new" ? undefined : editing}
          fair={fair}
          onClose={() => setEditing(undefined)}
          onSaved={made => {
            setEditing(undefined);
            onChanged();
            if (editing === "new") setHanding(made);
          }}
        />
      )}
      {handing && <CodeCard booth={handing} onClose={() => setHanding(undefined)} />}
    </>
  );
}

const categoryName = (fair: Fair | undefined, code: string) =>
  name(fair?.categories.find(c => c.code === code)?.name) || code;

function has(b: DeskBooth, wanted: string): boolean {
  const needle = wanted.trim().toLowerCase();
  const texts = [b.name, b.artisan, b.district_name].flatMap(x => [x.en, x.hi]);
  return !needle || texts.some(x => x.toLowerCase().includes(needle));
}
