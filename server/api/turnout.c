/* turnout.c — a list's way over a reader and back. */
#include "api/turnout.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fair/broadcast_row.h"
#include "gate/house.h"
#include "sessions/sessions.h"
#include "store/readers.h"

const struct turnout_booth *turnout_find(const struct turnout *c, const char *booth)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->booths[i].booth.s, booth) == 0) return &c->booths[i];
	return NULL;
}

struct counting { const struct house *house; struct turnout *turnout; };

static void count_one(void *arg, const struct broadcast_row *b)
{
	struct counting *c = arg;
	struct booth_live live = {0};
	if (c->turnout->n == TURNOUT_BOOTHS_MAX) return;
	struct turnout_booth *to = &c->turnout->booths[c->turnout->n++];
	*to = (struct turnout_booth){.booth = b->booth};
	if (!c->house->sessions) return;
	sessions_booth_live(c->house->sessions, &b->booth, &live);
	to->viewers = live.viewers;
	to->has_health = sessions_booth_health(c->house->sessions, &b->booth, &to->health);
}

err_t turnout_count(struct db *db, const struct house *house, struct turnout *ret)
{
	struct counting c = {house, ret};
	ret->n = 0;
	return broadcast_row_list_open(db, count_one, &c);
}

/* Owned by whoever works on it: the effect, then the reader, then the floor. */
struct listing {
	const struct house *house;
	struct http_request rq;          /* a copy: the reader may outlast the request */
	char path[HTTP_PARAM_CHARS + 40], query[HTTP_QUERY_MAX + 1];
	api_list_fn *fn;
	struct turnout turnout;
	struct http_reply reply;
	err_t result;
};

static void answer(struct listing *l, err_t e)
{
	http_finish(l->house, l->rq.token, e, &l->reply);
	http_reply_fini(&l->reply);
	free(l);
}

static void on_reader(struct db *db, void *arg)
{
	struct listing *l = arg;
	l->result = l->fn(db, &l->rq, &l->turnout, &l->reply);
}

static void on_listed(void *arg) { answer(arg, ((struct listing *)arg)->result); }
static void on_dropped(void *arg) { answer(arg, ERR_UNAVAILABLE); }
static void on_lost(void *arg, err_t e) { answer(arg, e); }

static void start_listing(void *arg)
{
	struct listing *l = arg;
	const struct read_job job = {.run = on_reader, .done = on_listed, .drop = on_dropped, .arg = l};
	if (readers_do(l->house->readers, &job) != OK) answer(l, ERR_FULL);
}

static void copy_request(struct listing *l, const struct http_request *rq)
{
	l->rq = *rq;
	text_copy(l->path, sizeof l->path, rq->path);
	text_copy(l->query, sizeof l->query, rq->query);
	l->rq.path = l->path;
	l->rq.query = l->query;
	l->rq.body = l->rq.key = l->rq.if_match = l->rq.if_none_match = l->rq.bearer = l->rq.range = l->rq.accept_encoding = "";
	l->rq.body_len = 0;
}

err_t api_turnout_read(struct tx *tx, struct http_request *rq, api_list_fn *fn)
{
	struct listing *l = calloc(1, sizeof *l);
	if (!l) abort();
	l->house = rq->house;
	copy_request(l, rq);
	l->fn = fn;
	err_t e = turnout_count(tx_db(tx), rq->house, &l->turnout);
	if (e != OK) {
		free(l);
		return e;
	}
	tx_effect(tx, &(struct effect){.run = start_listing, .fail = on_lost, .drop = free, .arg = l});
	return OK;
}
