/* pay_gateway.c — a claim, a request, a settlement; each step begins when the one before is durable. */
#include "trade/pay_gateway.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/log.h"
#include "trade/pay_job.h"
#include "trade/payment.h"

#define AUTH_MAX 600
#define URL_MAX 700

struct pay_gateway {
	struct tick *tick;
	struct outgoing *outgoing;
	struct pay_gateway_service service;
	struct loop_timer *timer;
	char auth[AUTH_MAX];     /* "Authorization: Basic …" */
	bool busy;               /* from the claim until it is settled */
};

/* One job under way. Whoever holds it frees it. */
struct errand { struct pay_gateway *gateway; struct pay_job job; struct payment payment; const struct outgoing_answer *answer; };

/* Every second try of what must not happen twice looks first whether it has happened. */
static bool looks(const struct pay_job *j) { return j->kind == PAY_JOB_POLL || j->tries % 2 == 0; }

/* ── what came back ── */

static err_t tell(struct tx *tx, struct errand *e, enum payment_event event, const char *reference)
{
	TRY(payment_tell(tx, e->payment.id, event, &(struct payment_news){.source = "gateway", .person = "", .reference = reference}));
	return e->gateway->service.told(e->gateway->service.told_arg, tx, e->payment.orders);
}

static err_t made(struct tx *tx, struct errand *e, const struct pay_gateway_word *w)
{
	if (!*w->link || !*w->url) return pay_job_failed(tx, &e->job, looks(&e->job) ? "no link yet" : "the answer names no link");
	TRY(db_exec(tx_db(tx), Q_PAYMENT_SET_GATEWAY, V(e->payment.id), V(w->link), V(w->url)));
	TRY(pay_job_add(tx, e->payment.id, PAY_JOB_POLL));
	TRY(pay_job_done(tx, e->job.id));
	return e->gateway->service.told(e->gateway->service.told_arg, tx, e->payment.orders);
}

static err_t polled(struct tx *tx, struct errand *e, const struct pay_gateway_word *w)
{
	char order[ID_CHARS + 1];
	if (!w->paid) return pay_job_failed(tx, &e->job, "not paid yet");
	const struct pay_gateway_news n = {e->payment.mark, w->payment, w->currency, w->amount_minor, PAY_GATEWAY_PAID};
	TRY(pay_gateway_tell(tx, &n, order));
	TRY(pay_job_done(tx, e->job.id));
	return e->gateway->service.told(e->gateway->service.told_arg, tx, e->payment.orders);
}

static err_t refunded(struct tx *tx, struct errand *e, const struct pay_gateway_word *w)
{
	if (!*w->refund) return pay_job_failed(tx, &e->job, "no refund yet");
	TRY(tell(tx, e, PAYMENT_EVENT_REFUND, w->refund));
	return pay_job_done(tx, e->job.id);
}

static err_t settle(struct tx *tx, void *request)
{
	struct errand *e = request;
	const struct outgoing_answer *a = e->answer;
	struct pay_gateway_word w;
	char why[64];
	if (a->err != OK) return pay_job_failed(tx, &e->job, a->why);
	if (a->status != 200 && a->status != 201) {
		snprintf(why, sizeof why, "status %d", a->status);
		return pay_job_failed(tx, &e->job, why);
	}
	if (e->gateway->service.read(a->body, a->len, &w) != OK) return pay_job_failed(tx, &e->job, "the answer cannot be read");
	switch (e->job.kind) {
	case PAY_JOB_CREATE: return made(tx, e, &w);
	case PAY_JOB_POLL: return polled(tx, e, &w);
	default: return refunded(tx, e, &w);
	}
}

static void drop_errand(void *arg)
{
	struct errand *e = arg;
	e->gateway->busy = false;
	free(e);
}

static void on_answer(void *arg, const struct outgoing_answer *a)
{
	struct errand *e = arg;
	struct pay_gateway *g = e->gateway;
	e->answer = a;
	if (tick_handle(g->tick, settle, e) != OK) log_warn("gateway", "a %s could not be settled and is done again", pay_job_kind_wire(e->job.kind));
	drop_errand(e);
	pay_gateway_kick(g);
}

/* ── what is asked ── */

