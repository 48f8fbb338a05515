// What came in for this booth: enquiries to answer, or orders to send and trade leads.
import { t } from "../../lib/i18n";
import type { Inbox } from "../../lib/inbox";
import { Failure } from "../failure";
import { HostEnquiry } from "../hostenquiry";
import { HostLead } from "../hostlead";
import { HostOrder } from "../hostorder";

export function Wishes({ inbox, shelf }: { inbox: Inbox; shelf: "enquiries" | "orders" }) {
  const enquiries = inbox.enquiries.value;
  const orders = inbox.orders.value;
  const leads = inbox.leads.value;
  return (
    <div class="wishes">
      <h2 class="unseen">{t(`host.${shelf}`)}</h2>
      <Failure problem={inbox.problem.value} onRetry={() => inbox.renewAll()} />
      {!inbox.loaded.value && !inbox.problem.value && <p>{t("loading")}</p>}
      {shelf === "enquiries" && (
        <>
          {inbox.loaded.value && enquiries.length === 0 && <p class="empty">{t("host.none.enquiries")}</p>}
          {enquiries.map(e => (
            <HostEnquiry key={e.id} enquiry={e} mine="artisan" turn={enquiries} />
          ))}
        </>
      )}
      {shelf === "orders" && (
        <>
          {inbox.loaded.value && orders.length === 0 && <p class="empty">{t("host.none.orders")}</p>}
          {orders.map(o => (
            <HostOrder key={o.id} order={o} onChanged={() => inbox.renew("order")} />
          ))}
          {leads.length > 0 && <h2>{t("host.leads")}</h2>}
          {leads.map(l => (
            <HostLead key={l.id} lead={l} onChanged={() => inbox.renew("lead")} />
          ))}
        </>
      )}
    </div>
  );
}
