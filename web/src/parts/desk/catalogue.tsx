// The desk's catalogue: every seller's products, searched, entered, changed, approved, and put back to what they were.
import { useState } from "preact/hooks";
import { create, get } from "../../lib/api";
import { dayTime, money, name, t, zoneName } from "../../lib/i18n";
import type { Listing, ProductVersion, ShelfCard, ShelfProduct } from "../../lib/listing";
import type { Watchtower } from "../../lib/watchtower";
import type { Page } from "../../lib/wire";
import { useAttempt } from "../attempt";
import { Failure } from "../failure";
import { Field } from "../field";
import { useLoad } from "../hooks";
import { Imports } from "../imports";
import { Picture } from "../picture";
import { ProductForm } from "../productform";
import { Sheet } from "../sheet";
import { ChangeSheet, words as catalogueWords } from "../studio/myproducts";
import { BoothSelect } from "./boothselect";
import { Filter, named } from "./filter";

export const words = catalogueWords;
const STATES = ["offered", "listed", "withdrawn"] as const;

export function Catalogue({ tower }: { tower: Watchtower }) {
  const [wanted, setWanted] = useState("");
  const [state, setState] = useState("");
  const [booth, setBooth] = useState("");
  const [cursor, setCursor] = useState<string>();
  const [open, setOpen] = useState<ShelfCard>();
  const [entering, setEntering] = useState(false);
  const list = useLoad(
    () =>
      get<Page<ShelfCard>>("/catalogue/products", {
        q: wanted,
        booth,
        cursor,
        limit: 48,
        ...(state === "changed" ? { changed: 1 } : { state }),
      }),
    [wanted, state, booth, cursor],
  );
  const filter = (set: (v: string) => void) => (value: string) => {
    setCursor(undefined);
    set(value);
  };
  const done = () => {
    setOpen(undefined);
    setEntering(false);
    list.again();
  };
  return (
    <>
      <div class="head">
        <h1>{t("catalogue.title")}</h1>
        <input
          type="search"
          aria-label={t("desk.find")}
          placeholder={t("desk.find")}
          onChange={e => filter(setWanted)(e.currentTarget.value)}
        />
        <Filter
          label={t("catalogue.state")}
          value={state}
          options={[
            ["", t("desk.all")],
            ...named(STATES, s => t(`catalogue.state.${s}`)),
            ["changed", t("catalogue.changed")],
          ]}
          set={filter(setState)}
        />
        <BoothSelect
          tower={tower}
          slug={booth}
          onSlug={filter(setBooth)}
          none={t("catalogue.booth.all")}
          label={t("catalogue.booth")}
        />
        <button type="button" class="button strong" onClick={() => setEntering(true)}>
          {t("catalogue.new")}
        </button>
      </div>
      {booth && (
        <details class="slip">
          <summary>{t("import.title")}</summary>
          <Imports key={booth} booth={booth} onDone={list.again} />
        </details>
      )}
      <Failure problem={list.problem} onRetry={list.again} />
      {list.data?.items.length === 0 && <p class="empty">{t("catalogue.none")}</p>}
      <ul class="booth-list sellers">
        {list.data?.items.map(p => (
          <Row key={p.id} p={p} onOpen={() => setOpen(p)} />
        ))}
      </ul>
      {list.data?.next && (
        <button type="button" class="button" onClick={() => setCursor(list.data?.next ?? undefined)}>
          {t("catalogue.next")}
        </button>
      )}
      {entering && <Enter tower={tower} onClose={() => setEntering(false)} onDone={done} />}
      {open && (
        <ChangeSheet id={open.id} district={open.district} onClose={() => setOpen(undefined)} onDone={done}>
          {(p, again) => <Versions p={p} onUndone={again} />}
        </ChangeSheet>
      )}
    </>
  );
}

function Row({ p, onOpen }: { p: ShelfCard; onOpen: () => void }) {
  return (
    <li class={p.state === "offered" ? "slip new" : "slip"}>
      <div>
        <header>
          <Picture card={p} class="thumb" />
          <h2>{name(p.name)}</h2>
          <span class={p.state === "listed" ? "tag live" : "tag"}>{t(`catalogue.state.${p.state}`)}</span>
          {p.changed && <span class="tag">{t("catalogue.changed")}</span>}
        </header>
        <p>
          {name(p.district_name)} · {money(p.price)} · {t("stock.left", p.available)}
          {p.sku && ` · ${p.sku}`}
        </p>
      </div>
      <div class="row">
        <button type="button" class="button" onClick={onOpen}>
          {t("catalogue.change")} <span class="unseen">{name(p.name)}</span>
        </button>
      </div>
    </li>
  );
}

function Enter({ tower, onClose, onDone }: { tower: Watchtower; onClose: () => void; onDone: () => void }) {
  const [slug, setSlug] = useState("");
  const booth = tower.booths.value.find(b => b.slug === slug);
  const save = async (listing: Listing, key: string) => {
    await create("/catalogue/products", { booth: slug, listing }, key);
    onDone();
  };
  return (
    <Sheet title={t("catalogue.new")} onClose={onClose}>
      <Field label={t("catalogue.booth")}>
        {id => <BoothSelect tower={tower} id={id} slug={slug} onSlug={setSlug} />}
      </Field>
      {booth && (
        <ProductForm
          key={slug}
          listing={{}}
          district={booth.district}
          saveWords={t("catalogue.enter")}
          save={save}
        />
      )}
    </Sheet>
  );
}

/** What it was like before; putting one back is a change like any other, and can be undone too. */
function Versions({ p, onUndone }: { p: ShelfProduct; onUndone: () => void }) {
  const list = useLoad(
    () => get<{ items: ProductVersion[] }>(`/catalogue/products/${p.id}/versions`),
    [p.version],
  );
  const { problem, run, send } = useAttempt();
  const undo = (version: number) =>
    run(() => send(`/catalogue/products/${p.id}/undo`, { version }).then(onUndone));
  return (
    <details class="versions">
      <summary>{t("catalogue.versions")}</summary>
      <Failure problem={list.problem ?? problem} />
      <ul class="rows">
        {list.data?.items
          .filter(v => v.version !== p.version)
          .map(v => (
            <li key={v.version}>
              {t("catalogue.version", v.version, `${dayTime(v.at)} ${zoneName(v.at)}`, v.by)}{" "}
              <button type="button" class="button quiet" onClick={() => void undo(v.version)}>
                {t("catalogue.undo", v.version)}
              </button>
            </li>
          ))}
      </ul>
    </details>
  );
}

export const part = Catalogue;
