/* courier.c — a claim, a request, a settlement; each begins when the one before is durable. */
#include "notify/courier.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/counters.h"
#include "base/log.h"

struct courier {
	struct tick *tick;
	struct outgoing *outgoing;
	struct loop_timer *timer;
	struct carrier carriers[OUTBOX_KINDS];
	size_t n_carriers;
	int out;                 /* flights that are not settled */
};

/* One message under way. Whoever holds it frees it. */
struct flight { struct courier *courier; const struct carrier *carrier; struct outbox_item item; struct parcel parcel; struct outcome outcome; };

static void flight_free(struct flight *f)
{
	f->courier->out--;
	buf_fini(&f->parcel.body);
	free(f);
}

static void drop_flight(void *arg) { flight_free(arg); }
static void lose_flight(void *arg, err_t e)
{
	(void)e;
	flight_free(arg);
}

static err_t settle(struct tx *tx, void *request)
{
	struct flight *f = request;
	const struct outcome *o = &f->outcome;
	switch (o->verdict) {
	case VERDICT_SENT: return outbox_sent(tx, f->item.id, o->ref);
	case VERDICT_LATER: return outbox_failed(tx, f->item.id, o->why, o->wait_ms);
	case VERDICT_GONE:
		if (f->carrier->gone) TRY(f->carrier->gone(tx, f->item.to));
		return outbox_give_up(tx, f->item.id, o->why);
	case VERDICT_NEVER: break;
	}
	return outbox_give_up(tx, f->item.id, o->why);
}

static void finish(struct flight *f)
{
	struct courier *c = f->courier;
	const char *kind = outbox_kind_wire(f->carrier->kind);
	bool sent = f->outcome.verdict == VERDICT_SENT;
	counter_add(sent ? CTR_NOTICES_SENT : CTR_NOTICES_FAILED, 1);
	if (!sent) log_warn("notify", "%s %s, try %lld: %s", kind, f->item.id, (long long)f->item.tries, f->outcome.why);
	if (tick_handle(c->tick, settle, f) != OK) log_warn("notify", "%s %s could not be settled and goes out again", kind, f->item.id);
	flight_free(f);
	courier_kick(c);
}

static void on_answer(void *arg, const struct outgoing_answer *a)
{
	struct flight *f = arg;
	f->carrier->judge(f->carrier->self, a, &f->outcome);
	finish(f);
}

static void on_claimed(void *arg)
{
	struct flight *f = arg;
	const char *headers[PARCEL_HEADERS + 1] = {NULL};
	for (size_t i = 0, n = 0; i < PARCEL_HEADERS; i++)
		if (*f->parcel.headers[i]) headers[n++] = f->parcel.headers[i];
	const struct outgoing_request r = {.method = "POST", .url = f->parcel.url, .headers = headers, .body = f->parcel.body.data, .body_len = f->parcel.body.len,
	                                   .public_only = f->parcel.public_only, .done = on_answer, .drop = drop_flight, .arg = f};
	err_t e = outgoing_call(f->courier->outgoing, &r);
	if (e == OK) return;
	f->outcome = (struct outcome){.verdict = e == ERR_FULL ? VERDICT_LATER : VERDICT_NEVER};
	snprintf(f->outcome.why, sizeof f->outcome.why, "%s", err_wire(e));
	finish(f);
}

static struct flight *flight_new(struct courier *c, const struct carrier *carrier)
{
	struct flight *f = calloc(1, sizeof *f);
	if (!f) abort();
	f->courier = c;
	f->carrier = carrier;
	buf_init(&f->parcel.body);
	c->out++;
	return f;
}

/* Takes one message of this kind, if one is due. */
static err_t take(struct tx *tx, struct courier *c, const struct carrier *carrier, bool *ret_some)
{
	int64_t due_ms;
	*ret_some = false;
	TRY(outbox_next_due(tx_db(tx), carrier->kind, &due_ms));
	if (due_ms > tx_now_ms(tx)) return OK;
	struct flight *f = flight_new(c, carrier);
	bool some = false;
	err_t e = outbox_claim(tx, carrier->kind, &f->item, &some);
	bool packed = e == OK && some && carrier->pack(carrier->self, tx_db(tx), tx_now_ms(tx), &f->item, &f->parcel) == OK;
	if (packed) {
		tx_effect(tx, &(struct effect){.run = on_claimed, .fail = lose_flight, .drop = drop_flight, .arg = f});
		*ret_some = true;
		return OK;
	}
	if (e == OK && some) {
		log_warn("notify", "%s %s cannot go out: %s", outbox_kind_wire(carrier->kind), f->item.id, f->parcel.why);
		e = outbox_give_up(tx, f->item.id, f->parcel.why);
		*ret_some = e == OK;
	}
	flight_free(f);
	return e;
}

/* Kinds take turns, so that many messages of one do not hold up the others. */
static err_t claim(struct tx *tx, void *request)
{
	struct courier *c = request;
	int left = COURIER_CLAIMS;
	for (bool any = true; any && left > 0;) {
		any = false;
		for (size_t i = 0; i < c->n_carriers && left > 0 && c->out < COURIER_FLIGHTS; i++) {
			bool some;
			TRY(take(tx, c, &c->carriers[i], &some));
			any |= some;
			left -= some;
		}
	}
	return OK;
}

void courier_kick(struct courier *c)
{
	if (c->out >= COURIER_FLIGHTS || !c->n_carriers) return;
	if (tick_handle(c->tick, claim, c) != OK) log_warn("notify", "the outbox cannot be read");
}

static void on_timer(void *arg) { courier_kick(arg); }

struct courier *courier_start(struct loop *loop, struct tick *tick, struct outgoing *outgoing, const struct carrier *carriers, size_t n)
{
	struct courier *c = calloc(1, sizeof *c);
	if (!c) abort();
	c->tick = tick;
	c->outgoing = outgoing;
	for (c->n_carriers = 0; c->n_carriers < n && c->n_carriers < OUTBOX_KINDS; c->n_carriers++) c->carriers[c->n_carriers] = carriers[c->n_carriers];
	c->timer = loop_timer_start(loop, COURIER_LOOK_MS, COURIER_LOOK_MS, on_timer, c);
	return c;
}

void courier_stop(struct courier *c)
{
	if (!c) return;
	loop_timer_stop(c->timer);
	free(c);
}
