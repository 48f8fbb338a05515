/* media.c — the floor's side: publishers, stages and viewers, and the orders that keep the workers in step. */
#include "media/media.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/counters.h"
#include "base/queue.h"
#include "media/announce.h"
#include "media/audience.h"
#include "media/handshake.h"
#include "media/publish.h"
#include "media/reception.h"
#include "media/rendering.h"
#include "media/sdp.h"
#include "media/sdp_frag.h"
#include "media/stage.h"
#include "media/view_answer.h"
#include "media/worker.h"

#define EVENTS_MAX    32768
#define FIRST_SHAKE_MS 100 /* until DTLS repeats its first flight */
#define OWN_SHARE     64   /* a booth stays with its owner's worker until it has so many more viewers than another */

/* A viewer as the floor knows it; its place is the index part of its id. */
struct seat {
	uint64_t id;             /* 0: free */
	uint32_t generation, stage, ts_shift;
	int worker;
	bool up;
	struct booth_id booth;
	char client_ufrag[SDP_UFRAG_CHARS + 1], mid[SDP_MID_CHARS + 1];
};

struct media {
	struct loop *loop;
	struct media_config config;
	struct media_events events;
	enum srtp_backend backend;
	bool ends_here;                  /* the phones' connections, in a worker */
	struct announce announce;
	struct dtls_context *dtls;
	struct handshake *lane;
	struct publishing *publishing;   /* where children end the phones' connections; NULL: */
	struct reception *reception;     /* the workers do */
	struct rendering *rendering;
	struct stages *stages;
	struct queue *from_workers;
	struct loop_watch *watch;
	int workers_n;
	struct worker *workers[WORKERS_MAX];
	uint32_t load[WORKERS_MAX];      /* viewers */
	uint32_t owned[WORKERS_MAX];     /* sources */
	uint32_t seats_n, seats_used;
	struct seat *seats;
};

/* ---- what the workers say ---- */

static struct seat *find_seat(const struct media *m, uint64_t id)
{
	uint32_t i = (uint32_t)id;
	return id && i < m->seats_n && m->seats[i].id == id ? &m->seats[i] : NULL;
}

static void free_seat(struct media *m, struct seat *s)
{
	struct stage *st = stage_get(m->stages, s->stage);
	if (st) {
		st->viewers--;
		st->by_worker[s->worker]--;
	}
	if (s->up) counter_add(CTR_VIEWERS, -1);
	m->load[s->worker]--;
	m->seats_used--;
	s->id = 0;
}

static void on_gone(struct media *m, const struct worker_event *e)
{
	struct seat *s = find_seat(m, e->id);
	if (!s) return;
	struct booth_id booth = s->booth;
	free_seat(m, s);
	if (m->events.viewer_gone) m->events.viewer_gone(m->events.arg, (struct viewer_id){e->id}, booth, e->why);
}

static void on_secured(struct media *m, const struct worker_event *e)
{
	struct seat *s = find_seat(m, e->id);
	if (!s) return;
	s->up = true;
	counter_add(CTR_VIEWERS, 1);
	if (m->events.viewer_up) m->events.viewer_up(m->events.arg, (struct viewer_id){e->id}, s->booth);
}

static void on_media(struct media *m, const struct worker_event *e)
{
	const struct stage *st = stage_get(m->stages, e->source);
	if (st && st->publisher == e->id && m->events.publisher_up) m->events.publisher_up(m->events.arg, (struct publisher_id){e->id}, st->booth);
}

static void on_quiet(struct media *m, const struct worker_event *e)
{
	const struct stage *st = stage_get(m->stages, e->source);
	if (st && st->publisher == e->id && m->events.publisher_quiet) m->events.publisher_quiet(m->events.arg, (struct publisher_id){e->id}, st->booth, e->quiet);
}

static void on_marks(struct media *m, const struct worker_event *e)
{
	struct stage *st = stage_get(m->stages, e->source);
	for (uint32_t i = 0; st && i < e->marks_count; i++) stage_mark(st, &e->marks[i]);
}

static void on_health(struct media *m, const struct worker_event *e)
{
	const struct stage *st = stage_get(m->stages, e->source);
	if (!st || !m->events.source_health) return;
	struct source_health h = e->health;
	h.viewers = st->viewers;
	m->events.source_health(m->events.arg, st->booth, &h);
}

