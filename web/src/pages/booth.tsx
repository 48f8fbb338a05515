// A booth: the picture with the products on it, the chat, the shelf, and the ways from looking to asking
// and buying.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import "../style/booth.css";
import { get } from "../lib/api";
import { canOrder, type Line, priceNow } from "../lib/booth";
import { BoothStore } from "../lib/boothstore";
import { clock } from "../lib/clock";
import { name, t } from "../lib/i18n";
import { Live, liveUrl } from "../lib/live";
import type { Problem } from "../lib/problem";
import type { Whep } from "../lib/whep";
import { homeCountry, loadMe, me } from "../lib/who";
import type { BoothWhole, Card, ScreenMoment } from "../lib/wire";
import { AddToCart } from "../parts/addtocart";
import { Buy } from "../parts/buy";
import { CartLink } from "../parts/cartlink";
import { Chat } from "../parts/chat";
import { Enquire, type Wish } from "../parts/enquire";
import { problemWords } from "../parts/failure";
import { useLoad, useNow, useReturn } from "../parts/hooks";
import { Lead } from "../parts/lead";
import { NameSheet } from "../parts/namesheet";
import type { WishKind } from "../parts/pin";
import { ProductCard } from "../parts/productcard";
import { Sheet } from "../parts/sheet";
import { Stage } from "../parts/stage";
import { Tongue } from "../parts/tongue";
import { boot, pathSlug } from "./boot";

interface OpenWish {
  kind: WishKind;
  card: Card | undefined;
  line: Line | undefined;
  moment: ScreenMoment | undefined;
}

function BoothPage({ slug, store }: { slug: string; store: BoothStore }) {
  const whole = useLoad(() => get<BoothWhole>(`/booths/${encodeURIComponent(slug)}`), [slug]);
  const whep = useRef<Whep | undefined>(undefined);
  const [wish, setWish] = useState<OpenWish>();
  const [naming, setNaming] = useState<() => void>();
  const [tab, setTab] = useState<"chat" | "shelf">("chat");
  const view = store.view.value;
  const person = me.value?.person;
  const known = useRef(person);
  useReturn(() => store.live.nudge());
  useEffect(() => {
    if (known.current && person !== known.current) store.live.renew();
    known.current = person;
  }, [person, store]);

  const cards = useMemo(
    () => (whole.data?.products ?? []).map(c => withStock(c, view.stock[c.id])),
    [whole.data, view.stock],
  );
  const open = (kind: WishKind, card?: Card, line?: Line) =>
    setWish({ kind, card, line, moment: whep.current?.moment() });

  if (whole.problem && !whole.data && whole.problem.code === "no-booth")
    return <Gone problem={whole.problem} />;
  return (
    <div class="booth">
      <main class="hall" id="main">
        <Stage
          slug={slug}
          store={store}
          booth={whole.data}
          onWhep={w => {
            whep.current = w;
          }}
          onWish={open}
        />
        <nav class="tabs" aria-label={t("booth.parts")}>
          <button type="button" aria-pressed={tab === "chat"} onClick={() => setTab("chat")}>
            {t("chat.title")}
          </button>
          <button type="button" aria-pressed={tab === "shelf"} onClick={() => setTab("shelf")}>
            {t("shelf.title")}
          </button>
          <button type="button" class="ask-all" onClick={() => open("enquire")}>
            {t("enquire.short")}
          </button>
          <CartLink />
          <Tongue />
        </nav>
        <div class={tab === "chat" ? "side on" : "side"}>
          <Chat
            store={store}
            artisan={whole.data?.artisan}
            onAsk={line => open("enquire", undefined, line)}
            needName={then => setNaming(() => then)}
          />
        </div>
        <div class={tab === "shelf" ? "below on" : "below"}>
          <About booth={whole.data} />
          <Shelf cards={cards} store={store} onWish={open} moment={() => whep.current?.moment()} />
        </div>
      </main>
      {wish && (
        <WishSheet {...{ wish, store, cards, slug }} onTurn={setWish} onClose={() => setWish(undefined)} />
      )}
      {(naming || store.misnamed.value) && (
        <NameSheet
          problem={store.misnamed.value}
          onClose={() => {
            setNaming(undefined);
            store.misnamed.value = undefined;
          }}
          onDone={() => {
            setNaming(undefined);
            store.rename();
            naming?.();
          }}
        />
      )}
    </div>
  );
}

