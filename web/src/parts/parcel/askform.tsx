// It is packed: where to fetch it, how heavy it is. The place is asked for once and kept.
import { useState } from "preact/hooks";
import { create, get, put } from "../../lib/api";
import { t } from "../../lib/i18n";
import { newKey } from "../../lib/key";
import type { Parcel } from "../../lib/parcel";
import { type Problem, toProblem } from "../../lib/problem";
import { Failure, problemWords } from "../failure";
import { Field } from "../field";
import { submits, useLoad } from "../hooks";

const FIELDS = ["name", "phone", "line1", "line2", "city", "state", "pin"] as const;
type Place = Record<(typeof FIELDS)[number], string>;
const HINTS = {
  name: "name",
  phone: "tel",
  line1: "address-line1",
  line2: "address-line2",
  city: "address-level2",
  state: "address-level1",
  pin: "postal-code",
} as const;

interface Props {
  parcel: Parcel;
  place: string;
  onDone: () => void;
}

export function AskForm({ parcel, place, onDone }: Props) {
  const known = useLoad(async () => (await get<{ place: Place | null }>(place)).place, [place]);
  const [changing, setChanging] = useState(false);
  if (known.loading && !known.data) return <p role="status">{t("loading")}</p>;
  if (known.problem) return <Failure problem={known.problem} onRetry={known.again} />;
  if (!known.data || changing)
    return (
      <PlaceForm
        path={place}
        first={known.data ?? undefined}
        onDone={() => {
          setChanging(false);
          known.again();
        }}
      />
    );
  return (
    <>
      <p>
        {[known.data.name, known.data.line1, known.data.line2, known.data.city, known.data.pin]
          .filter(Boolean)
          .join(", ")}{" "}
        <button type="button" class="button quiet" onClick={() => setChanging(true)}>
          {t("parcel.place.change")}
        </button>
      </p>
      <Weigh parcel={parcel} onDone={onDone} />
    </>
  );
}

function Weigh({ parcel, onDone }: { parcel: Parcel; onDone: () => void }) {
  const [weight, setWeight] = useState(parcel.weight_g ? String(parcel.weight_g) : "");
  const [size, setSize] = useState({
    length: parcel.length_mm,
    width: parcel.width_mm,
    height: parcel.height_mm,
  });
  const [key] = useState(newKey);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const send = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const body = {
        weight_g: Number(weight),
        length_mm: size.length,
        width_mm: size.width,
        height_mm: size.height,
      };
      await create(`/shipments/${parcel.id}/ask`, body, key);
      onDone();
    } catch (e) {
      setProblem(toProblem(e));
    }
    setBusy(false);
  };
  return (
    <form class="form" onSubmit={submits(send)}>
      <Field label={t("parcel.weight")}>
        {id => (
          <input
            id={id}
            required
            inputMode="numeric"
            pattern="[0-9]{1,7}"
            value={weight}
            onInput={e => setWeight(e.currentTarget.value)}
          />
        )}
      </Field>
      <fieldset class="pair">
        <legend class="small">{t("parcel.size")}</legend>
        {(["length", "width", "height"] as const).map(side => (
          <Field key={side} label={t(`parcel.${side}`)}>
            {id => (
              <input
                id={id}
                type="number"
                min={0}
                max={10000}
                value={size[side] || ""}
                onInput={e => setSize({ ...size, [side]: Number(e.currentTarget.value) })}
              />
            )}
          </Field>
        ))}
      </fieldset>
      <Failure problem={problem} />
      <button type="submit" class="button strong" disabled={busy}>
        {t("parcel.send")}
      </button>
    </form>
  );
}

function PlaceForm({ path, first, onDone }: { path: string; first: Place | undefined; onDone: () => void }) {
  const [place, setPlace] = useState<Place>(
    first ?? { name: "", phone: "", line1: "", line2: "", city: "", state: "Uttar Pradesh", pin: "" },
  );
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const save = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const { line2, ...rest } = place;
      await put(path, line2 ? place : rest);
      onDone();
    } catch (e) {
      setProblem(toProblem(e));
    }
    setBusy(false);
  };
  return (
    <form class="form" onSubmit={submits(save)}>
      <h3>{t("parcel.place")}</h3>
      {FIELDS.map(f => (
        <Field
          key={f}
          label={t(`parcel.place.${f}`)}
          wrong={problem?.field === f ? problemWords(problem) : undefined}
        >
          {(id, described) => (
            <input
              id={id}
              {...described}
              required={f !== "line2"}
              autocomplete={HINTS[f]}
              inputMode={f === "pin" || f === "phone" ? "tel" : "text"}
              value={place[f] ?? ""}
              onInput={e => setPlace({ ...place, [f]: e.currentTarget.value })}
            />
          )}
        </Field>
      ))}
      {problem && !problem.field && <Failure problem={problem} />}
      <button type="submit" class="button strong" disabled={busy}>
        {t("parcel.place.save")}
      </button>
    </form>
  );
}
