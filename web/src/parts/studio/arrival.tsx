// A word on the screen when something came in; it goes by itself.
import { useEffect, useState } from "preact/hooks";
import { t } from "../../lib/i18n";
import type { Inbox } from "../../lib/inbox";

const STAYS_MS = 5_000;

export function Arrival({ inbox }: { inbox: Inbox }) {
  const arrived = inbox.arrived.value;
  const [shown, setShown] = useState(arrived);
  useEffect(() => {
    setShown(arrived);
    if (!arrived) return;
    navigator.vibrate?.(80);
    const timer = setTimeout(() => setShown(undefined), STAYS_MS);
    return () => clearTimeout(timer);
  }, [arrived]);
  return (
    <div class="arrival" role="status">
      {shown && <p class="toast">{t(`arrived.${shown.what}`)}</p>}
    </div>
  );
}