static void on_low(struct media *m, const struct worker_event *e)
{
	struct stage *st = stage_get(m->stages, e->source);
	if (st) rendering_wish(m->rendering, st, m->workers[st->owner], (int)e->id, e->low);
}

static void on_admitted(struct media *m, const struct worker_event *e)
{
	if (m->reception) reception_on_admitted(m->reception, m->stages, e);
}

static void on_lost(struct media *m, const struct worker_event *e)
{
	if (m->reception) reception_on_lost(m->reception, e);
}

static void on_workers(void *arg)
{
	static void (*const told[])(struct media *, const struct worker_event *) = {
		[WORKER_MEDIA] = on_media, [WORKER_QUIET] = on_quiet, [WORKER_MARKS] = on_marks,
		[WORKER_SECURED] = on_secured, [WORKER_GONE] = on_gone, [WORKER_HEALTH] = on_health, [WORKER_LOW] = on_low,
		[WORKER_ADMITTED] = on_admitted, [WORKER_LOST] = on_lost,
	};
	struct media *m = arg;
	struct worker_event e;
	queue_drained(m->from_workers);
	while (queue_pop(m->from_workers, &e)) told[e.said](m, &e);
}

/* ---- publishers ---- */

static int least(const struct media *m, const uint32_t *load)
{
	int best = 0;
	for (int i = 1; i < m->workers_n; i++)
		if (load[i] < load[best]) best = i;
	return best;
}

static err_t open_stage(struct media *m, const struct booth_id *booth, struct stage **ret)
{
	*ret = stage_find(m->stages, booth);
	if (*ret) return OK;
	int owner = least(m, m->owned);
	struct stage *st;
	TRY(stage_make(m->stages, booth, owner, &st));
	struct worker_command c = {.order = WORKER_OPEN, .source = st->id, .worker = owner};
	err_t e = worker_order(m->workers[owner], &c);
	if (e != OK) {
		stage_drop(m->stages, st);
		return e;
	}
	m->owned[owner]++;
	*ret = st;
	return OK;
}

static err_t stop_publisher(struct media *m, uint64_t publisher, err_t why)
{
	struct publisher_id p = {publisher};
	return m->reception ? reception_stop(m->reception, p, why) : publish_stop(m->publishing, p, why);
}

/* The source changes hands here: whoever published before is told, and goes. */
static void on_taken(void *arg, struct publisher_id p, struct stage *st, const struct source_format *f)
{
	struct media *m = arg;
	counter_add(CTR_PUBLISHERS, 1);
	uint64_t before = st->publisher;
	st->publisher = p.v;
	if (st->format.codec[TRACK_VIDEO] != f->codec[TRACK_VIDEO]) rendering_end(m->rendering, st);
	st->format = *f;
	if (before) IGNORE(stop_publisher(m, before, ERR_CONFLICT));
}

static err_t stage_for(void *arg, const struct booth_id *booth, struct stage **ret) { return open_stage(arg, booth, ret); }

static err_t on_answered(void *arg, struct publisher_id p, const struct booth_id *booth, const struct ipc_answer *a, int packets_fd)
{
	struct media *m = arg;
	struct stage *st = NULL;
	err_t e = open_stage(m, booth, &st);
	struct worker_command c = {.order = WORKER_FEED, .id = p.v, .fd = packets_fd};
	c.format.codec[TRACK_VIDEO] = a->video_codec;
	c.format.codec[TRACK_AUDIO] = a->audio_codec;
	c.format.pt[TRACK_VIDEO] = a->video_pt;
	c.format.pt[TRACK_AUDIO] = a->audio_pt;
	if (e == OK) {
		c.source = st->id;
		e = worker_order(m->workers[st->owner], &c);
	}
	if (e != OK) {
		close(packets_fd);
		return e;
	}
	on_taken(m, p, st, &c.format);
	return OK;
}

