// How one order is paid, seller by seller: the ways that are open, where the money goes, and the reference that proves it.
import { useEffect, useState } from "preact/hooks";
import "../style/pay.css";
import "../words/pay";
import { get } from "../lib/api";
import { money, t } from "../lib/i18n";
import { isOpen, type PayMethod, type Payment } from "../lib/payment";
import { useAttempt } from "./attempt";
import { Failure } from "./failure";
import { submits, useLoad } from "./hooks";
import { Input } from "./inputs";

const LOOK_MS = 1500;

export function Pay({ order, turn }: { order: string; turn: unknown }) {
  const list = useLoad(() => get<{ items: Payment[] }>(`/orders/${order}/payments`), [order, turn]);
  const waits = list.data?.items.some(p => p.method === "gateway" && isOpen(p) && !p.url);
  useEffect(() => {
    if (!waits) return;
    const timer = setTimeout(list.again, LOOK_MS);
    return () => clearTimeout(timer);
  }, [waits, list.data]);
  if (list.problem && list.problem.code !== "not-found")
    return <Failure problem={list.problem} onRetry={list.again} />;
  return (
    <>
      {list.data?.items.map(p => (
        <One key={p.id} payment={p} onChanged={list.again} />
      ))}
    </>
  );
}

function One({ payment: p, onChanged }: { payment: Payment; onChanged: () => void }) {
  const { busy, problem, run, send } = useAttempt();
  const say = (what: "method" | "reference", body: object) =>
    run(async () => {
      await send(`/payments/${p.id}/${what}`, body);
      onChanged();
    });
  return (
    <section class="pay" aria-label={t("pay.title")}>
      <header>
        <b>{t("pay.to", money(p.amount), p.payee ?? "")}</b>
        <span class={p.state === "paid" ? "tag live" : "tag"}>{t(`pay.state.${p.state}`)}</span>
      </header>
      {p.state === "failed" && <p class="wrong">{t("pay.failed")}</p>}
      {isOpen(p) && p.pay_first && <p class="wrong">{t("problem.pay-first")}</p>}
      {isOpen(p) && <Ways payment={p} busy={busy} onChoose={method => void say("method", { method })} />}
      {isOpen(p) && (
        <Panel payment={p} busy={busy} onReference={reference => void say("reference", { reference })} />
      )}
      <Failure problem={problem} />
    </section>
  );
}

interface WaysProps {
  payment: Payment;
  busy: boolean;
  onChoose: (method: PayMethod) => void;
}

function Ways({ payment: p, busy, onChoose }: WaysProps) {
  if (!p.ways?.length) return null;
  return (
    <fieldset class="ways" disabled={busy}>
      <legend>{t("pay.how")}</legend>
      {p.ways.map(w => (
        <label key={w}>
          <input type="radio" name={`way-${p.id}`} checked={w === p.method} onChange={() => onChoose(w)} />
          {t(`pay.method.${w}`)}
        </label>
      ))}
    </fieldset>
  );
}

interface PanelProps {
  payment: Payment;
  busy: boolean;
  onReference: (reference: string) => void;
}

function Panel({ payment: p, busy, onReference }: PanelProps) {
  if (p.method === "cod") return <p>{t("pay.cod.how", money(p.amount))}</p>;
  if (p.method === "gateway") {
    return p.url ? (
      <a class="button strong" href={p.url} rel="noreferrer">
        {t("pay.gateway.open")}
      </a>
    ) : (
      <p role="status">{t("pay.gateway.wait")}</p>
    );
  }
  return (
    <>
      {p.upi && <Upi payment={p} />}
      {p.bank && <Bank payment={p} />}
      <Reference payment={p} busy={busy} onReference={onReference} />
    </>
  );
}

function Upi({ payment: p }: { payment: Payment }) {
  if (!p.upi) return null;
  return (
    <div class="upi">
      <img
        src={`data:image/svg+xml,${encodeURIComponent(p.upi.qr_svg)}`}
        alt={t("pay.upi.qr", money(p.amount))}
        width="176"
        height="176"
      />
      <div>
        <a class="button strong" href={p.upi.link}>
          {t("pay.upi.open")}
        </a>
        <p class="small">{t("pay.upi.scan", p.upi.address)}</p>
      </div>
    </div>
  );
}

function Bank({ payment: p }: { payment: Payment }) {
  if (!p.bank) return null;
  const rows = [
    [t("pay.bank.name"), p.bank.name],
    [t("pay.bank.account"), p.bank.account],
    [t("pay.bank.ifsc"), p.bank.ifsc],
    [t("pay.bank.mark"), p.mark],
  ] as const;
  return (
    <dl class="bank">
      {rows.map(([label, text]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{text}</dd>
          <Copy text={text} what={label} />
        </div>
      ))}
    </dl>
  );
}

function Copy({ text, what }: { text: string; what: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <button type="button" class="button quiet" onClick={() => void copy()}>
      {t(copied ? "pay.copied" : "pay.copy")} <span class="unseen">{what}</span>
    </button>
  );
}

function Reference({ payment: p, busy, onReference }: PanelProps) {
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState(false);
  const send = () => {
    const plain = text.replace(/[\s-]/g, "");
    const right = p.method === "upi" ? /^\d{12}$/.test(plain) : /^[A-Za-z0-9]{10,22}$/.test(plain);
    setWrong(!right);
    if (right) onReference(plain);
  };
  return (
    <form class="reference" onSubmit={submits(send)}>
      {p.state === "claimed" && <p role="status">{t("pay.claimed", p.reference ?? "")}</p>}
      <Input
        label={t(`pay.reference.${p.method}`)}
        hint={t("pay.reference.hint")}
        wrong={wrong ? t("pay.wrong.reference") : undefined}
        value={text}
        inputMode={p.method === "upi" ? "numeric" : "text"}
        autocomplete="off"
        maxLength={40}
        required={false}
        set={setText}
      />
      <button type="submit" class="button" disabled={busy || !text}>
        {t(p.state === "claimed" ? "pay.reference.change" : "pay.reference.send")}
      </button>
    </form>
  );
}
