// The lobby: who is live now, what comes next, and the whole fair by craft, by district, by search.
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import "../style/lobby.css";
import "../words/lobby";
import { get } from "../lib/api";
import { name, t } from "../lib/i18n";
import type { Category, District, Fair, Motif as Kind, Slot } from "../lib/wire";
import { BoothCard } from "../parts/boothcard";
import { Failure } from "../parts/failure";
import { isWanting, NOTHING_WANTED, want, wanted } from "../parts/filters";
import { Foot } from "../parts/foot";
import { useLoad, useReturn } from "../parts/hooks";
import { Icon } from "../parts/icon";
import { Masthead } from "../parts/masthead";
import { Motif } from "../parts/motif";
import { MOTIFS } from "../parts/motifs/draw";
import { Narrow } from "../parts/narrow";
import { Results } from "../parts/results";
import { SlotTime } from "../parts/slottime";
import { boot } from "./boot";

/** Who is live changes by the minute; nobody is made to reload the page for it. */
const RENEW_MS = 20_000;
const NEXT_MAX = 6;

function Lobby() {
  const fair = useLoad(() => get<Fair>("/fair"), []);
  useReturn(fair.again);
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && fair.again(), RENEW_MS);
    return () => clearInterval(timer);
  }, []);
  const data = fair.data;
  return (
    <>
      <a class="skip button" href="#main">
        {t("skip")}
      </a>
      <Masthead />
      <main id="main" class="lobby">
        <header class={isWanting(wanted.value) ? "welcome seeking" : "welcome"}>
          <h1>{data ? name(data.name) : t("lobby.welcome")}</h1>
          <p>{t("lobby.lead")}</p>
          <SearchBox />
        </header>
        {fair.problem && !data && <Failure problem={fair.problem} onRetry={fair.again} />}
        {!data && !fair.problem && <p class="waiting">{t("loading")}</p>}
        {data && <Fairground fair={data} />}
      </main>
      {(data || fair.problem) && <Foot />}
    </>
  );
}

/** What is looked for comes first, as long as something is. */
function Fairground({ fair }: { fair: Fair }) {
  const goods = <Search key="search" fair={fair} />;
  const seeking = isWanting(wanted.value);
  return (
    <>
      {seeking && goods}
      <LiveNow key="live" fair={fair} />
      <Next key="next" slots={fair.next} zone={fair.time_zone} />
      <Crafts key="crafts" list={fair.categories} />
      {!seeking && goods}
      <Districts key="districts" list={fair.districts} />
    </>
  );
}

function LiveNow({ fair }: { fair: Fair }) {
  const next = fair.next[0];
  return (
    <section class="live-now" aria-labelledby="live-now">
      <h2 id="live-now">{t("lobby.live")}</h2>
      {fair.live.length === 0 && (
        <p>
          {t("lobby.none")}{" "}
          {next && <SlotTime begins={next.begins_at} ends={next.ends_at} zone={fair.time_zone} />}
        </p>
      )}
      <div class="doorways">
        {fair.live.map((b, i) => (
          <BoothCard key={b.id} booth={b} big={i === 0} />
        ))}
      </div>
    </section>
  );
}

function Next({ slots, zone }: { slots: Slot[]; zone: string }) {
  return (
    <section class="next" aria-labelledby="next">
      <h2 id="next">{t("lobby.next")}</h2>
      {slots.length === 0 && <p>{t("lobby.next.none")}</p>}
      <ol>
        {slots.slice(0, NEXT_MAX).map(s => (
          <li key={s.id}>
            <a href={`/booth/${s.slug}`}>
              <SlotTime begins={s.begins_at} ends={s.ends_at} zone={zone} />
              <span>{name(s.name)}</span>
            </a>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** A category's code is its motif's name. */
const motifOf = (code: string): Kind => MOTIFS.find(m => m === code) ?? "textile";

function Crafts({ list }: { list: Category[] }) {
  const w = wanted.value;
  return (
    <section class="crafts" aria-labelledby="crafts">
      <h2 id="crafts">{t("lobby.crafts")}</h2>
      <ul>
        {list.map(c => (
          <li key={c.code}>
            <a
              href={`?category=${c.code}#search`}
              aria-current={w.category === c.code ? "true" : undefined}
              onClick={e => {
                e.preventDefault();
                want({ category: w.category === c.code ? "" : c.code, district: "" });
                document.getElementById("search")?.scrollIntoView();
              }}
            >
              <Motif kind={motifOf(c.code)} seed={7} />
              {name(c.name)}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** "/" leads to the search, unless somebody is writing. */
function useSlash(box: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      const at = e.target as Element | null;
      if (
        e.key !== "/" ||
        e.ctrlKey ||
        e.metaKey ||
        at?.closest("input, textarea, select, [contenteditable]")
      )
        return;
      e.preventDefault();
      box.current?.focus();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [box]);
}

function SearchBox() {
  const box = useRef<HTMLInputElement>(null);
  useSlash(box);
  return (
    <search>
      <label class="searchbox">
        <Icon name="search" />
        <span class="unseen">{t("lobby.search")}</span>
        <input
          type="search"
          ref={box}
          placeholder={t("lobby.search.hint")}
          maxLength={80}
          value={wanted.value.q}
          onInput={e => want({ q: e.currentTarget.value })}
          onKeyDown={e => e.key === "Enter" && e.currentTarget.blur()}
        />
      </label>
    </search>
  );
}

function Search({ fair }: { fair: Fair }) {
  const w = wanted.value;
  return (
    <section class="search" id="search" aria-labelledby="goods">
      <h2 id="goods">{t(isWanting(w) ? "lobby.search.found" : "lobby.goods")}</h2>
      <div class="sieve">
        <select
          aria-label={t("lobby.districts")}
          value={w.district}
          onChange={e => want({ district: e.currentTarget.value })}
        >
          <option value="">
            {t("lobby.districts")}: {t("lobby.all")}
          </option>
          {fair.districts.map(d => (
            <option key={d.code} value={d.code}>
              {name(d.name)}
            </option>
          ))}
        </select>
        <select
          aria-label={t("lobby.crafts")}
          value={w.category}
          onChange={e => want({ category: e.currentTarget.value })}
        >
          <option value="">
            {t("lobby.crafts")}: {t("lobby.all")}
          </option>
          {fair.categories.map(c => (
            <option key={c.code} value={c.code}>
              {name(c.name)}
            </option>
          ))}
        </select>
        <Narrow wanted={w} />
        {isWanting(w) && (
          <button type="button" class="button quiet" onClick={() => want(NOTHING_WANTED)}>
            {t("lobby.clear")}
          </button>
        )}
      </div>
      <Results wanted={w} fair={fair} />
    </section>
  );
}

function Districts({ list }: { list: District[] }) {
  const w = wanted.value;
  return (
    <section class="districts" aria-labelledby="districts">
      <h2 id="districts">{t("lobby.districts")}</h2>
      <ul>
        {list.map(d => (
          <li key={d.code}>
            <a
              href={`?district=${d.code}#search`}
              aria-current={w.district === d.code ? "true" : undefined}
              onClick={e => {
                e.preventDefault();
                want({ district: d.code, category: "" });
                document.getElementById("search")?.scrollIntoView();
              }}
            >
              <b>{name(d.name)}</b> <span>{name(d.product)}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

void boot("lobby.title", () => <Lobby />);