static void on_over(void *arg, struct publisher_id p, const struct booth_id *booth, err_t why)
{
	struct media *m = arg;
	struct stage *st = stage_find(m->stages, booth);
	counter_add(CTR_PUBLISHERS, -1);
	if (st && st->publisher == p.v) {
		struct worker_command c = {.order = WORKER_UNFEED, .source = st->id, .id = p.v};
		IGNORE(worker_order(m->workers[st->owner], &c));
		st->publisher = 0;
	}
	if (m->events.publisher_gone) m->events.publisher_gone(m->events.arg, p, *booth, why);
}

err_t media_publish(struct media *m, struct booth_id booth, const char *offer, media_answer_fn *fn, void *arg, struct publisher_id *ret)
{
	return m->reception ? reception_start(m->reception, &booth, offer, fn, arg, ret) : publish_start(m->publishing, &booth, offer, fn, arg, ret);
}

err_t media_publish_patch(struct media *m, struct publisher_id p, const char *sdpfrag, media_answer_fn *fn, void *arg)
{
	return m->reception ? reception_patch(m->reception, p, sdpfrag, fn, arg) : publish_patch(m->publishing, p, sdpfrag, fn, arg);
}

err_t media_publish_stop(struct media *m, struct publisher_id p) { return stop_publisher(m, p.v, OK); }

bool media_source_exists(const struct media *m, struct booth_id booth) { return stage_find(m->stages, &booth) != NULL; }

void media_source_close(struct media *m, struct booth_id booth)
{
	struct stage *st = stage_find(m->stages, &booth);
	if (!st) return;
	struct worker_command c = {.order = WORKER_CLOSE, .source = st->id};
	for (int i = 0; i < m->workers_n; i++)
		if (i == st->owner || st->mirrors & 1ull << i) IGNORE(worker_order(m->workers[i], &c));
	if (st->publisher) IGNORE(stop_publisher(m, st->publisher, OK));
	m->owned[st->owner]--;
	rendering_end(m->rendering, st);
	stage_drop(m->stages, st);
}

/* ---- viewers ---- */

/* The owner's worker while it is not much busier than the least busy one: a replica costs memory and a hop. */
static int choose_worker(const struct media *m, const struct stage *st)
{
	int free_one = least(m, m->load);
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
	m->seats_used++;
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
	TRY(open_stage(m, &(struct booth_id){0}, &st));
	return media_view(m, st->booth, offer, ret, ret_answer);
}

err_t media_view_patch(struct media *m, struct viewer_id v, const char *sdpfrag, struct buf *ret_fragment)
{
	struct seat *s = find_seat(m, v.v);
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
	const struct seat *s = find_seat(m, v.v);
	if (!s) return ERR_NOT_FOUND;
	struct worker_command c = {.order = WORKER_LEAVE, .id = s->id};
	return worker_order(m->workers[s->worker], &c);
}

unsigned media_view_rungs(const struct media *m, struct viewer_id v)
{
	const struct seat *s = find_seat(m, v.v);
	const struct stage *st = s ? stage_get(m->stages, s->stage) : NULL;
	if (!st) return 0;
	unsigned rungs = 1u << RUNG_AUTO | 1u << RUNG_TEXT;
	if (st->format.codec[TRACK_VIDEO] != CODEC_NONE) rungs |= 1u << RUNG_HIGH;
	if (rendering_can(m->rendering, st)) rungs |= 1u << RUNG_LOW | 1u << RUNG_STILLS;
	if (st->format.codec[TRACK_AUDIO] != CODEC_NONE) rungs |= 1u << RUNG_SOUND;
	return rungs;
}

err_t media_view_choose(struct media *m, struct viewer_id v, enum rung r)
{
	const struct seat *s = find_seat(m, v.v);
	if (!s) return ERR_NOT_FOUND;
	if (!(media_view_rungs(m, v) & 1u << r)) return ERR_NOT_ACCEPTABLE;
	struct worker_command c = {.order = WORKER_CHOOSE, .id = s->id, .rung = r};
	return worker_order(m->workers[s->worker], &c);
}

bool media_moment(const struct media *m, struct viewer_id v, uint32_t rtp_ts, int64_t *ret_mono_us)
{
	const struct seat *s = find_seat(m, v.v);
	const struct stage *st = s ? stage_get(m->stages, s->stage) : NULL;
	return st && stage_moment(st, rtp_ts - s->ts_shift, clock_mono_us(), ret_mono_us);
}

/* ---- opening and closing ---- */

