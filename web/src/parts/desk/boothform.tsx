// A booth's words in both languages, its district out of the register, its craft.
import { useState } from "preact/hooks";
import { patch, post } from "../../lib/api";
import { name, t } from "../../lib/i18n";
import { type Problem, toProblem } from "../../lib/problem";
import type { Both, DeskBooth, Fair } from "../../lib/wire";
import { Failure } from "../failure";
import { Field } from "../field";
import { submits } from "../hooks";
import { Sheet } from "../sheet";
import { BothFields } from "./bothfields";
import { Grade } from "./register";

interface Props {
  booth: DeskBooth | undefined;
  fair: Fair;
  onSaved: (booth: DeskBooth) => void;
  onClose: () => void;
}

interface Words {
  name: Both;
  artisan: Both;
  about: Both;
  district: string;
  category: string;
}

const blank = (): Both => ({ en: "", hi: "" });

export function BoothForm({ booth, fair, onSaved, onClose }: Props) {
  const [words, setWords] = useState<Words>({
    name: booth?.name ?? blank(),
    artisan: booth?.artisan ?? blank(),
    about: booth?.about ?? blank(),
    district: booth?.district ?? "",
    category: booth?.category ?? "",
  });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const change = (some: Partial<Words>) => setWords({ ...words, ...some });
  const district = fair.districts.find(d => d.code === words.district);
  const save = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const path = "/desk/booths";
      onSaved(await (booth ? patch<DeskBooth>(`${path}/${booth.id}`, words) : post<DeskBooth>(path, words)));
    } catch (e) {
      setProblem(toProblem(e));
    }
    setBusy(false);
  };
  return (
    <Sheet title={t(booth ? "desk.booth.change" : "desk.booth.new")} onClose={onClose}>
      <form class="form" onSubmit={submits(save)}>
        <BothFields
          label={t("desk.booth.name")}
          max={80}
          value={words.name}
          onChange={v => change({ name: v })}
        />
        <BothFields
          label={t("desk.booth.artisan")}
          max={80}
          value={words.artisan}
          onChange={v => change({ artisan: v })}
        />
        <Field label={t("desk.booth.district")}>
          {id => (
            <select
              id={id}
              required
              value={words.district}
              onChange={e => {
                const code = e.currentTarget.value;
                const found = fair.districts.find(d => d.code === code);
                change({ district: code, category: words.category || (found?.category ?? "") });
              }}
            >
              <option value="" />
              {fair.districts.map(d => (
                <option key={d.code} value={d.code}>
                  {name(d.name)}
                </option>
              ))}
            </select>
          )}
        </Field>
        {district && (
          <p class="small">
            {name(district.product)} <Grade grade={district.grade} gi={!!district.gi} />
          </p>
        )}
        <Field label={t("desk.booth.category")}>
          {id => (
            <select
              id={id}
              required
              value={words.category}
              onChange={e => change({ category: e.currentTarget.value })}
            >
              <option value="" />
              {fair.categories.map(c => (
                <option key={c.code} value={c.code}>
                  {name(c.name)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <BothFields
          label={t("desk.booth.about")}
          max={300}
          long
          value={words.about}
          onChange={v => change({ about: v })}
        />
        <Failure problem={problem} />
        <button type="submit" class="button strong wide" disabled={busy}>
          {t("desk.save")}
        </button>
      </form>
    </Sheet>
  );
}
