// What a host may do with a line of the chat: take it away, mute the one who wrote it.
import type { Line } from "../lib/booth";
import type { BoothStore } from "../lib/boothstore";
import { clock } from "../lib/clock";
import { t } from "../lib/i18n";
import { useAttempt } from "./attempt";
import { problemWords } from "./failure";

const MUTE_MINUTES = 10;

export function LineTools({ line, store }: { line: Line; store: BoothStore }) {
  const { problem, run } = useAttempt();
  const view = store.view.value;
  const muted = (view.muted[line.person] ?? 0) > clock.now();
  const own = line.person === view.person;
  const act = (done: Promise<unknown>) => run(() => done);
  const remove = () => act(store.live.send(store.slug, "line.remove", { line_seq: line.seq }));
  const mute = () =>
    act(
      store.live.send(store.slug, "person.mute", {
        person: line.person,
        minutes: muted ? 0 : MUTE_MINUTES,
      }),
    );
  return (
    <div class="tools">
      {!line.removed && (
        <button type="button" onClick={() => void remove()}>
          {t("host.remove")}
        </button>
      )}
      {!own && line.role !== "organizer" && (
        <button type="button" onClick={() => void mute()}>
          {t(muted ? "host.unmute" : "host.mute")}
        </button>
      )}
      {problem && <span role="alert">{problemWords(problem)}</span>}
    </div>
  );
}
