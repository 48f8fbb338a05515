// The desk: an organizer's table. The live booths on screen, the booths and their times, what came in.
import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import "../style/catalogue.css";
import "../style/desk.css";
import "../style/helpline.css";
import "../words/desk";
import "../words/host";
import { get, post } from "../lib/api";
import { t } from "../lib/i18n";
import { Inbox } from "../lib/inbox";
import { Live, liveUrl } from "../lib/live";
import { Watchtower } from "../lib/watchtower";
import { loadMe, me } from "../lib/who";
import type { DeskFair, Fair } from "../lib/wire";
import { Booths } from "../parts/desk/booths";
import { DeskNav, usePart } from "../parts/desk/desknav";
import { FairForm } from "../parts/desk/fairform";
import { Ledger } from "../parts/desk/ledger";
import { Money } from "../parts/desk/money";
import { Now } from "../parts/desk/now";
import { PasswordDoor } from "../parts/desk/passworddoor";
import { Register } from "../parts/desk/register";
import { Sellers } from "../parts/desk/sellers";
import { Times } from "../parts/desk/times";
import { Failure } from "../parts/failure";
import { useLoad, useReturn } from "../parts/hooks";
import { later } from "../parts/later";
import { Masthead } from "../parts/masthead";
import { boot } from "./boot";

const Catalogue = later(() => import("../parts/desk/catalogue"));
const Helpline = later(() => import("../parts/desk/helpline"));
const Parcels = later(() => import("../parts/desk/parcels"));
const Doubts = later(() => import("../parts/desk/doubts"));
const Looks = later(() => import("../parts/desk/looks"));
const Offers = later(() => import("../parts/desk/offers"));
const SecondFactor = later(() => import("../parts/desk/secondfactor"));
const Settlement = later(() => import("../parts/desk/settlement"));

function DeskPage() {
  if (me.value?.second_factor_needed) return <AloneDesk parts={<SecondFactor />} />;
  if (me.value?.role === "helpline") return <AloneDesk parts={<HelplineParts />} />;
  return me.value?.role === "organizer" ? <Desk /> : <PasswordDoor />;
}

/** Who calls artisans sees the calls, their own account, and nothing else of the desk. */
const HelplineParts = () => (
  <>
    <Helpline letters={false} />
    <SecondFactor />
  </>
);

function AloneDesk({ parts }: { parts: ComponentChildren }) {
  const leave = async () => {
    await post("/sign-out").catch(() => undefined);
    location.assign("/");
  };
  return (
    <>
      <Masthead mine={false} cart={false} />
      <main class="desk alone" id="main">
        {parts}
        <div class="row">
          <button type="button" class="button quiet" onClick={() => void leave()}>
            {t("mine.signout")}
          </button>
        </div>
      </main>
    </>
  );
}

function Desk() {
  const part = usePart();
  const tools = useMemo(() => {
    const live = new Live(liveUrl());
    return { live, tower: new Watchtower(live), inbox: new Inbox(live) };
  }, []);
  const fair = useLoad(() => get<DeskFair>("/desk/fair"), []);
  const lobby = useLoad(() => get<Fair>("/fair"), []);
  const [, setTurn] = useState(0);
  useReturn(() => tools.live.nudge());
  const changed = () => {
    fair.again();
    lobby.again();
    void tools.tower.load();
    setTurn(n => n + 1);
  };
  const zone = fair.data?.time_zone ?? "Asia/Kolkata";
  return (
    <>
      <a class="skip button" href="#main">
        {t("skip")}
      </a>
      <DeskNav part={part} fair={fair.data} inbox={tools.inbox} live={tools.live} />
      <main class={`desk ${part}`} id="main">
        {fair.problem && fair.problem.code !== "not-found" && (
          <Failure problem={fair.problem} onRetry={fair.again} />
        )}
        {part === "now" && <Now {...tools} />}
        {part === "orders" && <Ledger inbox={tools.inbox} />}
        {part === "money" && <Money />}
        {part === "settlement" && <Settlement />}
        {part === "offers" && <Offers />}
        {part === "booths" && <Booths tower={tools.tower} fair={lobby.data} onChanged={changed} />}
        {part === "helpline" && <Helpline letters={true} />}
        {part === "parcels" && <Parcels />}
        {part === "doubts" && <Doubts />}
        {part === "looks" && <Looks />}
        {part === "sellers" && <Sellers tower={tools.tower} />}
        {part === "catalogue" && <Catalogue tower={tools.tower} />}
        {part === "times" && <Times tower={tools.tower} zone={zone} />}
        {part === "register" && <Register />}
        {part === "account" && <SecondFactor />}
        {part === "fair" && !fair.loading && <FairForm fair={fair.data} onChanged={changed} />}
      </main>
    </>
  );
}

void loadMe()
  .catch(() => undefined)
  .then(() => boot("desk.title", () => <DeskPage />));
