// Every live booth on screen, and the one the organizer has stepped into beside them.
import { useState } from "preact/hooks";
import { t } from "../../lib/i18n";
import type { Live } from "../../lib/live";
import type { Watchtower } from "../../lib/watchtower";
import { Failure } from "../failure";
import { Room } from "./room";
import { Tile } from "./tile";

export function Now({ live, tower }: { live: Live; tower: Watchtower }) {
  const [inside, setInside] = useState("");
  const booths = tower.booths.value;
  const onAir = booths.filter(b => b.state !== "off");
  const booth = booths.find(b => b.slug === inside);
  return (
    <div class={booth ? "now inside" : "now"}>
      <section class="tiles" aria-labelledby="now">
        <h1 id="now">{t("desk.now", onAir.length)}</h1>
        <Failure problem={tower.problem.value} onRetry={() => void tower.load()} />
        {!tower.loaded.value && !tower.problem.value && <p>{t("loading")}</p>}
        {tower.loaded.value && onAir.length === 0 && <p>{t("desk.now.none")}</p>}
        <div class="grid">
          {onAir.map(b => (
            <Tile
              key={b.id}
              booth={b}
              health={tower.health.value[b.slug]}
              inside={b.slug === inside}
              onEnter={() => setInside(b.slug === inside ? "" : b.slug)}
            />
          ))}
        </div>
      </section>
      {booth && (
        <Room
          key={booth.slug}
          booth={booth}
          live={live}
          onLeave={() => setInside("")}
          onEnded={() => void tower.load()}
        />
      )}
    </div>
  );
}