static void write_create(const struct errand *e, struct buf *out)
{
	struct json j = json_start(out);
	json_obj(&j, NULL);
	json_int(&j, "amount", e->payment.amount.minor);
	json_str(&j, "currency", e->payment.amount.currency);
	json_str(&j, "reference_id", e->payment.mark);
	json_str(&j, "description", e->payment.order_number);
	json_str(&j, "callback_url", e->gateway->service.back_url);
	json_str(&j, "callback_method", "get");
	json_obj(&j, "notes");
	json_str(&j, "mark", e->payment.mark);
	json_obj_end(&j);
	json_obj_end(&j);
}

static void write_refund(const struct errand *e, struct buf *out)
{
	struct json j = json_start(out);
	json_obj(&j, NULL);
	json_int(&j, "amount", e->payment.amount.minor);
	json_obj_end(&j);
}

static void write_url(const struct errand *e, char ret[static URL_MAX])
{
	const char *base = e->gateway->service.url;
	switch (e->job.kind) {
	case PAY_JOB_CREATE:
		if (looks(&e->job)) snprintf(ret, URL_MAX, "%s/v1/payment_links?reference_id=%s", base, e->payment.mark);
		else snprintf(ret, URL_MAX, "%s/v1/payment_links", base);
		return;
	case PAY_JOB_POLL: snprintf(ret, URL_MAX, "%s/v1/payment_links/%s", base, e->payment.gateway_order); return;
	default: snprintf(ret, URL_MAX, "%s/v1/payments/%s/%s", base, e->payment.reference, looks(&e->job) ? "refunds" : "refund");
	}
}

static void on_claimed(void *arg)
{
	struct errand *e = arg;
	char url[URL_MAX];
	struct buf body;
	bool get = looks(&e->job);
	const char *headers[] = {e->gateway->auth, get ? NULL : "Content-Type: application/json", NULL};
	write_url(e, url);
	buf_init(&body);
	if (!get && e->job.kind == PAY_JOB_CREATE) write_create(e, &body);
	if (!get && e->job.kind == PAY_JOB_REFUND) write_refund(e, &body);
	const struct outgoing_request r = {.method = get ? "GET" : "POST", .url = url, .headers = headers, .body = body.data, .body_len = body.len,
	                                   .done = on_answer, .drop = drop_errand, .arg = e};
	if (outgoing_call(e->gateway->outgoing, &r) != OK) drop_errand(e); /* its lease ends, and it comes again */
	buf_fini(&body);
}

static void on_claim_lost(void *arg, err_t unused)
{
	(void)unused;
	drop_errand(arg);
}

/* A job that came to nothing meanwhile: paid another way, given up, or paid back already. */
static bool moot(const struct pay_job *j, const struct payment *p)
{
	if (j->kind == PAY_JOB_REFUND) return p->state != PAYMENT_REFUND_DUE;
	if (j->kind == PAY_JOB_CREATE && *p->gateway_order) return true;
	return p->method != PAY_GATEWAY || (p->state != PAYMENT_DUE && p->state != PAYMENT_CLAIMED && p->state != PAYMENT_FAILED);
}

static err_t claim_into(struct tx *tx, struct errand *e, bool *ret_some)
{
	TRY(pay_job_claim(tx, &e->job, ret_some));
	if (!*ret_some) return OK;
	TRY(payment_find(tx_db(tx), e->job.payment, &e->payment));
	if (!moot(&e->job, &e->payment)) return OK;
	*ret_some = false;
	return pay_job_done(tx, e->job.id);
}

static err_t claim(struct tx *tx, void *request)
{
	struct pay_gateway *g = request;
	int64_t due_ms;
	TRY(pay_job_next_due(tx_db(tx), &due_ms));
	if (due_ms > tx_now_ms(tx)) return OK;
	struct errand *e = calloc(1, sizeof *e);
	if (!e) abort();
	e->gateway = g;
	bool some = false;
	err_t err = claim_into(tx, e, &some);
	if (err != OK || !some) {
		free(e);
		return err;
	}
	g->busy = true;
	tx_effect(tx, &(struct effect){.run = on_claimed, .fail = on_claim_lost, .drop = drop_errand, .arg = e});
	return OK;
}

