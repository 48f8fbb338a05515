// The artisan as a seller: five screens to apply, then how it stands and what may be sold where.
import { useEffect, useRef, useState } from "preact/hooks";
import { get } from "../../lib/api";
import { name, t } from "../../lib/i18n";
import type { Booth, SellerEvent, SellerWhole } from "../../lib/wire";
import { useAttempt } from "../attempt";
import { Failure } from "../failure";
import { useLoad } from "../hooks";
import { later } from "../later";
import { May } from "../may";
import { Onboard } from "../onboard";

const Earnings = later(() => import("./earnings"));
const MyCoupons = later(() => import("./mycoupons"));
const MyData = later(() => import("../mydata"));

export function Selling({ booth }: { booth: Booth }) {
  const own = useLoad(() => get<{ seller: SellerWhole | null }>("/studio/seller"), []);
  const [sent, setSent] = useState(false);
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (sent) top.current?.scrollTo(0, 0);
  }, [sent, own.data]);
  const done = () => {
    setSent(true);
    own.again();
  };
  return (
    <div class="wishes" ref={top}>
      {sent && <p role="status">{t("onboard.sent")}</p>}
      <Failure problem={own.problem} onRetry={own.again} />
      {!own.data && own.loading && <p>{t("loading")}</p>}
      {own.data && !own.data.seller && (
        <>
          <h2>{t("onboard.title")}</h2>
          <Onboard path="/studio/seller" name={booth.artisan} onDone={done} />
        </>
      )}
      {own.data?.seller && <Stands seller={own.data.seller} onChanged={own.again} />}
      {own.data?.seller && <Earnings />}
      {own.data?.seller && <MyCoupons />}
      {own.data && <MyData />}
    </div>
  );
}

function Stands({ seller, onChanged }: { seller: SellerWhole; onChanged: () => void }) {
  const { problem, run, send } = useAttempt();
  const act = (event: SellerEvent) => run(() => send("/studio/seller/state", { event }).then(onChanged));
  return (
    <>
      <h2>{t("seller.title")}</h2>
      <article class="slip">
        <header>
          <h3>{name(seller.name)}</h3>
          <span class="tag">{t(`seller.state.${seller.state}`)}</span>
        </header>
        <p>
          {t(`seller.status.${seller.status}`)}
          {seller.gstin && ` · ${seller.gstin}`}
        </p>
        {seller.principal && <p>{t("seller.principal", name(seller.principal))}</p>}
        <May seller={seller} to="artisan" />
        <Failure problem={problem} />
        <div class="row">
          {seller.can.map(e => (
            <button key={e} type="button" class="button" onClick={() => void act(e)}>
              {t(`seller.do.${e}`)}
            </button>
          ))}
        </div>
      </article>
    </>
  );
}
