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
  "times",
  "register",
  "fair",
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
      <nav aria-label={t("desk.parts")}>
        {PARTS.map(p => (
          <a key={p} href={`#${p}`} aria-current={p === part ? "page" : undefined}>
            {t(`desk.part.${p}`)}
            {p === "orders" && due > 0 && <b class="count">{number(due)}</b>}
          </a>
        ))}
      </nav>
      <Tongue />
      <button type="button" class="button quiet" onClick={() => void leave()}>
        {t("mine.signout")}
      </button>
      {status === "waiting" && (
        <p class="offline" role="status">
          {t("desk.offline")}
        </p>
      )}
    </header>
  );
}
