// The form of a new flash price on a fund: which product, at what price, for how long, and what it costs the fund at most.
import { get } from "../../lib/api";
import { money, name, number, t } from "../../lib/i18n";
import type { ShelfCard } from "../../lib/listing";
import { inr, paise } from "../../lib/money";
import type { Page } from "../../lib/wire";
import { useAttempt } from "../attempt";
import { useDraft } from "../draft";
import { Form } from "../form";
import { useLoad } from "../hooks";
import { FunderSelect, Input, MoneyInput, Select } from "../inputs";

const BLANK = { q: "", product: "", funder: "fair", price: "", most: "", quantity: "10", minutes: "30" };
type Wish = typeof BLANK;
const MOST = { quantity: 1_000_000, minutes: 1440 };
const LETTERS_MIN = 2;

const bodyOf = (w: Wish) => ({
  product: w.product,
  funder: w.funder,
  price_minor: paise(w.price) ?? 0,
  quantity: Number(w.quantity),
  ...(w.most ? { most_minor: paise(w.most) ?? 0 } : {}),
  lasts_s: Number(w.minutes) * 60,
});

/** What the fund gives at most, as the server will reckon it. */
function given(card: ShelfCard, w: Wish): { pieces: number; minor: number } {
  const off = card.price.minor - (paise(w.price) ?? 0);
  if (off < 1) return { pieces: 0, minor: 0 };
  const carried = w.most ? Math.floor((paise(w.most) ?? 0) / off) : Number.MAX_SAFE_INTEGER;
  const pieces = Math.min(Number(w.quantity || 0), carried);
  return { pieces, minor: pieces * off };
}

/** The listed products whose words fit. */
function useFound(q: string): ShelfCard[] {
  const wanted = { q, state: "listed", limit: 20 };
  const found = useLoad(
    async () =>
      q.length < LETTERS_MIN ? [] : (await get<Page<ShelfCard>>("/catalogue/products", wanted)).items,
    [q],
  );
  return found.data ?? [];
}

export function NewFlash({ onMade }: { onMade: () => void }) {
  const draft = useDraft(BLANK);
  const attempt = useAttempt();
  const { now, set } = draft;
  const found = useFound(now.q);
  const card = found.find(p => p.id === now.product);
  const start = () =>
    attempt.run(async () => {
      const body = bodyOf(now);
      await attempt.send("/desk/flashes", body);
      draft.clear();
      onMade();
    });
  return (
    <Form attempt={attempt} onSend={start} send={t("funded.start")} on="slip" named="new-flash">
      <h2 id="new-flash">{t("funded.new")}</h2>
      <Input label={t("funded.find")} type="search" required={false} value={now.q} set={set("q")} />
      <Select
        label={t("funded.product")}
        required
        value={now.product}
        set={set("product")}
        options={[["", ""], ...found.map(p => [p.id, `${name(p.name)} · ${money(p.price)}`] as const)]}
      />
      <FunderSelect value={now.funder} set={set("funder")} />
      <div class="pair">
        <MoneyInput label={t("funded.price")} min={1} value={now.price} set={set("price")} />
        <MoneyInput
          label={t("funded.most")}
          hint={t("offers.nolimit")}
          min={1}
          required={false}
          value={now.most}
          set={set("most")}
        />
      </div>
      <div class="pair">
        {(["quantity", "minutes"] as const).map(key => (
          <Input
            key={key}
            label={t(`funded.${key}`)}
            type="number"
            min={1}
            max={MOST[key]}
            value={now[key]}
            set={set(key)}
          />
        ))}
      </div>
      {now.price && card && <Cost card={card} wish={now} />}
    </Form>
  );
}

function Cost({ card, wish }: { card: ShelfCard; wish: Wish }) {
  const { pieces, minor } = given(card, wish);
  return (
    <p role="status">
      {pieces ? t("funded.cost", number(pieces), money(inr(minor))) : t("funded.too.little")}
    </p>
  );
}
