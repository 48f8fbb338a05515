// A photo out of the running picture: a piece held up to the camera becomes a draft product, to be named later.
import { useState } from "preact/hooks";
import { create } from "../../lib/api";
import { t } from "../../lib/i18n";
import { newKey } from "../../lib/key";
import { frameOf, sendPhoto } from "../../lib/photo";
import { Icon } from "../icon";

const SAID_MS = 4000;

export function Snap({ stream }: { stream: MediaStream }) {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState("");
  const say = (words: string) => {
    setSaid(words);
    setTimeout(() => setSaid(""), SAID_MS);
  };
  const snap = async () => {
    setBusy(true);
    try {
      const frame = await frameOf(stream);
      if (!frame) throw new Error("no frame");
      const { photo } = await sendPhoto(frame, () => undefined);
      await create("/catalogue/drafts", { listing: { photos: [{ photo }] } }, newKey());
      say(t("studio.snap.kept"));
    } catch {
      say(t("studio.snap.failed"));
    }
    setBusy(false);
  };
  return (
    <>
      <button
        type="button"
        class="glass"
        aria-label={t("studio.snap")}
        disabled={busy}
        onClick={() => void snap()}
      >
        <Icon name="photo" />
      </button>
      {said && (
        <p class="tag dim snap-said" role="status">
          {said}
        </p>
      )}
    </>
  );
}
