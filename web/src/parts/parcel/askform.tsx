// It is packed: where to fetch it, how heavy it is. The place is asked for once and kept.
import { useState } from "preact/hooks";
import { get, put } from "../../lib/api";
import { t } from "../../lib/i18n";
import type { Parcel } from "../../lib/parcel";
import { useAttempt } from "../attempt";
import { Failure, problemWords } from "../failure";
import { Form } from "../form";
import { submits, useLoad } from "../hooks";
import { Input } from "../inputs";
import { later } from "../later";

const Reveal = later(() => import("../desk/reveal"));

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
  const answer = useLoad(() => get<{ place: Place | null; masked: boolean }>(place), [place]);
  const known = { ...answer, data: answer.data?.place };
  const [changing, setChanging] = useState(false);
  const [clear, setClear] = useState<Partial<Place>>({});
  if (known.loading && !known.data) return <p role="status">{t("loading")}</p>;
  if (known.problem) return <Failure problem={known.problem} onRetry={known.again} />;
  if (!known.data || changing)
    return (
      <PlaceForm
        path={place}
        first={known.data ? { ...known.data, ...clear } : undefined}
        onDone={() => {
          setChanging(false);
          setClear({});
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
        {!answer.data?.masked && (
          <button type="button" class="button quiet" onClick={() => setChanging(true)}>
            {t("parcel.place.change")}
          </button>
        )}
      </p>
      {answer.data?.masked && parcel.seller && (
        <Reveal
          kind="pickup-place"
          id={parcel.seller}
          reason="delivery"
          onShown={shown => {
            setClear({ phone: shown.phone ?? "", line1: shown.line1 ?? "", line2: shown.line2 ?? "" });
            setChanging(true);
          }}
        />
      )}
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
  const attempt = useAttempt();
  const ask = () =>
    attempt.run(async () => {
      const body = {
        weight_g: Number(weight),
        length_mm: size.length,
        width_mm: size.width,
        height_mm: size.height,
      };
      await attempt.send(`/shipments/${parcel.id}/ask`, body);
      onDone();
    });
  return (
    <Form attempt={attempt} onSend={ask} send={t("parcel.send")}>
      <Input
        label={t("parcel.weight")}
        inputMode="numeric"
        pattern="[0-9]{1,7}"
        value={weight}
        set={setWeight}
      />
      <fieldset class="pair">
        <legend class="small">{t("parcel.size")}</legend>
        {(["length", "width", "height"] as const).map(side => (
          <Input
            key={side}
            label={t(`parcel.${side}`)}
            type="number"
            min={0}
            max={10000}
            value={size[side] || ""}
            required={false}
            set={typed => setSize({ ...size, [side]: Number(typed) })}
          />
        ))}
      </fieldset>
    </Form>
  );
}

function PlaceForm({ path, first, onDone }: { path: string; first: Place | undefined; onDone: () => void }) {
  const [place, setPlace] = useState<Place>(
    first ?? { name: "", phone: "", line1: "", line2: "", city: "", state: "Uttar Pradesh", pin: "" },
  );
  const { busy, problem, run } = useAttempt();
  const save = () =>
    run(async () => {
      const { line2, ...rest } = place;
      await put(path, line2 ? place : rest);
      onDone();
    });
  return (
    <form class="form" onSubmit={submits(save)}>
      <h3>{t("parcel.place")}</h3>
      {FIELDS.map(f => (
        <Input
          key={f}
          label={t(`parcel.place.${f}`)}
          wrong={problem?.field === f ? problemWords(problem) : undefined}
          required={f !== "line2"}
          autocomplete={HINTS[f]}
          inputMode={f === "pin" || f === "phone" ? "tel" : "text"}
          value={place[f] ?? ""}
          set={typed => setPlace({ ...place, [f]: typed })}
        />
      ))}
      {problem && !problem.field && <Failure problem={problem} />}
      <button type="submit" class="button strong" disabled={busy}>
        {t("parcel.place.save")}
      </button>
    </form>
  );
}
