// The way into a booth: a doorway with the craft's motif, who is inside and how many watch.
import { name, nameLang, t } from "../lib/i18n";
import type { Booth } from "../lib/wire";
import { Arch } from "./arch";
import { Motif } from "./motif";

/** The same booth always wears the same variation of its motif. */
export const seedOf = (slug: string) => [...slug].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 1000, 7);

export function BoothCard({ booth, big = false }: { booth: Booth; big?: boolean }) {
  const live = booth.state !== "off";
  return (
    <a class={`doorway${big ? " big" : ""}${live ? " live" : ""}`} href={`/booth/${booth.slug}`}>
      <Arch>
        <Motif kind={booth.motif} seed={seedOf(booth.slug)} />
        {live && <span class={booth.state === "live" ? "tag live" : "tag"}>{t(`state.${booth.state}`)}</span>}
      </Arch>
      <span class="sign">
        <b class="title" lang={nameLang(booth.name)}>
          {name(booth.name)}
        </b>
        <span>
          {name(booth.artisan)} · {name(booth.district_name)}
        </span>
        {live && <span class="watching">{t("lobby.watching", booth.viewers)}</span>}
        {live && <span class="go">{t("lobby.enter")}</span>}
      </span>
    </a>
  );
}
