/* reception.c — a small table; a place is free again when the worker has let its inlet go. */
#include "media/reception.h"

#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "media/inlet.h"
#include "media/sdp.h"
#include "media/sdp_frag.h"
#include "media/view_answer.h"

struct guest {
	uint64_t id;             /* 0: free */
	uint32_t generation;
	int worker;
	struct booth_id booth;
	bool admitted, stopping;
	err_t why;               /* of a stop */
	struct source_format format;
	media_answer_fn *fn;     /* until it is answered */
	void *arg;
	struct buf answer;
	char client_ufrag[SDP_UFRAG_CHARS + 1], mid[SDP_MID_CHARS + 1];
};

struct reception {
	struct reception_terms terms;
	struct reception_events events;
	uint32_t n;
	struct guest list[];
};

struct reception *reception_open(const struct reception_terms *terms, const struct reception_events *events)
{
	uint32_t n = RECEPTION_PLACES(terms->limit);
	struct reception *r = calloc(1, sizeof *r + n * sizeof r->list[0]);
	if (!r) abort();
	r->terms = *terms;
	r->events = *events;
	r->n = n;
	return r;
}

void reception_close(struct reception *r)
{
	if (!r) return;
	for (uint32_t i = 0; i < r->n; i++) buf_fini(&r->list[i].answer);
	free(r);
}

static struct guest *find(struct reception *r, uint64_t id)
{
	uint32_t i = (uint32_t)id - r->terms.first;
	return id && (uint32_t)id >= r->terms.first && i < r->n && r->list[i].id == id ? &r->list[i] : NULL;
}

static void let_go(struct guest *g)
{
	buf_fini(&g->answer);
	*g = (struct guest){.generation = g->generation};
}

static void reply(struct guest *g, err_t e)
{
	media_answer_fn *fn = g->fn;
	g->fn = NULL;
	if (fn) fn(g->arg, e, (struct publisher_id){g->id}, e == OK ? g->answer.data : NULL);
}

/* A place for this booth. Who takes over from a publisher of the same booth needs no room beside it. */
static struct guest *make_room(struct reception *r, const struct booth_id *booth)
{
	struct guest *vacant = NULL;
	int others = 0;
	for (uint32_t i = 0; i < r->n; i++) {
		struct guest *g = &r->list[i];
		if (!g->id && !vacant) vacant = g;
		if (g->id && !g->stopping && strcmp(g->booth.s, booth->s) != 0) others++;
	}
	return others < r->terms.limit ? vacant : NULL;
}

/* ---- the offer ---- */

static void write_answer(const struct reception *r, const struct sdp *offer, const struct inlet_setup *setup, struct guest *g)
{
	struct sdp_candidate candidates[SDP_ANSWER_CANDIDATES_MAX];
	size_t n = view_candidates(r->terms.announce, worker_port(r->terms.workers[g->worker]), candidates);
	struct sdp_answer a = {
		.ufrag = setup->ice.ufrag, .pwd = setup->ice.pwd, .fingerprint = r->terms.fingerprint, .session_id = setup->id >> 1 | 1,
		.candidates = candidates, .candidate_count = n,
	};
	buf_init(&g->answer);
	sdp_answer_whip(offer, &setup->take, &a, &g->answer);
}

static err_t admit(struct reception *r, struct guest *g, const struct sdp *offer, const struct sdp_take *take)
{
	struct stage *st;
	uint32_t place = r->terms.first + (uint32_t)(g - r->list);
	TRY(r->events.stage_for(r->events.arg, &g->booth, &st));
	struct inlet_setup setup = {.id = (uint64_t)++g->generation << 32 | place, .source = st->id, .backend = r->terms.backend, .take = *take};
	ice_words_new(place, &setup.ice);
	memcpy(setup.fingerprint, offer->fingerprint, sizeof setup.fingerprint);
	g->worker = st->owner;
	struct worker_command c = {.order = WORKER_ADMIT, .source = st->id, .new_inlet = inlet_new(&setup, clock_mono_us())};
	g->format = inlet_format(c.new_inlet);
	err_t e = worker_order(r->terms.workers[st->owner], &c);
	if (e != OK) {
		inlet_free(c.new_inlet);
		return e;
	}
	write_answer(r, offer, &setup, g);
	g->id = setup.id;
	return OK;
}

