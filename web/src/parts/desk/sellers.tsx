// The sellers of the fair: who applied, who sells, under whom; the desk can apply for an artisan.
import { useState } from "preact/hooks";
import { get } from "../../lib/api";
import { name, t } from "../../lib/i18n";
import type { Watchtower } from "../../lib/watchtower";
import type { Page, Seller } from "../../lib/wire";
import { Failure } from "../failure";
import { Field } from "../field";
import { useLoad } from "../hooks";
import { Onboard } from "../onboard";
import { Sheet } from "../sheet";
import { BoothSelect } from "./boothselect";
import { Filter, named } from "./filter";
import { FindInput, hasText } from "./findinput";
import { SellerSheet } from "./sellersheet";

const STATES = ["applied", "approved", "open", "paused", "closed"] as const;

/** All pages: a fair has some hundreds. */
async function all(state: string): Promise<Seller[]> {
  const found: Seller[] = [];
  for (let cursor: string | null | undefined = ""; cursor !== null && cursor !== undefined; ) {
    const page: Page<Seller> = await get<Page<Seller>>("/desk/sellers", { state, cursor, limit: 99 });
    found.push(...page.items);
    cursor = page.next;
  }
  return found;
}

export function Sellers({ tower }: { tower: Watchtower }) {
  const [state, setState] = useState("");
  const [wanted, setWanted] = useState("");
  const [open, setOpen] = useState<string>();
  const [applying, setApplying] = useState(false);
  const list = useLoad(() => all(state), [state]);
  const shown = (list.data ?? []).filter(s => hasText([s.name.en, s.name.hi, s.gstin ?? ""], wanted));
  return (
    <>
      <div class="head">
        <h1>{t("desk.sellers", shown.length)}</h1>
        <FindInput wanted={wanted} onWanted={setWanted} />
        <Filter
          label={t("desk.seller.kind")}
          value={state}
          options={[["", t("desk.all")], ...named(STATES, s => t(`seller.state.${s}`))]}
          set={setState}
        />
        <button type="button" class="button strong" onClick={() => setApplying(true)}>
          {t("desk.seller.new")}
        </button>
      </div>
      <Failure problem={list.problem} onRetry={list.again} />
      {list.data && shown.length === 0 && <p class="empty">{t("desk.seller.none")}</p>}
      <ul class="booth-list sellers">
        {shown.map(s => (
          <Row key={s.id} seller={s} onOpen={() => setOpen(s.id)} />
        ))}
      </ul>
      {open && (
        <SellerSheet
          id={open}
          sellers={list.data ?? []}
          onChanged={list.again}
          onClose={() => setOpen(undefined)}
        />
      )}
      {applying && (
        <Apply
          tower={tower}
          onClose={() => setApplying(false)}
          onDone={made => {
            setApplying(false);
            list.again();
            setOpen(made.id);
          }}
        />
      )}
    </>
  );
}

function Row({ seller: s, onOpen }: { seller: Seller; onOpen: () => void }) {
  return (
    <li class={s.state === "applied" ? "slip new" : "slip"}>
      <div>
        <header>
          <h2>{name(s.name)}</h2>
          <span class={s.state === "open" ? "tag live" : "tag"}>{t(`seller.state.${s.state}`)}</span>
        </header>
        <p>
          {t(`seller.status.${s.status}`)}
          {s.gstin && ` · ${s.gstin}`}
          {s.principal && ` · ${t("seller.principal", name(s.principal))}`}
        </p>
      </div>
      <div class="row">
        <button type="button" class="button" onClick={onOpen}>
          {t("desk.seller.open")} <span class="unseen">{name(s.name)}</span>
        </button>
      </div>
    </li>
  );
}

interface ApplyProps {
  tower: Watchtower;
  onDone: (seller: Seller) => void;
  onClose: () => void;
}

function Apply({ tower, onDone, onClose }: ApplyProps) {
  const [slug, setSlug] = useState("");
  const booth = tower.booths.value.find(b => b.slug === slug);
  return (
    <Sheet title={t("desk.seller.new")} onClose={onClose}>
      <Field label={t("desk.seller.booth")}>
        {id => <BoothSelect tower={tower} id={id} slug={slug} onSlug={setSlug} />}
      </Field>
      {booth && <Onboard key={slug} path="/desk/sellers" booth={slug} name={booth.artisan} onDone={onDone} />}
    </Sheet>
  );
}
