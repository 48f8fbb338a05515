// The desk's parts; each has an address, so that the browser's own way back works.
import { useEffect, useState } from "preact/hooks";
import { post } from "../../lib/api";
import { name, number, t } from "../../lib/i18n";
import type { Inbox } from "../../lib/inbox";
import type { Live } from "../../lib/live";
import type { DeskFair } from "../../lib/wire";
import { Sign } from "../sign";
import { Tongue } from "../tongue";

export const PARTS = [
  "now",
  "orders",
  "parcels",
  "helpline",
  "money",
  "settlement",
  "offers",
  "booths",
  "sellers",
  "catalogue",
  "doubts",
  "looks",
  "times",
  "register",
  "fair",
  "account",
] as const;
export type Part = (typeof PARTS)[number];

const partOf = (hash: string): Part => PARTS.find(p => p === hash.slice(1)) ?? "now";

export function usePart(): Part {
  const [part, setPart] = useState(partOf(location.hash));
  useEffect(() => {
    // "#main" is the skip link's, and no part.
    const turn = () => location.hash !== "#main" && setPart(partOf(location.hash));
    addEventListener("hashchange", turn);
    return () => removeEventListener("hashchange", turn);
  }, []);
  return part;
}

/** On a phone the parts are a menu: it closes by a choice and by Escape. */
function useMenu(part: Part) {
  const state = useState(false);
  const [open, setOpen] = state;
  useEffect(() => setOpen(false), [part]);
  useEffect(() => {
    if (!open) return;
    const key = (e: KeyboardEvent) => e.key === "Escape" && setOpen(false);
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, [open]);
  return state;
}

interface Props {
  part: Part;
  fair: DeskFair | undefined;
  inbox: Inbox;
  live: Live;
}

export function DeskNav({ part, fair, inbox, live }: Props) {
  const due =
    inbox.orders.value.filter(o => o.state === "placed").length +
    inbox.enquiries.value.filter(e => e.state === "open").length;
  const status = live.status.value;
  const [open, setOpen] = useMenu(part);
  const leave = async () => {
    await post("/sign-out").catch(() => undefined);
    location.assign("/");
  };
  return (
    <header class="desk-head">
      <a class="brand" href="/">
        <Sign />
        <span>
          {t("desk.name")}
          <small>{fair ? name(fair.name) : t("mela")}</small>
        </span>
      </a>
      <nav aria-label={t("desk.parts")} class={open ? "open" : ""}>
        <button
          type="button"
          class="parts-button"
          aria-expanded={open}
          aria-controls="desk-parts"
          onClick={() => setOpen(!open)}
        >
          {t(`desk.part.${part}`)}
          {due > 0 && <b class="count">{number(due)}</b>}
        </button>
        <div id="desk-parts" class="parts">
          {PARTS.map(p => (
            <a key={p} href={`#${p}`} aria-current={p === part ? "page" : undefined}>
              {t(`desk.part.${p}`)}
              {p === "orders" && due > 0 && <b class="count">{number(due)}</b>}
            </a>
          ))}
        </div>
      </nav>
      <Tongue />
      <div class="ways-out">
        <a class="button quiet self" href="#account" aria-current={part === "account" ? "page" : undefined}>
          {t("desk.part.account")}
        </a>
        <button type="button" class="button quiet leave" onClick={() => void leave()}>
          {t("mine.signout")}
        </button>
      </div>
      {status === "waiting" && (
        <p class="offline" role="status">
          {t("desk.offline")}
        </p>
      )}
    </header>
  );
}