static err_t start(struct reception *r, const struct booth_id *booth, const struct sdp *offer, struct guest **ret)
{
	struct sdp_take take;
	TRY(sdp_take_choose(offer, &take));
	struct guest *g = make_room(r, booth);
	if (!g) return ERR_FULL;
	g->booth = *booth;
	snprintf(g->client_ufrag, sizeof g->client_ufrag, "%s", offer->ufrag);
	snprintf(g->mid, sizeof g->mid, "%s", offer->media[0].mid);
	err_t e = admit(r, g, offer, &take);
	if (e != OK) let_go(g);
	else *ret = g;
	return e;
}

err_t reception_start(struct reception *r, const struct booth_id *booth, const char *offer, media_answer_fn *fn, void *arg, struct publisher_id *ret)
{
	struct guest *g;
	struct sdp *sdp = malloc(sizeof *sdp);
	if (!sdp) abort();
	err_t e = sdp_parse(offer, strlen(offer), sdp);
	if (e == OK) e = sdp_check_whip(sdp);
	if (e == OK) e = start(r, booth, sdp, &g);
	free(sdp);
	if (e != OK) return e;
	g->fn = fn;
	g->arg = arg;
	*ret = (struct publisher_id){g->id};
	return OK;
}

void reception_on_admitted(struct reception *r, struct stages *stages, const struct worker_event *e)
{
	struct guest *g = find(r, e->id);
	struct stage *st = stage_get(stages, e->source);
	if (!g) return;
	err_t why = g->stopping || !st ? ERR_NOT_FOUND : e->why;
	if (why == OK) {
		g->admitted = true;
		r->events.on_admitted(r->events.arg, (struct publisher_id){g->id}, st, &g->format);
	}
	reply(g, why);
	if (e->why != OK) let_go(g);
}

void reception_on_lost(struct reception *r, const struct worker_event *e)
{
	struct guest *g = find(r, e->id);
	if (!g) return;
	err_t why = g->stopping ? g->why : e->why;
	struct publisher_id p = {g->id};
	struct booth_id booth = g->booth;
	bool admitted = g->admitted;
	reply(g, why == OK ? ERR_NOT_FOUND : why);
	let_go(g);
	if (admitted) r->events.on_over(r->events.arg, p, &booth, why);
}

/* ---- later ---- */

err_t reception_patch(struct reception *r, struct publisher_id id, const char *sdpfrag, media_answer_fn *fn, void *arg)
{
	struct guest *g = find(r, id.v);
	struct sdp_frag frag;
	if (!g || g->stopping) return ERR_NOT_FOUND;
	TRY(sdp_frag_parse(sdpfrag, strlen(sdpfrag), &frag));
	if (!sdp_frag_restarts(&frag, g->client_ufrag)) {
		fn(arg, OK, id, NULL);
		return OK;
	}
	struct sdp_candidate candidates[SDP_ANSWER_CANDIDATES_MAX];
	struct worker_command c = {.order = WORKER_RESTART, .id = g->id};
	struct buf text;
	ice_words_new((uint32_t)g->id, &c.ice);
	TRY(worker_order(r->terms.workers[g->worker], &c));
	snprintf(g->client_ufrag, sizeof g->client_ufrag, "%s", frag.ufrag);
	size_t n = view_candidates(r->terms.announce, worker_port(r->terms.workers[g->worker]), candidates);
	buf_init(&text);
	sdp_frag_answer(true, g->mid, c.ice.ufrag, c.ice.pwd, candidates, n, &text);
	fn(arg, OK, id, text.data);
	buf_fini(&text);
	return OK;
}

err_t reception_stop(struct reception *r, struct publisher_id id, err_t why)
{
	struct guest *g = find(r, id.v);
	if (!g || g->stopping) return ERR_NOT_FOUND;
	struct worker_command c = {.order = WORKER_EXPEL, .id = g->id};
	TRY(worker_order(r->terms.workers[g->worker], &c));
	g->stopping = true;
	g->why = why;
	return OK;
}
