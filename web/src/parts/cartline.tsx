// One thing in the cart: how many, what it costs now, whether it is held, and what has changed since it was put in.
import { putLine } from "../lib/cart";
import type { CartLine as Line } from "../lib/cartwire";
import { money, name, nameLang, t } from "../lib/i18n";
import type { Money } from "../lib/wire";
import { useAttempt } from "./attempt";
import { Failure } from "./failure";
import { Picture } from "./picture";
import { Price } from "./price";

interface Props {
  line: Line;
  now: number;
  onChanged: () => void;
  onRemoved: (line: Line) => void;
  onWait: (line: Line) => void;
}

export function CartLine({ line, now, onChanged, onRemoved, onWait }: Props) {
  const { busy, problem, run } = useAttempt();
  const { product, variant } = line;
  const title = variant ? `${name(product.name)}, ${name(variant.name)}` : name(product.name);
  const set = (quantity: number, shownMinor = line.shown_minor) =>
    run(async () => {
      await putLine({ product: product.id, variant: variant?.id, quantity, shownMinor });
      if (quantity) onChanged();
      else onRemoved(line);
    });
  return (
    <li class="cart-line" aria-busy={busy}>
      <Picture card={product} />
      <div class="facts">
        <h3 lang={nameLang(product.name)}>
          <a href={`/product/${product.slug}`}>{title}</a>
        </h3>
        <p class="small">{t("cart.made", name(line.maker))}</p>
        <p>
          <Price price={line.now} was={line.price} /> {t("per", t(`unit.${product.unit}`))}
        </p>
        <Standing line={line} now={now} />
        <PriceChange line={line} onAgree={() => void set(line.quantity, line.now.minor)} />
        <Count {...{ line, title, busy }} onSet={n => void set(n)} />
        <Failure problem={problem} />
        <div class="row">
          {(line.state === "gone" || line.state === "held-by-others") && (
            <>
              {line.free >= product.moq && (
                <button type="button" class="button" disabled={busy} onClick={() => void set(line.free)}>
                  {t("cart.take", line.free)}
                </button>
              )}
              <button type="button" class="button" disabled={busy} onClick={() => onWait(line)}>
                {t("cart.wait")}
              </button>
            </>
          )}
          <button
            type="button"
            class="button quiet"
            disabled={busy}
            aria-label={t("cart.remove.what", title)}
            onClick={() => void set(0)}
          >
            {t("cart.remove")}
          </button>
          {busy && <span class="small">{t("cart.saving")}</span>}
          <b class="total">{money(line.total)}</b>
        </div>
      </div>
    </li>
  );
}

interface CountProps {
  line: Line;
  title: string;
  busy: boolean;
  onSet: (n: number) => void;
}

function Count({ line, title, busy, onSet }: CountProps) {
  const { quantity, product } = line;
  const step = Math.max(1, product.moq);
  return (
    <div class="count-of">
      <button
        type="button"
        class="button"
        aria-label={t("cart.less", title)}
        disabled={busy || quantity <= step}
        onClick={() => onSet(quantity - 1)}
      >
        −
      </button>
      <input
        type="number"
        inputMode="numeric"
        aria-label={t("cart.number", title)}
        min={step}
        max={1_000_000}
        value={quantity}
        disabled={busy}
        onChange={e => {
          const n = Math.trunc(e.currentTarget.valueAsNumber);
          if (n >= step) onSet(n);
          else e.currentTarget.value = String(quantity);
        }}
      />
      <button
        type="button"
        class="button"
        aria-label={t("cart.more", title)}
        disabled={busy}
        onClick={() => onSet(quantity + 1)}
      >
        +
      </button>
    </div>
  );
}

/** "Held for you for 9 more minutes", "someone else holds it", "only 2 are left": in words, never by colour alone. */
export function standingWords(line: Line, now: number): string {
  const minutes = line.held_until ? Math.ceil((Date.parse(line.held_until) - now) / 60_000) : 0;
  const timed = (key: string) => (minutes > 1 ? t(key, minutes) : t(`${key}.last`));
  if (line.state === "held") return timed("cart.held");
  if (line.state === "held-by-others") return timed("cart.others");
  if (line.state === "gone") return line.free > 0 ? t("cart.gone", line.free) : t("cart.gone.none");
  return "";
}

function Standing({ line, now }: { line: Line; now: number }) {
  const words = standingWords(line, now);
  if (!words) return null;
  return <p class={line.state === "held" ? "tag" : "tag live"}>{words}</p>;
}

function PriceChange({ line, onAgree }: { line: Line; onAgree: () => void }) {
  if (!line.shown_minor || line.shown_minor === line.now.minor) return null;
  const shown: Money = { ...line.now, minor: line.shown_minor };
  const up = line.now.minor > line.shown_minor;
  return (
    <div class="row changed">
      <p>{t(up ? "cart.price.up" : "cart.price.down", money(shown), money(line.now))}</p>
      {up && (
        <button type="button" class="button strong" onClick={onAgree}>
          {t("cart.agree", money(line.now))}
        </button>
      )}
    </div>
  );
}
