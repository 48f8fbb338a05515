// One call: the number, what to say, what the artisan heard before, and what came of it.
import { useState } from "preact/hooks";
import { create, post } from "../../lib/api";
import { country, dayTime, money, name, t } from "../../lib/i18n";
import { newKey } from "../../lib/key";
import { type Problem, toProblem } from "../../lib/problem";
import type { Call } from "../../lib/wire";
import { Failure } from "../failure";
import { Field } from "../field";
import { submits } from "../hooks";
import { Icon } from "../icon";
import { Sheet } from "../sheet";

const INDIA = "Asia/Kolkata";
const OUTCOMES = ["ready", "reached", "not-reached", "busy", "wrong-number", "declined"] as const;

export function CallSheet({ call, onClose }: { call: Call; onClose: () => void }) {
  const release = async () => {
    await post(`/helpline/tasks/${call.id}/release`).catch(() => undefined);
    onClose();
  };
  return (
    <Sheet title={name(call.booth.artisan)} onClose={onClose}>
      <div class="call">
        {call.phone ? (
          <a class="button strong" href={`tel:${call.phone}`}>
            <Icon name="phone" /> {call.phone}
          </a>
        ) : (
          <p class="notice">{t("call.nonumber")}</p>
        )}
        <Script call={call} />
        <Before call={call} />
        <Outcome call={call} onDone={onClose} />
        <button type="button" class="button quiet" onClick={() => void release()}>
          {t("call.release")}
        </button>
      </div>
    </Sheet>
  );
}

const total = (call: Call) =>
  call.order?.lines.reduce(
    (sum, l) => ({ minor: sum.minor + l.price.minor * l.quantity, currency: l.price.currency }),
    { minor: 0, currency: "INR" },
  );

/** Said in Hindi, whatever the agent's own language: both stand there. */
function Script({ call }: { call: Call }) {
  const sum = total(call);
  const things = call.order?.lines.map(l => `${l.quantity} × ${name(l.name)}`).join(", ") ?? "";
  return (
    <section class="slip" aria-labelledby="say">
      <h3 id="say">{t("call.say")}</h3>
      <p>{t("call.say.hello", name(call.booth.artisan))}</p>
      {call.order && sum && (
        <p>
          {t(
            "call.say.order",
            call.order.number,
            things,
            money(sum),
            call.order.city,
            country(call.order.country),
          )}
        </p>
      )}
      {call.order && <p>{t(call.reason === "unaccepted" ? "call.say.unaccepted" : "call.say.ready")}</p>}
      {call.enquiry && (
        <p>
          {t(
            "call.say.enquiry",
            call.enquiry.name || t("call.buyer"),
            call.enquiry.product ? name(call.enquiry.product.name) : name(call.booth.name),
          )}
        </p>
      )}
      {call.enquiry?.note && <blockquote>{call.enquiry.note}</blockquote>}
    </section>
  );
}

function Before({ call }: { call: Call }) {
  const calls = call.calls ?? [];
  const messages = call.messages ?? [];
  if (!calls.length && !messages.length) return null;
  return (
    <details>
      <summary>{t("call.before")}</summary>
      <ul class="rows">
        {calls.map(c => (
          <li key={c.at}>
            {dayTime(c.at, INDIA)} · {c.by ?? t("call.automatic")} · {t(`call.outcome.${c.outcome}`)}
            {c.note && ` · ${c.note}`}
          </li>
        ))}
        {messages.map((m, i) => (
          <li key={`${m.at}${i}`}>
            {dayTime(m.at, INDIA)} · {t(`letter.kind.${m.kind}`)} · {t(`letter.state.${m.state}`)}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Outcome({ call, onDone }: { call: Call; onDone: () => void }) {
  const [outcome, setOutcome] = useState<string>("");
  const [ready, setReady] = useState("");
  const [note, setNote] = useState("");
  const [key] = useState(newKey);
  const [problem, setProblem] = useState<Problem>();
  const send = async () => {
    setProblem(undefined);
    try {
      const body = { outcome, ...(outcome === "ready" ? { ready } : {}), ...(note ? { note } : {}) };
      await create(`/helpline/tasks/${call.id}/outcome`, body, key);
      onDone();
    } catch (e) {
      setProblem(toProblem(e));
    }
  };
  return (
    <form class="form" onSubmit={submits(send)}>
      <fieldset class="outcomes">
        <legend>{t("call.came")}</legend>
        {OUTCOMES.map(o => (
          <label key={o}>
            <input
              type="radio"
              name="outcome"
              required
              checked={outcome === o}
              onChange={() => setOutcome(o)}
            />
            {t(`call.outcome.${o}`)}
          </label>
        ))}
      </fieldset>
      {outcome === "ready" && (
        <Field label={t("call.ready.on")} hint={call.order ? t("call.ready.hint") : undefined}>
          {(id, described) => (
            <input
              {...described}
              id={id}
              type="date"
              required
              value={ready}
              onInput={e => setReady(e.currentTarget.value)}
            />
          )}
        </Field>
      )}
      <Field label={t("call.note")}>
        {id => (
          <textarea
            id={id}
            rows={2}
            maxLength={160}
            value={note}
            onInput={e => setNote(e.currentTarget.value)}
          />
        )}
      </Field>
      <Failure problem={problem} />
      <button type="submit" class="button strong">
        {t("call.done")}
      </button>
    </form>
  );
}
