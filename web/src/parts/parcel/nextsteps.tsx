// What a parcel's keeper may tell next; what ends its way is asked about first.
import { useState } from "preact/hooks";
import { t } from "../../lib/i18n";
import type { Parcel, ParcelState } from "../../lib/parcel";
import { ConfirmSheet } from "../confirmsheet";

/** Money and stock follow from these, and nobody can take them back. */
const ENDS: readonly ParcelState[] = ["delivered", "return_to_origin", "returned"];

/** What is worth telling now: before it was fetched, only that it was. */
function nextOf(p: Parcel): ParcelState[] {
  const can = p.can ?? [];
  return can.includes("picked_up") ? ["picked_up"] : can;
}

interface Props {
  parcel: Parcel;
  busy: boolean;
  /** A photo is on its way with what is told. */
  photo: boolean;
  onTell: (state: ParcelState) => void;
}

export function NextSteps({ parcel, busy, photo, onTell }: Props) {
  const [asked, setAsked] = useState<ParcelState>();
  const tell = (state: ParcelState) => {
    setAsked(undefined);
    onTell(state);
  };
  return (
    <>
      {nextOf(parcel).map(state => (
        <button
          key={state}
          type="button"
          class="button"
          disabled={busy}
          onClick={() => (ENDS.includes(state) ? setAsked(state) : tell(state))}
        >
          {t(busy && photo ? "parcel.proof.wait" : `parcel.to.${state}`)}
        </button>
      ))}
      {asked && (
        <ConfirmSheet
          title={t("parcel.sure", parcel.code)}
          why={t("parcel.sure.why")}
          yes={t(`parcel.to.${asked}`)}
          onYes={() => tell(asked)}
          onNo={() => setAsked(undefined)}
        />
      )}
    </>
  );
}
