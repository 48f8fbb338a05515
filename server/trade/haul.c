/* haul.c — a claim, a question, a settlement; each step begins when the one before is durable. */
#include "trade/haul.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/counters.h"
#include "base/log.h"
#include "base/text.h"
#include "trade/parcel_sheet.h"
#include "trade/shipment_job.h"

struct haul {
	struct loop *loop;
	struct tick *tick;
	struct outgoing *outgoing;
	struct haul_partner partner;
	struct loop_timer *timer;
	bool busy;               /* from the claim until it is settled */
};

/* One question under way. Whoever holds it frees it. */
struct errand {
	struct haul *haul;
	struct shipment shipment;
	struct order order;
	struct pickup_place place;
	int64_t collect_minor;
	err_t result;
	bool never;
	int64_t wait_ms;
	char ref[HAULIER_REF_MAX + 1], why[SHIPMENT_FAULT_MAX + 1];
};

static err_t settle(struct tx *tx, void *arg)
{
	struct errand *e = arg;
	const struct shipment *s = &e->shipment;
	return e->result == OK ? shipment_job_done(tx, s->id, s->job, e->ref) : shipment_job_failed(tx, s->id, s->job, e->why, e->wait_ms, e->never);
}

static void finish(struct errand *e)
{
	struct haul *c = e->haul;
	counter_add(e->result == OK ? CTR_HAULIER_ASKED : CTR_HAULIER_FAILED, 1);
	if (e->result != OK) log_warn("trade", "parcel %s, %s, try %lld: %s", e->shipment.id, e->shipment.job, (long long)e->shipment.tries, e->why);
	if (tick_handle(c->tick, settle, e) != OK) log_warn("trade", "parcel %s could not be settled and is asked for again", e->shipment.id);
	free(e);
	c->busy = false;
	haul_kick(c);
}

static void on_answer(void *arg, const struct outgoing_answer *a)
{
	struct errand *e = arg;
	bool yes = a->err == OK && (a->status == 200 || a->status == 201 || (a->status == 204 && !strcmp(e->shipment.job, "cancel")));
	e->result = a->err != OK ? a->err : yes ? OK : ERR_UNAVAILABLE;
	e->wait_ms = a->retry_after_s * 1000;
	e->never = a->err == OK && a->status >= 400 && a->status < 500 && a->status != 408 && a->status != 409 && a->status != 429;
	if (yes && !strcmp(e->shipment.job, "book")) e->result = e->haul->partner.face->read(a->body, a->len, e->ref);
	if (a->err != OK) text_copy(e->why, sizeof e->why, a->why);
	else if (!yes) snprintf(e->why, sizeof e->why, "HTTP %d", a->status);
	else text_copy(e->why, sizeof e->why, err_wire(e->result));
	finish(e);
}

static void on_dropped(void *arg)
{
	struct errand *e = arg;
	e->haul->busy = false;
	free(e);
}

static void on_claim_lost(void *arg, err_t unused)
{
	(void)unused;
	on_dropped(arg);
}

static void on_claimed(void *arg)
{
	struct errand *e = arg;
	const struct haul_partner *p = &e->haul->partner;
	struct buf url, body;
	char key[80], token[HAULIER_REF_MAX * 8];
	buf_init(&url);
	buf_init(&body);
	buf_puts(&url, p->url);
	p->face->ask(&(struct haulier_case){&e->shipment, &e->order, &e->place, e->collect_minor}, &url, &body);
	snprintf(key, sizeof key, "Idempotency-Key: %s:%s", e->shipment.id, e->shipment.job);
	snprintf(token, sizeof token, "Authorization: Bearer %s", p->token);
	const char *const headers[] = {"Content-Type: application/json", key, *p->token ? token : NULL, NULL};
	const struct outgoing_request rq = {.method = "POST", .url = url.data, .headers = headers, .body = body.data ? body.data : "", .body_len = body.len,
	                                    .done = on_answer, .drop = on_dropped, .arg = e};
	err_t err = outgoing_call(e->haul->outgoing, &rq);
	buf_fini(&url);
	buf_fini(&body);
	if (err != OK) on_dropped(e); /* due again after its lease */
}

/* ── claim ── */

static err_t gather(struct tx *tx, struct errand *e)
{
	err_t err = pickup_place_find(tx_db(tx), e->shipment.maker, &e->place);
	if (err != OK && err != ERR_NOT_FOUND) return err; /* a booking that is let go needs none */
	TRY(order_find(tx_db(tx), e->shipment.orders, &e->order));
	return parcel_collect(tx_db(tx), &e->shipment, &e->collect_minor);
}

static err_t claim(struct tx *tx, void *arg)
{
	struct haul *c = arg;
	struct errand *e = calloc(1, sizeof *e);
	if (!e) abort();
	e->haul = c;
	bool some = false;
	err_t err = shipment_job_claim(tx, &e->shipment, &some);
	if (err == OK && some) err = gather(tx, e);
	if (err != OK || !some) {
		free(e);
		return err;
	}
	tx_effect(tx, &(struct effect){.run = on_claimed, .fail = on_claim_lost, .drop = on_dropped, .arg = e});
	c->busy = true;
	return OK;
}

/* Asked before anything is begun: a look that finds nothing opens no transaction of its own. */
static bool is_due(struct haul *c)
{
	struct rows r;
	db_query(tick_db(c->tick), &r, Q_SHIPMENT_JOB_NEXT, V(clock_wall_ms()));
	bool due = rows_next(&r);
	return rows_end(&r) == OK && due;
}

void haul_kick(struct haul *c)
{
	if (!c || c->busy || !is_due(c)) return;
	if (tick_handle(c->tick, claim, c) != OK) log_warn("trade", "the parcels that wait cannot be read");
}

static void on_timer(void *arg) { haul_kick(arg); }

struct haul *haul_start(struct loop *loop, struct tick *tick, struct outgoing *outgoing, const struct haul_partner *partner)
{
	if (!*partner->url) return NULL;
	struct haul *c = calloc(1, sizeof *c);
	if (!c) abort();
	*c = (struct haul){.loop = loop, .tick = tick, .outgoing = outgoing, .partner = *partner};
	c->timer = loop_timer_start(loop, HAUL_LOOK_MS, HAUL_LOOK_MS, on_timer, c);
	return c;
}

void haul_stop(struct haul *c)
{
	if (!c) return;
	loop_timer_stop(c->timer);
	free(c);
}