function withStock(
  card: Card,
  stock: { available: number; price_minor: number; currency: string; held_until_ms?: number } | undefined,
) {
  if (!stock) return card;
  return {
    ...card,
    available: stock.available,
    held_until: stock.held_until_ms ? new Date(stock.held_until_ms).toISOString() : null,
    price: { minor: stock.price_minor, currency: stock.currency },
  };
}

function Gone({ problem }: { problem: Problem }) {
  return (
    <main class="gone">
      <h1>{problemWords(problem)}</h1>
      <a class="button strong" href="/">
        {t("booth.back")}
      </a>
    </main>
  );
}

function About({ booth }: { booth: BoothWhole | undefined }) {
  if (!booth) return null;
  return (
    <section class="about">
      <h2>{name(booth.name)}</h2>
      <p>{name(booth.about)}</p>
    </section>
  );
}

interface ShelfProps {
  cards: Card[];
  store: BoothStore;
  onWish: (kind: WishKind, card: Card) => void;
  moment: () => ScreenMoment | undefined;
}

function Shelf({ cards, store, onWish, moment }: ShelfProps) {
  const flashes = store.view.value.flashes;
  const now = useNow(1000, Object.keys(flashes).length > 0);
  return (
    <section class="shelf" aria-label={t("shelf.title")}>
      {cards.map(card => {
        const bulk = canOrder(card, homeCountry.value) ? "buy" : "lead";
        return (
          <ProductCard key={card.id} card={card} flash={flashes[card.id]} now={now} place={false}>
            <div class="row">
              <button
                type="button"
                class="button strong"
                disabled={bulk === "buy" && card.available < 1}
                onClick={() => onWish(bulk, card)}
              >
                {t(`${bulk}.short`)}
              </button>
              <AddToCart
                card={card}
                priceMinor={priceNow(card, flashes[card.id], now).price.minor}
                moment={moment}
              />
              <button type="button" class="button" onClick={() => onWish("enquire", card)}>
                {t("enquire.short")}
              </button>
            </div>
          </ProductCard>
        );
      })}
    </section>
  );
}

interface WishProps {
  wish: OpenWish;
  store: BoothStore;
  cards: Card[];
  slug: string;
  onTurn: (wish: OpenWish) => void;
  onClose: () => void;
}

function WishSheet({ wish, store, cards, slug, onTurn, onClose }: WishProps) {
  const { kind, card, line, moment } = wish;
  const seen = card
    ? (store.view.value.pins.find(p => p.id === card.id) ?? cards.find(c => c.id === card.id) ?? card)
    : undefined;
  const send = (w: Wish, key: string) =>
    store.ask({
      ...w,
      ...(moment ? { rtp_ts: moment.rtp_ts, viewer: moment.viewer } : {}),
      ...(line ? { line_seq: line.seq } : {}),
      key,
    });
  return (
    <Sheet key={kind} title={t(`${kind}.title`)} onClose={onClose}>
      {kind === "enquire" && <Enquire {...{ products: cards, product: seen, line, send, onClose }} />}
      {kind === "lead" && <Lead {...{ card: seen, booth: slug, moment, onClose }} />}
      {kind === "buy" && seen && (
        <Buy
          {...{ card: seen, moment, onClose }}
          {...priceNow(seen, store.view.value.flashes[seen.id], clock.now())}
          onLead={() => onTurn({ ...wish, kind: "lead" })}
        />
      )}
    </Sheet>
  );
}

const slug = pathSlug();
// The guest's cookie comes with /me; the live channel's handshake carries it.
void loadMe()
  .catch(() => undefined)
  .then(() => {
    const store = new BoothStore(slug, new Live(liveUrl()));
    return boot("mela", () => <BoothPage slug={slug} store={store} />);
  });
