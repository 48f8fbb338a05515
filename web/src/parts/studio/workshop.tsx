// The studio once signed in: the viewfinder above, and under the thumb what the booth needs now.
import { useEffect, useState } from "preact/hooks";
import type { Airing } from "../../lib/airing";
import type { BoothStore } from "../../lib/boothstore";
import type { Camera } from "../../lib/camera";
import { number, t } from "../../lib/i18n";
import type { Inbox } from "../../lib/inbox";
import type { Studio } from "../../lib/wire";
import { Chat } from "../chat";
import { useReturn } from "../hooks";
import { Icon, type IconName } from "../icon";
import { later } from "../later";
import { LineTools } from "../linetools";
import { Arrival } from "./arrival";
import { Pinboard } from "./pinboard";
import { Selling } from "./selling";
import { Viewfinder } from "./viewfinder";
import { Wishes } from "./wishes";

export interface Tools {
  studio: Studio;
  store: BoothStore;
  camera: Camera;
  inbox: Inbox;
  airing: Airing;
}

const TABS = [
  { id: "shelf", icon: "pin" },
  { id: "mine", icon: "photo" },
  { id: "chat", icon: "chat" },
  { id: "enquiries", icon: "ask" },
  { id: "orders", icon: "bag" },
  { id: "selling", icon: "check" },
  { id: "notices", icon: "bell" },
] as const satisfies readonly { id: string; icon: IconName }[];
type Tab = (typeof TABS)[number]["id"];

const MyProducts = later(() => import("./myproducts"));
const Notices = later(() => import("../notices"));

export function Workshop({ renew, ...tools }: Tools & { renew: () => void }) {
  const { store, camera, inbox, airing } = tools;
  const [tab, setTab] = useState<Tab | undefined>();
  const phase = airing.phase.value;
  const toCamera = () => setTab(undefined);
  const slim = !!tab && phase === "preview" && !camera.fault.value; // before air the work takes the screen, not the picture
  useEffect(() => {
    void camera.open();
    return () => camera.close();
  }, [camera]);
  useReturn(() => {
    store.live.nudge();
    airing.nudge();
  });
  useEffect(() => {
    if (phase === "live" && !tab) setTab("shelf");
    if (phase === "ended" || phase === "replaced" || phase === "refused") setTab(undefined);
  }, [phase]);
  useEffect(() => {
    if (tab === "shelf") renew(); // what the desk has approved meanwhile
  }, [tab]);
  const due = {
    shelf: 0,
    mine: 0,
    chat: 0,
    enquiries: inbox.enquiries.value.filter(e => e.state === "open").length,
    orders: inbox.orders.value.filter(o => o.state === "placed").length,
    selling: 0,
    notices: 0,
  };
  return (
    <main class={`studio ${tab ? "open" : ""} ${slim ? "slim" : ""}`} id="main">
      <Viewfinder {...tools} onBack={slim ? toCamera : undefined} />
      {tab && (
        <div class="panel">
          {tab === "shelf" && <Pinboard {...tools} onAdd={() => setTab("mine")} />}
          {tab === "chat" && (
            <Chat
              store={store}
              artisan={tools.studio.booth.artisan}
              reactions={false}
              tools={line => <LineTools line={line} store={store} />}
            />
          )}
          {tab === "mine" && <MyProducts district={tools.studio.booth.district} />}
          {tab === "notices" && <Notices />}
          {tab === "selling" && <Selling booth={tools.studio.booth} />}
          {(tab === "enquiries" || tab === "orders") && <Wishes inbox={inbox} shelf={tab} />}
        </div>
      )}
      <Arrival inbox={inbox} />
      <nav class="studio-tabs" aria-label={t("studio.parts")}>
        {TABS.map(({ id, icon }) => (
          <button
            key={id}
            type="button"
            aria-pressed={tab === id}
            onClick={() => setTab(tab === id ? undefined : id)}
          >
            <Icon name={icon} />
            {t(`studio.tab.${id}`)}
            {due[id] > 0 && <b class="count">{number(due[id])}</b>}
          </button>
        ))}
      </nav>
    </main>
  );
}