void pay_gateway_kick(struct pay_gateway *g)
{
	if (!g || g->busy) return;
	if (tick_handle(g->tick, claim, g) != OK) log_warn("gateway", "its jobs cannot be read");
}

static void on_timer(void *arg) { pay_gateway_kick(arg); }

struct pay_gateway *pay_gateway_start(struct loop *loop, struct tick *tick, struct outgoing *outgoing, const struct pay_gateway_service *service)
{
	if (!*service->url) return NULL;
	struct pay_gateway *g = calloc(1, sizeof *g);
	char plain[300], coded[sodium_base64_ENCODED_LEN(sizeof plain, sodium_base64_VARIANT_ORIGINAL)];
	if (!g) abort();
	*g = (struct pay_gateway){.tick = tick, .outgoing = outgoing, .service = *service};
	int n = snprintf(plain, sizeof plain, "%s:%s", service->key, service->secret);
	sodium_bin2base64(coded, sizeof coded, (const unsigned char *)plain, (size_t)n < sizeof plain ? (size_t)n : sizeof plain - 1, sodium_base64_VARIANT_ORIGINAL);
	snprintf(g->auth, sizeof g->auth, "Authorization: Basic %s", coded);
	sodium_memzero(plain, sizeof plain);
	g->timer = loop_timer_start(loop, PAY_GATEWAY_LOOK_MS, PAY_GATEWAY_LOOK_MS, on_timer, g);
	return g;
}

void pay_gateway_stop(struct pay_gateway *g)
{
	if (!g) return;
	loop_timer_stop(g->timer);
	free(g);
}

/* ── what it says by itself ── */

static err_t find_by_mark(struct db *db, const char *mark, struct payment *ret)
{
	struct rows r;
	char id[ID_CHARS + 1] = "";
	db_query(db, &r, Q_PAYMENT_BY_MARK, V(mark));
	if (rows_next(&r)) rows_copy(&r, 0, id, sizeof id);
	TRY(rows_end(&r));
	return *id ? payment_find(db, id, ret) : ERR_NOT_FOUND;
}

/* Money of another payment than the one that has settled it: the buyer paid a second time. It is nobody's until the desk gives it back. */
static err_t keep_second(struct tx *tx, const struct pay_gateway_news *n, const struct payment *p)
{
	char id[ID_CHARS + 1], why[64];
	id_new(id);
	snprintf(why, sizeof why, "gateway, a second time: %s", p->order_number);
	return db_exec(tx_db(tx), Q_BANK_LINE_INSERT, V(id), V(n->payment), V(tx_now_ms(tx)), V(n->amount_minor), V(n->payment), V((const char *)why), V("open"), V(tx_now_ms(tx)));
}

/* Its own late news is told apart by the reference; a refund may have come before the payment that it gives back. */
static bool is_second(const struct pay_gateway_news *n, const struct payment *p)
{
	const bool settled = p->state == PAYMENT_PAID || p->state == PAYMENT_REFUND_DUE || (p->state == PAYMENT_REFUNDED && *p->reference);
	return n->what == PAY_GATEWAY_PAID && settled && *n->payment && n->amount_minor > 0 && strcmp(p->reference, n->payment) != 0;
}

err_t pay_gateway_tell(struct tx *tx, const struct pay_gateway_news *n, char ret_order[static ID_CHARS + 1])
{
	struct payment p;
	TRY(find_by_mark(tx_db(tx), n->mark, &p));
	memcpy(ret_order, p.orders, sizeof p.orders);
	bool amount = n->amount_minor == p.amount.minor && strcmp(n->currency, p.amount.currency) == 0;
	enum payment_event event = n->what == PAY_GATEWAY_REFUNDED ? PAYMENT_EVENT_REFUND : n->what == PAY_GATEWAY_PAID && amount ? PAYMENT_EVENT_PAY : PAYMENT_EVENT_FAIL;
	if (!amount && n->what != PAY_GATEWAY_FAILED) log_warn("gateway", "payment %s: another amount than the one owed", p.id);
	if (is_second(n, &p)) return keep_second(tx, n, &p);
	if (n->what == PAY_GATEWAY_REFUNDED && !amount) return OK; /* a part is back: the rest is still due */
	return payment_tell(tx, p.id, event, &(struct payment_news){.source = "gateway", .person = "", .reference = n->payment});
}
