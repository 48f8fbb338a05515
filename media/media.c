/* media.c — the floor's side of publishers, and the making and ending of it all. */
#include "media/media.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/counters.h"
#include "base/queue.h"
#include "media/media_inside.h"

#define EVENTS_MAX    32768
#define FIRST_SHAKE_MS 100 /* until DTLS repeats its first flight */

/* ---- publishers ---- */

int media_least(const struct media *m, const uint32_t *load)
{
	int best = 0;
	for (int i = 1; i < m->workers_n; i++)
		if (load[i] < load[best]) best = i;
	return best;
}

err_t media_open_stage(struct media *m, const struct booth_id *booth, struct stage **ret)
{
	*ret = stage_find(m->stages, booth);
	if (*ret) return OK;
	int owner = media_least(m, m->owned);
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
	if (st->format.codec[TRACK_VIDEO] != f->codec[TRACK_VIDEO] || f->layered) rendering_end(m->rendering, st);
	st->format = *f;
	if (before) IGNORE(stop_publisher(m, before, ERR_CONFLICT));
}

static err_t stage_for(void *arg, const struct booth_id *booth, struct stage **ret) { return media_open_stage(arg, booth, ret); }

static err_t on_answered(void *arg, struct publisher_id p, const struct booth_id *booth, const struct ipc_answer *a, int packets_fd)
{
	struct media *m = arg;
	struct stage *st = NULL;
	err_t e = media_open_stage(m, booth, &st);
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
	m->watch = loop_watch_start(m->loop, queue_fd(m->from_workers), media_on_workers, m);
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
