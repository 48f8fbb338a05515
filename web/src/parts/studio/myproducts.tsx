// My products: drafts to finish, what waits for the desk, what is on the shelf; a new one with five fields.
import { useState } from "preact/hooks";
import { create, del, get, put, putIf } from "../../lib/api";
import { money, name, t } from "../../lib/i18n";
import { newKey } from "../../lib/key";
import type { Draft, Listing, ProductEvent, ShelfCard, ShelfProduct } from "../../lib/listing";
import { photoUrl } from "../../lib/photo";
import type { Page } from "../../lib/wire";
import { ready } from "../../words/catalogue";
import { useAttempt } from "../attempt";
import { ConfirmSheet } from "../confirmsheet";
import { Failure } from "../failure";
import { useLoad } from "../hooks";
import { Imports } from "../imports";
import { Picture } from "../picture";
import { ProductForm } from "../productform";
import { Sheet } from "../sheet";

export const words = ready;

type Open = { kind: "new" } | { kind: "draft"; draft: Draft } | { kind: "product"; id: string };

export function MyProducts({ district }: { district: string }) {
  const shelf = useLoad(() => get<Page<ShelfCard>>("/catalogue/products", { limit: 99 }), []);
  const drafts = useLoad(() => get<{ items: Draft[] }>("/catalogue/drafts"), []);
  const [open, setOpen] = useState<Open>();
  const done = () => {
    setOpen(undefined);
    shelf.again();
    drafts.again();
  };
  return (
    <div class="wishes my-products">
      <h2>{t("catalogue.mine")}</h2>
      <button type="button" class="button strong wide tall" onClick={() => setOpen({ kind: "new" })}>
        {t("catalogue.new")}
      </button>
      <details class="slip">
        <summary>{t("import.title.own")}</summary>
        <Imports onDone={done} />
      </details>
      <Failure problem={shelf.problem ?? drafts.problem} onRetry={done} />
      {drafts.data?.items.map(d => (
        <DraftSlip
          key={d.id}
          draft={d}
          onOpen={() => setOpen({ kind: "draft", draft: d })}
          onDropped={done}
        />
      ))}
      {shelf.data?.items.map(p => (
        <article class={p.state === "listed" ? "slip" : "slip new"} key={p.id}>
          <header>
            <Picture card={p} class="thumb" />
            <h3>{name(p.name)}</h3>
            <span class="tag">{t(`catalogue.state.${p.state}`)}</span>
          </header>
          <p>
            {money(p.price)} · {t("stock.left", p.available)}
          </p>
          <button type="button" class="button" onClick={() => setOpen({ kind: "product", id: p.id })}>
            {t("catalogue.change")} <span class="unseen">{name(p.name)}</span>
          </button>
        </article>
      ))}
      {shelf.data?.items.length === 0 && drafts.data?.items.length === 0 && (
        <p class="empty">{t("catalogue.none")}</p>
      )}
      {open?.kind === "new" && (
        <NewSheet district={district} onClose={() => setOpen(undefined)} onDone={done} />
      )}
      {open?.kind === "draft" && (
        <NewSheet district={district} draft={open.draft} onClose={() => setOpen(undefined)} onDone={done} />
      )}
      {open?.kind === "product" && (
        <ChangeSheet id={open.id} district={district} onClose={() => setOpen(undefined)} onDone={done} />
      )}
    </div>
  );
}

function DraftSlip({
  draft,
  onOpen,
  onDropped,
}: {
  draft: Draft;
  onOpen: () => void;
  onDropped: () => void;
}) {
  const photo = draft.listing.photos?.[0]?.photo;
  const title = draft.listing.name_hi || draft.listing.name_en || t("catalogue.draft.untitled");
  const [sure, setSure] = useState(false);
  return (
    <article class="slip new">
      <header>
        {photo && <img class="photo thumb" src={photoUrl(photo, "s")} alt="" />}
        <h3>{title}</h3>
        <span class="tag">{t("catalogue.draft")}</span>
      </header>
      <div class="row">
        <button type="button" class="button" onClick={onOpen}>
          {t("catalogue.draft.finish")} <span class="unseen">{title}</span>
        </button>
        <button type="button" class="button quiet" onClick={() => setSure(true)}>
          {t("catalogue.drop")} <span class="unseen">{title}</span>
        </button>
      </div>
      {sure && (
        <ConfirmSheet
          title={t("catalogue.drop.sure", title)}
          why={t("catalogue.drop.why")}
          yes={t("catalogue.drop")}
          onYes={() => void del(`/catalogue/drafts/${draft.id}`).then(onDropped, onDropped)}
          onNo={() => setSure(false)}
        />
      )}
    </article>
  );
}

interface NewProps {
  district: string;
  draft?: Draft;
  onClose: () => void;
  onDone: () => void;
}

function NewSheet({ district, draft, onClose, onDone }: NewProps) {
  const save = async (listing: Listing, key: string) => {
    await create("/catalogue/products", { listing, ...(draft ? { draft: draft.id } : {}) }, key);
    onDone();
  };
  const later = async (listing: Listing) => {
    if (draft) await put(`/catalogue/drafts/${draft.id}`, { listing });
    else await create("/catalogue/drafts", { listing }, newKey());
    onDone();
  };
  return (
    <Sheet title={t("catalogue.new")} onClose={onClose}>
      <ProductForm
        listing={draft?.listing ?? {}}
        district={district}
        saveWords={t("catalogue.offer")}
        save={save}
        later={later}
      />
    </Sheet>
  );
}

interface ChangeProps {
  id: string;
  district: string;
  onClose: () => void;
  onDone: () => void;
}

/** One product opened: its form and what may become of it. Shared with the desk, which sees more in `can`. */
export function ChangeSheet({
  id,
  district,
  onClose,
  onDone,
  children,
}: ChangeProps & { children?: (p: ShelfProduct, again: () => void) => preact.ComponentChildren }) {
  const whole = useLoad(() => get<ShelfProduct>(`/catalogue/products/${id}`), [id]);
  const { problem, run, send } = useAttempt();
  const p = whole.data;
  const save = async (listing: Listing) => {
    await putIf(`/catalogue/products/${id}`, listing, `"${p?.version}"`);
    onDone();
  };
  const move = (event: ProductEvent) =>
    run(() => send(`/catalogue/products/${id}/state`, { event }).then(onDone));
  return (
    <Sheet title={p ? name(p.name) : t("loading")} onClose={onClose}>
      <Failure problem={whole.problem ?? problem} />
      {p && (
        <>
          <div class="row">
            <span class="tag">{t(`catalogue.state.${p.state}`)}</span>
            {p.can.map(e => (
              <button
                key={e}
                type="button"
                class={e === "approve" ? "button strong" : "button"}
                onClick={() => void move(e)}
              >
                {t(`catalogue.do.${e}`)}
              </button>
            ))}
          </div>
          <ProductForm
            key={p.version}
            listing={p.listing}
            stock={p.available + p.held}
            held={p.held}
            stocks={Object.fromEntries(
              p.variants.map((v, i) => [v.sku, v.available + (p.variants_held[i] ?? 0)]),
            )}
            district={district}
            saveWords={t("catalogue.save")}
            save={save}
          />
          {children?.(p, whole.again)}
        </>
      )}
    </Sheet>
  );
}

export const part = MyProducts;
