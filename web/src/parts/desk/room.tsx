// Inside a booth as the organizer: read and write, take lines away, mute, slow the chat, end the broadcast.
import { useEffect, useMemo, useState } from "preact/hooks";
import { post } from "../../lib/api";
import { BoothStore } from "../../lib/boothstore";
import { name, number, t } from "../../lib/i18n";
import type { Live } from "../../lib/live";
import type { Problem } from "../../lib/problem";
import type { DeskBooth } from "../../lib/wire";
import { useAttempt } from "../attempt";
import { Chat } from "../chat";
import { ConfirmSheet } from "../confirmsheet";
import { Failure, problemWords } from "../failure";
import { Icon } from "../icon";
import { LineTools } from "../linetools";

const SLOW = [0, 5, 10, 30, 60] as const;

interface Props {
  booth: DeskBooth;
  live: Live;
  onLeave: () => void;
  onEnded: () => void;
}

export function Room({ booth, live, onLeave, onEnded }: Props) {
  const store = useMemo(() => new BoothStore(booth.slug, live), [booth.slug, live]);
  useEffect(() => () => store.close(), [store]);
  const [sure, setSure] = useState(false);
  const { problem, run } = useAttempt();
  const view = store.view.value;
  const act = (done: Promise<unknown>) => run(() => done);
  const end = () => {
    setSure(false);
    void act(post(`/desk/booths/${booth.id}/end`).then(onEnded));
  };
  const refused = store.refused.value;
  return (
    <section class="room" aria-labelledby="room">
      <header>
        <h2 id="room">{name(booth.name)}</h2>
        <button type="button" class="round-button" aria-label={t("desk.leave")} onClick={onLeave}>
          <Icon name="close" />
        </button>
        <p class="small">
          {t("desk.room.viewers", view.viewers)} · {t("desk.room.lines", number(view.lines.length))}
        </p>
        <div class="row">
          <label class="slow-mode">
            {t("desk.slow")}
            <select
              value={view.slowS}
              onChange={e =>
                void act(live.send(booth.slug, "slow.set", { seconds: Number(e.currentTarget.value) }))
              }
            >
              {[...new Set([...SLOW, view.slowS])].map(s => (
                <option key={s} value={s}>
                  {t("desk.slow.s", s)}
                </option>
              ))}
            </select>
          </label>
          <a class="button" href={`/booth/${booth.slug}`} target="_blank" rel="noopener">
            {t("desk.room.open")}
          </a>
          {view.state !== "off" && (
            <button type="button" class="button strong" onClick={() => setSure(true)}>
              {t("desk.end")}
            </button>
          )}
        </div>
        <Failure problem={problem} />
        {refused && <p class="notice">{problemWords(toProblemOf(refused))}</p>}
      </header>
      <Chat
        store={store}
        artisan={booth.artisan}
        reactions={false}
        tools={line => <LineTools line={line} store={store} />}
      />
      {sure && (
        <ConfirmSheet
          title={t("desk.end")}
          why={t("desk.end.sure", name(booth.name))}
          yes={t("desk.end.yes")}
          onYes={end}
          onNo={() => setSure(false)}
        />
      )}
    </section>
  );
}

const toProblemOf = (code: string) => ({ code }) as Problem;
