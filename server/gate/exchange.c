/* exchange.c — see exchange.h for the drawing. What a handler does is in gate/http.h. */
#include "gate/exchange.h"

#include <assert.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/counters.h"
#include "base/config.h"
#include "base/loop.h"
#include "gate/answer.h"
#include "gate/caller.h"
#include "gate/gate.h"
#include "gate/gatekeep.h"
#include "gate/house.h"
#include "gate/problem.h"
#include "people/second_factor.h"
#include "store/readers.h"

struct exchange {
	struct exchanges *home;
	struct http_token token;
	struct exchange_door door;
	const struct route *route;
	unsigned allowed;             /* methods of this path, when none fits */
	err_t refusal;                /* decided by the head alone */
	size_t body_len;
	struct buf body;
	char bearer[256];
	struct http_request rq;
	struct caller found;          /* as found by the cookies; rq.who may grow in a handler that runs again */
	struct http_reply rp;
	struct file_answer file;
	bool is_file, aside, closes, busy, answered, gone;
	err_t outcome;                /* of a READ, until it is back on the floor */
	int64_t began_us;
	struct buf out;
	http_step_fn *step;
	void *step_arg;
	struct head head;             /* the largest, and copied whole: it need not be cleared */
};

struct exchanges {
	struct exchange_rules rules;
	struct tolls *tolls;
	size_t len;
	struct { struct exchange *x; uint32_t generation; } slots[EXCHANGES_MAX];
	uint32_t free_list[EXCHANGES_MAX];
};

struct exchanges *exchanges_new(const struct exchange_rules *rules)
{
	struct exchanges *es = calloc(1, sizeof *es);
	if (!es) abort();
	es->rules = *rules;
	es->tolls = tolls_new(&rules->rates);
	for (uint32_t i = 0; i < EXCHANGES_MAX; i++) {
		es->slots[i].generation = 1;
		es->free_list[i] = EXCHANGES_MAX - 1 - i;
	}
	return es;
}

static void destroy(struct exchange *x)
{
	struct exchanges *es = x->home;
	es->slots[x->token.slot].x = NULL;
	es->slots[x->token.slot].generation++;
	es->len--;
	es->free_list[EXCHANGES_MAX - 1 - es->len] = x->token.slot;
	http_reply_fini(&x->rp);
	buf_fini(&x->body);
	buf_fini(&x->out);
	free(x);
}

void exchanges_free(struct exchanges *es)
{
	if (!es) return;
	for (size_t i = 0; i < EXCHANGES_MAX; i++)
		if (es->slots[i].x) destroy(es->slots[i].x);
	tolls_free(es->tolls);
	free(es);
}

/* --- the head ----------------------------------------------------------------------------------- */

static void fill_request(struct exchange *x)
{
	struct http_request *rq = &x->rq;
	const struct head *h = &x->head;
	head_bearer(h->authorization, x->bearer, sizeof x->bearer);
	rq->method = h->method;
	rq->path = h->path;
	rq->query = h->query;
	rq->key = h->key;
	rq->if_match = h->if_match;
	rq->if_none_match = h->if_none_match;
	rq->range = h->range;
	rq->accept_encoding = h->accept_encoding;
	rq->bearer = x->bearer;
	rq->hook = (struct http_hook){h->hook_id, h->hook_at, h->hook_signature};
	rq->house = x->home->rules.house;
	rq->token = x->token;
	rq->body = "";
}

static struct exchange *take_slot(struct exchanges *es)
{
	if (es->len == EXCHANGES_MAX) return NULL;
	struct exchange *x = malloc(sizeof *x);
	if (!x) abort();
	memset(x, 0, offsetof(struct exchange, head));
	uint32_t slot = es->free_list[EXCHANGES_MAX - 1 - es->len++];
	es->slots[slot].x = x;
	x->home = es;
	x->token = (struct http_token){slot, es->slots[slot].generation};
	return x;
}

/* The plain port for strangers, and the metrics' port: neither has routes. */
static void serve_aside(struct exchange *x)
{
	x->aside = x->closes = true;
	if (x->door.redirect) {
		x->rp.status = 308;
		http_reply_header(&x->rp, "location", x->door.redirect);
		x->door.redirect = NULL;
	} else if (x->head.method == HTTP_GET && !strcmp(x->head.path, "/metrics")) {
		x->rp.type = "text/plain; version=0.0.4; charset=utf-8";
		counters_print(&x->rp.body);
		buf_printf(&x->rp.body, "# HELP mela_floor_held_us Longest hold of the floor since the last reading\n# TYPE mela_floor_held_us gauge\nmela_floor_held_us %lld\n",
		           (long long)loop_held_us(x->home->rules.house->loop));
	} else {
		x->refusal = ERR_NOT_FOUND;
	}
}