static uint32_t inlet_places(const struct media *m) { return m->ends_here ? RECEPTION_PLACES(m->config.publishers_max) : 0; }

static err_t open_workers(struct media *m)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	int n = m->config.workers > 0 ? m->config.workers : cores > 0 ? (int)cores : 1;
	if (n > WORKERS_MAX) n = WORKERS_MAX;
	struct queue *lane_queues[WORKERS_MAX];
	int64_t wall_us = clock_wall_ms() * 1000 - clock_mono_us();
	for (; m->workers_n < n; m->workers_n++) {
		uint16_t port = m->config.port ? (uint16_t)(m->config.port + m->workers_n) : 0;
		struct worker_config c = {.number = m->workers_n, .port = port, .places = m->seats_n, .inlet_places = inlet_places(m), .wall_us = wall_us, .events = m->from_workers};
		TRY(worker_new(&c, &m->workers[m->workers_n]));
		lane_queues[m->workers_n] = worker_lane_queue(m->workers[m->workers_n]);
	}
	TRY(handshake_open(m->dtls, lane_queues, n, m->seats_n + inlet_places(m), &m->lane));
	for (int i = 0; i < n; i++) worker_start(m->workers[i], m->lane, m->workers, n);
	return OK;
}

static err_t open_publishing(struct media *m)
{
	struct nursery_config nursery = {
		.program = m->config.ingest_program, .announce = m->config.announce, .port_first = m->config.ingest_port_first,
		.port_last = m->config.ingest_port_last, .children_max = m->config.publishers_max,
	};
	struct publish_events to_children = {.arg = m, .on_answered = on_answered, .on_over = on_over};
	struct reception_events events = {.arg = m, .stage_for = stage_for, .on_admitted = on_taken, .on_over = on_over};
	struct reception_terms terms = {
		.announce = &m->announce, .fingerprint = dtls_context_fingerprint(m->dtls), .workers = m->workers, .backend = m->backend,
		.first = m->seats_n, .limit = m->config.publishers_max,
	};
	if (!m->ends_here) return publish_open(m->loop, &nursery, &to_children, &m->publishing);
	m->reception = reception_open(&terms, &events);
	return OK;
}

static err_t open_parts(struct media *m)
{
	TRY(srtp_backend_find(m->config.srtp, &m->backend));
	TRY(announce_open(m->config.announce, &m->announce));
	TRY(dtls_context_new(FIRST_SHAKE_MS, &m->dtls));
	m->ends_here = strcmp(m->config.ingest, "native") == 0;
	if (!m->ends_here && strcmp(m->config.ingest, "webrtcbin") != 0) return ERR_CONFIG;
	m->from_workers = queue_new(EVENTS_MAX, sizeof(struct worker_event));
	if (!m->from_workers) return ERR_IO;
	m->watch = loop_watch_start(m->loop, queue_fd(m->from_workers), on_workers, m);
	TRY(open_workers(m));
	TRY(rendering_open(m->loop, m->config.render_program, m->config.renders_max, &m->rendering));
	return open_publishing(m);
}

err_t media_open(struct loop *loop, const struct media_config *config, const struct media_events *events, struct media **ret)
{
	struct media *m = calloc(1, sizeof *m);
	if (!m) abort();
	m->loop = loop;
	m->config = *config;
	m->events = *events;
	m->seats_n = config->viewers_max > 0 ? (uint32_t)config->viewers_max : 1;
	m->seats = calloc(m->seats_n, sizeof *m->seats);
	m->stages = stages_new();
	if (!m->seats) abort();
	err_t e = open_parts(m);
	if (e != OK) media_close(m);
	else *ret = m;
	return e;
}

void media_close(struct media *m)
{
	if (!m) return;
	publish_close(m->publishing);
	reception_close(m->reception);
	rendering_close(m->rendering);
	for (int i = 0; i < m->workers_n; i++) worker_stop(m->workers[i]);
	handshake_close(m->lane);
	for (int i = 0; i < m->workers_n; i++) worker_free(m->workers[i]);
	if (m->watch) loop_watch_stop(m->watch);
	queue_free(m->from_workers);
	dtls_context_free(m->dtls);
	stages_free(m->stages);
	free(m->seats);
	free(m);
}
