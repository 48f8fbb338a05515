// A booth's words in both languages, its district out of the register, its craft.
import { useState } from "preact/hooks";
import { patch, post } from "../../lib/api";
import { name, t } from "../../lib/i18n";
import type { Both, DeskBooth, Fair } from "../../lib/wire";
import { useAttempt } from "../attempt";
import { Form } from "../form";
import { Select } from "../inputs";
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
  const attempt = useAttempt();
  const change = (some: Partial<Words>) => setWords({ ...words, ...some });
  const district = fair.districts.find(d => d.code === words.district);
  /** A district brings its own category, where none was chosen. */
  const chooseDistrict = (code: string) => {
    const found = fair.districts.find(d => d.code === code);
    change({ district: code, category: words.category || (found?.category ?? "") });
  };
  const save = () =>
    attempt.run(async () => {
      const path = "/desk/booths";
      onSaved(await (booth ? patch<DeskBooth>(`${path}/${booth.id}`, words) : post<DeskBooth>(path, words)));
    });
  return (
    <Sheet title={t(booth ? "desk.booth.change" : "desk.booth.new")} onClose={onClose}>
      <Form attempt={attempt} onSend={save} send={t("desk.save")} wide>
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
        <Select
          label={t("desk.booth.district")}
          required
          value={words.district}
          set={chooseDistrict}
          options={[["", ""], ...fair.districts.map(d => [d.code, name(d.name)] as const)]}
        />
        {district && (
          <p class="small">
            {name(district.product)} <Grade grade={district.grade} gi={!!district.gi} />
          </p>
        )}
        <Select
          label={t("desk.booth.category")}
          required
          value={words.category}
          set={category => change({ category })}
          options={[["", ""], ...fair.categories.map(c => [c.code, name(c.name)] as const)]}
        />
        <BothFields
          label={t("desk.booth.about")}
          max={300}
          long
          value={words.about}
          onChange={v => change({ about: v })}
        />
      </Form>
    </Sheet>
  );
}
