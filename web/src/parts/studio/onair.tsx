// The button that ends the broadcast; it asks first.
import { useState } from "preact/hooks";
import type { Airing } from "../../lib/airing";
import { t } from "../../lib/i18n";
import { ConfirmSheet } from "../confirmsheet";
import { Icon } from "../icon";

export function OnAir({ airing }: { airing: Airing }) {
  const [sure, setSure] = useState(false);
  const phase = airing.phase.value;
  if (phase !== "live" && phase !== "lost" && phase !== "connecting") return null;
  return (
    <>
      <button type="button" class="glass end" onClick={() => setSure(true)}>
        <Icon name="stop" />
        {t("studio.end")}
      </button>
      {sure && (
        <ConfirmSheet
          title={t("studio.end.sure")}
          why={t("studio.end.why")}
          yes={t("studio.end.yes")}
          no={t("studio.end.no")}
          onYes={() => {
            setSure(false);
            airing.end();
          }}
          onNo={() => setSure(false)}
        />
      )}
    </>
  );
}
