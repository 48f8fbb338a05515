/* media_views.c — the floor's side of those who watch: a seat each, from the offer to the choice of a rung. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "media/media_inside.h"
#include "media/sdp_frag.h"
#include "media/view_answer.h"

#define OWN_SHARE 64 /* a booth stays with its owner's worker until it has so many more viewers than another */

struct seat *media_find_seat(const struct media *m, uint64_t id)
{
	uint32_t i = (uint32_t)id;
	return id && i < m->seats_n && m->seats[i].id == id ? &m->seats[i] : NULL;
}

/* The owner's worker while it is not much busier than the least busy one: a replica costs memory and a hop. */
static int choose_worker(const struct media *m, const struct stage *st)
{
	int free_one = media_least(m, m->load);
	return m->load[st->owner] < m->load[free_one] + OWN_SHARE ? st->owner : free_one;
}

static err_t supply(struct media *m, struct stage *st, int worker)
{
	if (worker == st->owner || st->mirrors & 1ull << worker) return OK;
	struct worker_command open = {.order = WORKER_OPEN, .source = st->id, .worker = st->owner};
	struct worker_command feed = {.order = WORKER_MIRROR, .source = st->id, .worker = worker};
	TRY(worker_order(m->workers[worker], &open));
	TRY(worker_order(m->workers[st->owner], &feed));
	st->mirrors |= 1ull << worker;
	return OK;
}

static struct seat *take_seat(struct media *m)
{
	for (uint32_t i = 0; i < m->seats_n; i++) {
		struct seat *s = &m->seats[i];
		if (s->id) continue;
		s->up = false;
		s->id = (uint64_t)++s->generation << 32 | i;
		return s;
	}
	return NULL;
}

static err_t seat_viewer(struct media *m, struct stage *st, const struct sdp *offer, struct seat *s, struct buf *ret)
{
	struct viewer_setup setup = {.id = s->id, .source = st->id, .backend = m->backend};
	s->worker = choose_worker(m, st);
	TRY(supply(m, st, s->worker));
	struct view_terms terms = {&m->announce, worker_port(m->workers[s->worker]), dtls_context_fingerprint(m->dtls), st->format.codec[TRACK_VIDEO]};
	TRY(view_answer(&terms, offer, &setup, ret));
	struct worker_command c = {.order = WORKER_VIEW, .new_viewer = viewer_new(&setup, clock_mono_us())};
	err_t e = worker_order(m->workers[s->worker], &c);
	if (e != OK) {
		viewer_free(c.new_viewer);
		return e;
	}
	s->stage = st->id;
	s->booth = st->booth;
	s->ts_shift = setup.tracks[TRACK_VIDEO].ts_shift;
	snprintf(s->client_ufrag, sizeof s->client_ufrag, "%s", offer->ufrag);
	const struct sdp_media *first = sdp_media_find(offer, SDP_AUDIO);
	if (!first) first = sdp_media_find(offer, SDP_VIDEO);
	snprintf(s->mid, sizeof s->mid, "%s", first ? first->mid : "0");
	return OK;
}

static err_t view(struct media *m, struct stage *st, const struct sdp *offer, struct viewer_id *ret, struct buf *ret_answer)
{
	struct seat *s = take_seat(m);
	size_t before = ret_answer->len;
	if (!s) return ERR_FULL;
	err_t e = seat_viewer(m, st, offer, s, ret_answer);
	if (e != OK) {
		s->id = 0;
		ret_answer->len = before;
		return e;
	}
	st->viewers++;
	st->by_worker[s->worker]++;
	m->load[s->worker]++;
	*ret = (struct viewer_id){s->id};
	return OK;
}

err_t media_view(struct media *m, struct booth_id booth, const char *offer, struct viewer_id *ret, struct buf *ret_answer)
{
	struct stage *st = stage_find(m->stages, &booth);
	if (!st) return ERR_NOT_LIVE;
	struct sdp *sdp = malloc(sizeof *sdp);
	if (!sdp) abort();
	err_t e = sdp_parse(offer, strlen(offer), sdp);
	if (e == OK) e = sdp_check_whep(sdp);
	if (e == OK) e = view(m, st, sdp, ret, ret_answer);
	free(sdp);
	return e;
}

err_t media_view_nothing(struct media *m, const char *offer, struct viewer_id *ret, struct buf *ret_answer)
{
	struct stage *st;
	TRY(media_open_stage(m, &(struct booth_id){0}, &st));
	return media_view(m, st->booth, offer, ret, ret_answer);
}

err_t media_view_patch(struct media *m, struct viewer_id v, const char *sdpfrag, struct buf *ret_fragment)
{
	struct seat *s = media_find_seat(m, v.v);
	struct sdp_frag frag;
	if (!s) return ERR_NOT_FOUND;
	TRY(sdp_frag_parse(sdpfrag, strlen(sdpfrag), &frag));
	if (!sdp_frag_restarts(&frag, s->client_ufrag)) return OK;
	struct worker_command c = {.order = WORKER_RESTART, .id = s->id};
	struct sdp_candidate candidates[SDP_ANSWER_CANDIDATES_MAX];
	size_t n = view_candidates(&m->announce, worker_port(m->workers[s->worker]), candidates);
	ice_words_new((uint32_t)s->id, &c.ice);
	TRY(worker_order(m->workers[s->worker], &c));
	snprintf(s->client_ufrag, sizeof s->client_ufrag, "%s", frag.ufrag);
	sdp_frag_answer(true, s->mid, c.ice.ufrag, c.ice.pwd, candidates, n, ret_fragment);
	return OK;
}

err_t media_view_stop(struct media *m, struct viewer_id v)
{
	const struct seat *s = media_find_seat(m, v.v);
	if (!s) return ERR_NOT_FOUND;
	struct worker_command c = {.order = WORKER_LEAVE, .id = s->id};
	return worker_order(m->workers[s->worker], &c);
}

unsigned media_view_rungs(const struct media *m, struct viewer_id v)
{
	const struct seat *s = media_find_seat(m, v.v);
	const struct stage *st = s ? stage_get(m->stages, s->stage) : NULL;
	if (!st) return 0;
	unsigned rungs = 1u << RUNG_AUTO | 1u << RUNG_TEXT;
	if (st->format.codec[TRACK_VIDEO] != CODEC_NONE) rungs |= 1u << RUNG_HIGH;
	if (rendering_can(m->rendering, st) || st->format.layered) rungs |= 1u << RUNG_LOW | 1u << RUNG_STILLS;
	if (st->format.codec[TRACK_AUDIO] != CODEC_NONE) rungs |= 1u << RUNG_SOUND;
	return rungs;
}

err_t media_view_choose(struct media *m, struct viewer_id v, enum rung r)
{
	const struct seat *s = media_find_seat(m, v.v);
	if (!s) return ERR_NOT_FOUND;
	if (!(media_view_rungs(m, v) & 1u << r)) return ERR_NOT_ACCEPTABLE;
	struct worker_command c = {.order = WORKER_CHOOSE, .id = s->id, .rung = r};
	return worker_order(m->workers[s->worker], &c);
}

bool media_moment(const struct media *m, struct viewer_id v, uint32_t rtp_ts, int64_t *ret_mono_us)
{
	const struct seat *s = media_find_seat(m, v.v);
	const struct stage *st = s ? stage_get(m->stages, s->stage) : NULL;
	return st && stage_moment(st, rtp_ts - s->ts_shift, clock_mono_us(), ret_mono_us);
}
