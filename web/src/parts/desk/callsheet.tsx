// One call: the number, what to say, what the artisan heard before, and what came of it.
import { useState } from "preact/hooks";
import { post } from "../../lib/api";
import type { Call } from "../../lib/helpwire";
import { dayTime, lang, money, name, said, t } from "../../lib/i18n";
import type { Both } from "../../lib/wire";
import hindiWords from "../../words/helpline.hi.json";
import { useAttempt } from "../attempt";
import { Form } from "../form";
import { Icon } from "../icon";
import { Input, LongText } from "../inputs";
import { Sheet } from "../sheet";
import { Choice } from "../tick";

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

type Say = (key: string, ...args: (string | number)[]) => string;
type Named = (both: Both) => string;

/** The sentences of the call, in the order in which they are said. */
function sentences(call: Call, say: Say, named: Named): string[] {
  const lines = [say("call.say.hello", named(call.booth.artisan))];
  const { order, enquiry } = call;
  const sum = total(call);
  if (order && sum) {
    const things = order.lines.map(l => `${l.quantity} × ${named(l.name)}`).join(", ");
    lines.push(say("call.say.order", order.number, things, money(sum), order.city));
    lines.push(say(call.reason === "unaccepted" ? "call.say.unaccepted" : "call.say.ready"));
  }
  if (enquiry) {
    const what = named(enquiry.product?.name ?? call.booth.name);
    lines.push(say("call.say.enquiry", enquiry.name || say("call.buyer"), what));
  }
  return lines;
}

/** Artisans are spoken to in Hindi; an agent who reads English finds the meaning below. */
function Script({ call }: { call: Call }) {
  const hindi = sentences(
    call,
    (key, ...args) => said(hindiWords, key, ...args),
    both => both.hi || both.en,
  );
  return (
    <section class="slip" aria-labelledby="say">
      <h3 id="say">{t("call.say")}</h3>
      {hindi.map(s => (
        <p key={s} lang="hi">
          {s}
        </p>
      ))}
      {lang.value !== "hi" && <p class="small">{sentences(call, t, name).join(" ")}</p>}
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
  const attempt = useAttempt();
  const tell = () =>
    attempt.run(async () => {
      const body = { outcome, ...(outcome === "ready" ? { ready } : {}), ...(note ? { note } : {}) };
      await attempt.send(`/helpline/tasks/${call.id}/outcome`, body);
      onDone();
    });
  return (
    <Form attempt={attempt} onSend={tell} send={t("call.done")}>
      <fieldset class="outcomes">
        <legend>{t("call.came")}</legend>
        {OUTCOMES.map(o => (
          <Choice
            key={o}
            words={t(`call.outcome.${o}`)}
            of="outcome"
            required
            on={outcome === o}
            choose={() => setOutcome(o)}
          />
        ))}
      </fieldset>
      {outcome === "ready" && (
        <Input
          label={t("call.ready.on")}
          hint={call.order ? t("call.ready.hint") : undefined}
          type="date"
          value={ready}
          set={setReady}
        />
      )}
      <LongText label={t("call.note")} rows={2} maxLength={160} value={note} set={setNote} />
    </Form>
  );
}
