// Everything of one buyer: enquiries with their threads, leads, orders with their way to the door.
import { useState } from "preact/hooks";
import "../style/mine.css";
import "../style/notices.css";
import { get, post } from "../lib/api";
import { setCartLines } from "../lib/cart";
import { t } from "../lib/i18n";
import { loadMe, me } from "../lib/who";
import type { Enquiry, Mine } from "../lib/wire";
import { Confirm } from "../parts/confirm";
import { EnquiryCard } from "../parts/enquirycard";
import { Failure } from "../parts/failure";
import { useLoad, useReturn } from "../parts/hooks";
import { later } from "../parts/later";
import { Lead } from "../parts/lead";
import { LeadCard } from "../parts/leadcard";
import { Masthead } from "../parts/masthead";
import { OrderCard } from "../parts/ordercard";
import { Sheet } from "../parts/sheet";
import { boot } from "./boot";

const KeepData = later(() => import("../parts/keepdata"));
const Notices = later(() => import("../parts/notices"));
const MyData = later(() => import("../parts/mydata"));

/** Out of the message that all is to be erased. */
const keepToken = new URLSearchParams(location.search).get("keep");

function MinePage() {
  const [turning, setTurning] = useState<Enquiry>();
  const mine = useLoad(() => get<Mine>("/mine"), [me.value?.person]);
  useReturn(mine.again);
  const data = mine.data;
  const empty = data && !data.enquiries.length && !data.leads.length && !data.orders.length;
  return (
    <>
      <Masthead mine={false} />
      <main class="papers" id="main">
        <h1>{t("mine.title")}</h1>
        {keepToken && <KeepData token={keepToken} />}
        {me.value && !me.value.email_confirmed && <Confirm why={t("mine.guest")} />}
        <Failure problem={mine.problem} onRetry={mine.again} />
        {!data && mine.loading && <p>{t("loading")}</p>}
        {empty && (
          <div class="row">
            <p>{t("mine.empty")}</p>
            <a class="button strong" href="/">
              {t("mine.to.fair")}
            </a>
          </div>
        )}
        {data && data.orders.length > 0 && (
          <section aria-labelledby="orders">
            <h2 id="orders">{t("mine.orders")}</h2>
            {data.orders.map(o => (
              <OrderCard key={o.id} order={o} onChanged={mine.again} />
            ))}
          </section>
        )}
        {data && data.leads.length > 0 && (
          <section aria-labelledby="leads">
            <h2 id="leads">{t("mine.leads")}</h2>
            {data.leads.map(l => (
              <LeadCard key={l.id} lead={l} />
            ))}
          </section>
        )}
        {data && data.enquiries.length > 0 && (
          <section aria-labelledby="enquiries">
            <h2 id="enquiries">{t("mine.enquiries")}</h2>
            {data.enquiries.map(e => (
              <EnquiryCard key={e.id} enquiry={e} onLead={() => setTurning(e)} />
            ))}
          </section>
        )}
        {me.value && me.value.role !== "guest" && <Notices />}
        {me.value && ["guest", "buyer"].includes(me.value.role) && <MyData />}
        {me.value && me.value.role !== "guest" && <SignOut />}
      </main>
      {turning && (
        <Sheet title={t("lead.title")} onClose={() => setTurning(undefined)}>
          <Lead
            card={turning.product ?? undefined}
            booth={turning.booth_slug}
            enquiry={turning.id}
            quantity={turning.quantity ?? undefined}
            onClose={() => {
              setTurning(undefined);
              mine.again();
            }}
          />
        </Sheet>
      )}
    </>
  );
}

function SignOut() {
  const leave = async () => {
    await post("/sign-out").catch(() => undefined);
    setCartLines({}); // it is the account's, and waits there
    location.assign("/");
  };
  return (
    <button type="button" class="button quiet" onClick={() => void leave()}>
      {t("mine.signout")}
    </button>
  );
}

void loadMe().catch(() => undefined);
void boot("mine.title", () => <MinePage />);