struct exchange *exchange_open(struct exchanges *es, const struct head *h, const struct exchange_door *door)
{
	struct exchange *x = take_slot(es);
	if (!x) return NULL;
	counter_add(CTR_HTTP_REQUESTS, 1);
	x->head = *h;
	x->door = *door;
	x->began_us = clock_mono_us();
	x->refusal = h->fault != OK ? h->fault : head_body_len(h, &x->body_len);
	x->closes = x->refusal != OK;
	if (x->refusal == OK && (door->redirect || door->metrics)) {
		serve_aside(x);
		return x;
	}
	x->route = route_find(h->method, h->path, x->rq.params, &x->allowed);
	bool get = h->method & (HTTP_GET | HTTP_HEAD);
	x->is_file = !x->route && !x->allowed && get && es->rules.files &&
	             (files_find(es->rules.files, h, &x->file) || files_find_nowhere(es->rules.files, h, &x->file));
	fill_request(x);
	bool preflight = h->method == HTTP_OPTIONS && x->allowed;
	if (x->refusal == OK && !x->is_file && !preflight) x->refusal = x->route ? gatekeep(x->route, h, x->body_len, es->rules.origins) : x->allowed ? ERR_METHOD : ERR_NOT_FOUND;
	if (x->body_len && x->refusal != OK) x->closes = true;
	return x;
}

size_t exchange_body_len(const struct exchange *x) { return x->body_len; }
bool exchange_closes(const struct exchange *x) { return x->closes; }
bool exchange_is_last(const struct exchange *x) { return x->head.last; }

bool exchange_body(struct exchange *x, const void *data, size_t len)
{
	if (x->body.len + len > x->body_len) return false;
	if (x->refusal == OK) buf_add(&x->body, data, len);
	return true;
}

/* --- the answer --------------------------------------------------------------------------------- */

static void answer(struct exchange *x, err_t e)
{
	if (x->answered) return;
	if (e != OK) problem_write(&x->rp, e);
	if (e != OK && err_http(e) == 401 && x->route && x->route->who == WHO_TOKEN) http_reply_header(&x->rp, "www-authenticate", "Bearer");
	if (e == ERR_METHOD) answer_allow(&x->rp, x->allowed);
	if (e != OK) counter_add(CTR_HTTP_REFUSED, 1);
	x->answered = true;
	x->busy = false;
	if (x->gone) {
		destroy(x);
		return;
	}
	x->door.ready(x->door.arg);
}

/* The studio, and the page where a visitor tries camera and microphone. */
static bool page_films(const char *path)
{
	size_t n = strcspn(path + 1, "/.");
	return (n == 6 && !strncmp(path + 1, "studio", n)) || (n == 5 && !strncmp(path + 1, "check", n));
}

struct exchange_answer exchange_answer(struct exchange *x)
{
	assert(x->answered);
	struct answer_about about = {
		.method = x->head.method, .tls = x->door.tls, .closes = x->closes || x->head.last, .cors = x->route && x->route->who == WHO_TOKEN,
		.hsts = x->door.tls && *x->home->rules.house->config->http_cert, .hsts_below = x->home->rules.house->config->hsts_below,
		.films = x->is_file && x->file.page && page_films(x->head.path),
	};
	buf_clear(&x->out);
	return x->is_file ? answer_file(&about, &x->file, &x->out) : answer_reply(&about, &x->rp, &x->out);
}

void exchange_close(struct exchange *x)
{
	if (!x) return;
	x->gone = true;
	if (!x->busy) destroy(x);
}

static void on_committed(void *arg) { answer(arg, OK); }
static void on_lost(void *arg, err_t e)
{
	(void)e;
	answer(arg, ERR_STORE);
}

/* --- the handlers ------------------------------------------------------------------------------- */

/* A handler may run more than once (store/tick.h): each time it finds the same request and an empty reply. */
static void start_over(struct exchange *x)
{
	http_reply_fini(&x->rp);
	x->rq.who = x->found;
}

static err_t run_tx(struct tx *tx, void *arg)
{
	struct exchange *x = arg;
	start_over(x);
	TRY(x->route->tx(tx, &x->rq, &x->rp));
	bool waits = x->route->kind == ROUTE_ASYNC;
	tx_effect(tx, &(struct effect){.run = waits ? NULL : on_committed, .fail = on_lost, .arg = x});
	return OK;
}

static err_t run_step(struct tx *tx, void *arg)
{
	struct exchange *x = arg;
	start_over(x);
	TRY(x->step(tx, &x->rq, &x->rp, x->step_arg));
	tx_effect(tx, &(struct effect){.run = on_committed, .fail = on_lost, .arg = x});
	return OK;
}

static void run_read(struct db *db, void *arg)
{
	struct exchange *x = arg;
	x->outcome = x->route->read(db, &x->rq, &x->rp);
}

static void on_read(void *arg)
{
	struct exchange *x = arg;
	answer(x, x->outcome);
}

static void on_read_dropped(void *arg) { answer(arg, ERR_UNAVAILABLE); }

static void call_handler(struct exchange *x)
{
	const struct house *house = x->home->rules.house;
	err_t e;
	x->busy = true;
	if (x->route->kind == ROUTE_READ) {
		start_over(x);
		e = readers_do(house->readers, &(struct read_job){.run = run_read, .done = on_read, .drop = on_read_dropped, .arg = x});
	} else {
		e = tick_handle(house->tick, run_tx, x);
	}
	if (e != OK) answer(x, e);
}

static err_t find_caller(struct tx *tx, void *arg)
{
	struct exchange *x = arg;
	return caller_find(tx, &x->head, x->door.ip, &x->found);
}

static err_t admit(struct exchange *x)
{
	const struct house *house = x->home->rules.house;
	if (x->route->who == WHO_TOKEN || x->route->who == WHO_PARTNER || x->route->who == WHO_BROWSER) snprintf(x->found.ip, sizeof x->found.ip, "%s", x->door.ip);
	else TRY(tick_handle(house->tick, find_caller, x));
	if (x->door.crowded && !x->found.signed_in) {
		x->closes = true;
		return ERR_TOO_FAST;
	}
	TRY(tolls_take(x->home->tolls, x->route, x->head.path, x->head.query, &x->found, &x->rp.retry_after_s));
	TRY(route_admits(x->route, &x->found));
	return x->found.signed_in && second_factor_owed(&x->found.person, house->config) && !route_is_door(x->route) ? ERR_SECOND_FACTOR : OK;
}

static void answer_options(struct exchange *x)
{
	x->rp.status = 204;
	answer_allow(&x->rp, x->allowed | HTTP_OPTIONS);
	answer_preflight(&x->rp, x->head.path);
	answer(x, OK);
}

void exchange_run(struct exchange *x)
{
	if (x->refusal == OK && x->body.len != x->body_len) x->refusal = ERR_BAD_REQUEST;
	if (x->refusal != OK || x->is_file || x->aside) {
		answer(x, x->refusal);
		return;
	}
	if (x->head.method == HTTP_OPTIONS) {
		answer_options(x);
		return;
	}
	x->rq.body = x->body.data ? x->body.data : "";
	x->rq.body_len = x->body.len;
	err_t e = admit(x);
	if (e != OK) answer(x, e);
	else call_handler(x);
}

/* --- later answers ------------------------------------------------------------------------------ */

static struct exchange *find(const struct house *house, struct http_token token)
{
	struct exchanges *es = gate_exchanges(house->gate);
	if (token.slot >= EXCHANGES_MAX || es->slots[token.slot].generation != token.generation) return NULL;
	struct exchange *x = es->slots[token.slot].x;
	return x && x->busy && !x->answered ? x : NULL;
}

void http_finish(const struct house *house, struct http_token token, err_t e, struct http_reply *rp)
{
	struct exchange *x = find(house, token);
	if (x && rp) {
		http_reply_fini(&x->rp);
		x->rp = *rp;
		*rp = (struct http_reply){0};
	}
	if (rp) http_reply_fini(rp);
	if (x) answer(x, e);
}

bool http_continue(const struct house *house, struct http_token token, http_step_fn *fn, void *arg)
{
	struct exchange *x = find(house, token);
	if (!x) return false;
	x->step = fn;
	x->step_arg = arg;
	err_t e = tick_handle(house->tick, run_step, x);
	if (e != OK) answer(x, e);
	return true;
}

void exchanges_sweep(struct exchanges *es)
{
	int64_t too_old_us = clock_mono_us() - EXCHANGE_WAIT_S * 1000000LL;
	for (size_t i = 0; i < EXCHANGES_MAX; i++) {
		struct exchange *x = es->slots[i].x;
		if (x && x->busy && !x->answered && x->route->kind == ROUTE_ASYNC && x->began_us < too_old_us) answer(x, ERR_TIMEOUT);
	}
}
