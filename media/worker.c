/* worker.c — the loop, the ways in and out, and the walk once a second. What the floor orders is in worker_orders.c. */
#include "media/worker.h"

#include <assert.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/counters.h"
#include "base/haste.h"
#include "media/worker_inside.h"

#define TICK_US    100000
#define TICKS      10      /* in a second: each tick walks a tenth of the places */
#define READS_MAX  8       /* full reads of the port before others have their turn */
#define EVENTS_MAX 64
#define PORT_TRIES 64

static_assert(WORKERS_MAX <= 64, "a bit each in post.mirrors");

void worker_watch(struct worker *w, int fd, enum tag tag, uint32_t low)
{
	struct epoll_event e = {.events = EPOLLIN, .data.u64 = (uint64_t)tag << 32 | low};
	if (epoll_ctl(w->epoll, EPOLL_CTL_ADD, fd, &e) != 0) abort();
}

bool worker_tell(struct worker *w, const struct worker_event *e) { return queue_push(w->config.events, e) == OK; }
void worker_tell_surely(struct worker *w, const struct worker_event *e) { arrears_tell(&w->arrears, w->config.events, e); }

struct post *worker_find_post(struct worker *w, uint32_t source)
{
	uint32_t i = source & 0xffff;
	return i < WORKER_SOURCES_MAX && w->posts[i].id == source && source ? &w->posts[i] : NULL;
}

/* ---- viewers ---- */

void worker_shake(struct worker *w, uint64_t viewer, bool keys_first, const uint8_t *fingerprint, const struct path *from, const uint8_t *data, size_t len)
{
	struct handshake_in in = {.ask = HANDSHAKE_DATAGRAM, .keys_first = keys_first, .worker = (uint16_t)w->config.number, .len = (uint16_t)len, .viewer = viewer,
	                          .net = handshake_net(&from->remote)};
	if (len > sizeof in.bytes) return;
	in.wary = audience_wary(w->audience, clock_mono_us());
	memcpy(in.fingerprint, fingerprint, sizeof in.fingerprint);
	memcpy(in.bytes, data, len);
	IGNORE(handshake_push(w->lane, &in));
}

static void on_dtls(void *arg, struct viewer *v, const struct path *from, const uint8_t *data, size_t len)
{
	if (viewer_shakes(v)) worker_shake(arg, viewer_id(v), false, viewer_fingerprint(v), from, data, len);
}

void worker_end_shake(struct worker *w, uint64_t viewer)
{
	struct handshake_in in = {.ask = HANDSHAKE_END, .worker = (uint16_t)w->config.number, .viewer = viewer};
	IGNORE(handshake_push(w->lane, &in)); /* lost: the lane finds out when the place is used again */
}

void worker_let_go(struct worker *w, struct viewer *v, err_t why)
{
	struct worker_event e = {.said = WORKER_GONE, .source = viewer_source_id(v), .id = viewer_id(v), .why = why};
	struct post *p = worker_find_post(w, e.source);
	if (p) fan_remove(&p->fan, v);
	audience_take(w->audience, e.id);
	worker_end_shake(w, e.id);
	viewer_bye(v, w->port);
	viewer_free(v);
	worker_tell_surely(w, &e);
}

void worker_send_dtls(struct worker *w, const struct path *to, const struct handshake_out *out)
{
	if (!to) return;
	memcpy(port_room(w->port), out->bytes, out->len);
	port_send(w->port, to, out->len);
}

/* A newcomer gets the source's last key frame at once, before the next packet comes. */
static void on_keys(struct worker *w, struct viewer *v, const struct srtp_keys *keys, int64_t now_us)
{
	struct worker_event e = {.said = WORKER_SECURED, .source = viewer_source_id(v), .id = viewer_id(v)};
	struct post *p = worker_find_post(w, viewer_source_id(v));
	if (viewer_secured(v) || viewer_secure(v, keys, now_us) != OK || !p) return;
	worker_tell_surely(w, &e);
	worker_release(w, p, now_us);
	source_batch_begin(p->source, &w->batch);
	viewer_deliver(v, &w->batch, now_us, w->port);
}

static void on_lane(struct worker *w, int64_t now_us)
{
	struct handshake_out out;
	queue_drained(w->from_lane);
	while (queue_pop(w->from_lane, &out)) {
		struct viewer *v = audience_find(w->audience, out.viewer);
		struct inlet *i = v ? NULL : intake_find(w->intake, out.viewer);
		if (i) worker_on_inlet_lane(w, i, &out, now_us);
		if (!v) continue;
		if (out.said == HANDSHAKE_SEND) worker_send_dtls(w, viewer_path(v), &out);
		else if (out.said == HANDSHAKE_KEYS) on_keys(w, v, &out.keys, now_us);
		else if (!viewer_secured(v) || out.why == OK) worker_let_go(w, v, out.why); /* a late stray handshake ends nobody who has keys */
	}
	port_flush(w->port);
}

static void on_port(struct worker *w)
{
	struct port_datagram got[PORT_READ_MAX];
	size_t n = PORT_READ_MAX;
	for (int i = 0; i < READS_MAX && n == PORT_READ_MAX; i++) {
		n = port_read(w->port, got, PORT_READ_MAX);
		int64_t now_us = clock_mono_us(); /* ages are as of now */
		for (size_t k = 0; k < n; k++)
			if (intake_on_datagram(w->intake, w->port, &got[k], now_us) == INTAKE_NOT_OURS) audience_on_datagram(w->audience, w->port, &got[k], now_us);
		worker_read_inlets(w, now_us);
	}
	port_flush(w->port);
}

static bool on_frame(void *arg, const struct path *from, uint8_t *data, size_t len, int64_t now_us)
{
	struct worker *w = arg;
	struct port_datagram d = {.path = *from, .data = data, .len = len};
	enum intake_took took = intake_on_datagram(w->intake, w->port, &d, now_us);
	worker_read_inlets(w, now_us);
	return took == INTAKE_PROVEN || (took == INTAKE_NOT_OURS && audience_on_datagram(w->audience, w->port, &d, now_us));
}

static void on_stream(struct worker *w, uint32_t place, int64_t now_us)
{
	streams_on_event(w->streams, place, now_us);
	port_flush(w->port);
}

/* ---- sources ---- */

void worker_send_mirror(struct worker *w, int to, struct mirror *m)
{
	struct worker_command c = {.order = WORKER_BATCH, .mirror = m};
	if (m && worker_order(w->peers[to], &c) != OK) mirror_free(m); /* a peer that far behind sees a hole */
}

static void spread(struct worker *w, struct post *p)
{
	for (int i = 0; i < w->peers_n; i++)
		if (p->mirrors & 1ull << i) worker_send_mirror(w, i, mirror_of_batch(p->source, p->id, p->batch));
}

static int64_t padding_of(const struct source_batch *b)
{
	int64_t bytes = 0;
	for (uint32_t i = 0; i < b->count; i++) bytes += b->packets[i]->pad;
	return bytes;
}

void worker_deliver(struct worker *w, struct post *p, int64_t now_us)
{
	struct source_batch *b = p->batch;
	p->held_us = 0;
	if (!b->count) return;
	counter_add(CTR_PACKETS_IN, b->count);
	counter_add(CTR_PADDING, padding_of(b));
	post_heard(p, w->config.events);
	fan_deliver(&p->fan, b, now_us, w->port);
	spread(w, p);
	supply_give(&p->supply, p->source, &w->message, now_us);
	struct worker_event e = {.said = WORKER_MARKS, .source = p->id, .marks_count = b->marks_count};
	memcpy(e.marks, b->marks, sizeof e.marks);
	if (e.marks_count) IGNORE(worker_tell(w, &e) ? OK : ERR_FULL);
	source_batch_begin(p->source, b);
}

/* What is delivered out of its turn must not overtake what is held. */
void worker_release(struct worker *w, struct post *p, int64_t now_us)
{
	if (p->held_us) worker_deliver(w, p, now_us);
}

/* Until when the frames that are held may take; INT64_MAX if none is. */
static int64_t release_due(struct worker *w, int64_t now_us)
{
	int64_t due = INT64_MAX;
	for (uint32_t i = 0; i < w->posts_top; i++) {
		struct post *p = &w->posts[i];
		if (p->held_us && now_us - p->held_us >= POST_HOLD_US) worker_deliver(w, p, now_us);
		if (p->held_us && p->held_us + POST_HOLD_US < due) due = p->held_us + POST_HOLD_US;
	}
	return due;
}

static void on_source(struct worker *w, uint32_t source, int64_t now_us)
{
	struct post *p = worker_find_post(w, source);
	if (!p) return;
	worker_release(w, p, now_us);
	source_batch_begin(p->source, p->batch);
	if (!source_read(p->source, p->batch)) post_unfeed(p);
	worker_deliver(w, p, now_us);
}

static void on_low(struct worker *w, uint32_t source, int64_t now_us)
{
	struct post *p = worker_find_post(w, source);
	if (!p) return;
	worker_release(w, p, now_us);
	source_batch_begin(p->source, p->batch);
	if (!source_read_low(p->source, p->batch)) source_unfeed_low(p->source);
	if (!p->batch->count) return;
	fan_deliver(&p->fan, p->batch, now_us, w->port);
	spread(w, p);
}

static void pass_wish(struct worker *w, const struct post *p, enum track layer)
{
	struct worker_command c = {.order = WORKER_WISH, .source = p->id, .layer = layer};
	if (p->owner == w->config.number) worker_ask_key(w, p, layer);
	else IGNORE(worker_order(w->peers[p->owner], &c));
}

/* Wishes for key frames: to the phone where the gate opens, or on to the owner. */
static void pass_wishes(struct worker *w, int64_t now_us)
{
	for (uint32_t i = 0; i < w->posts_top; i++) {
		struct post *p = &w->posts[i];
		if (!p->id) continue;
		if (source_tick(p->source, now_us)) pass_wish(w, p, TRACK_VIDEO);
		if (source_tick_low(p->source, now_us)) pass_wish(w, p, TRACK_LOW);
	}
}

/* ---- once a second ---- */

static void viewer_place_second(struct worker *w, uint32_t place, int64_t now_us)
{
	struct viewer *v = audience_at(w->audience, place);
	if (!v) return;
	err_t e = viewer_second(v, now_us, w->port);
	if (e != OK) worker_let_go(w, v, e);
	else if (viewer_settled(v, now_us)) worker_end_shake(w, viewer_id(v));
}

static void post_place_second(struct worker *w, struct post *p, int64_t now_us)
{
	if (!p->id) return;
	source_second(p->source);
	post_tell_low(p, w->config.number, now_us, w->config.events);
	const struct inlet *i = intake_find(w->intake, p->publisher);
	if (p->owner == w->config.number) post_second(p, now_us, i ? inlet_trip_us(i) : 0, w->config.events);
}

/* The process's counters, ten times a second: not per packet. */
static void tell_counts(struct worker *w)
{
	const struct port_counts *now = port_counts(w->port);
	uint64_t refused = audience_counts(w->audience)->stun_refused;
	counter_add(CTR_PACKETS_OUT, (int64_t)(now->sent - w->port_told.sent));
	counter_add(CTR_PACKETS_IN_RUNS, (int64_t)(now->in_runs - w->port_told.in_runs));
	counter_add(CTR_PACKETS_DROPPED, (int64_t)(now->dropped - w->port_told.dropped));
	counter_add(CTR_STUN_REFUSED, (int64_t)(refused - w->refused_told));
	w->port_told = *now;
	w->refused_told = refused;
}

static void on_tick(struct worker *w, int64_t now_us)
{
	w->tick++;
	w->next_tick_us = now_us + TICK_US;
	for (uint32_t i = w->tick % TICKS; i < audience_places(w->audience); i += TICKS) viewer_place_second(w, i, now_us);
	for (uint32_t i = w->tick % TICKS; i < w->posts_top; i += TICKS) post_place_second(w, &w->posts[i], now_us);
	if (w->tick % TICKS == 0) streams_second(w->streams, now_us);
	if (w->tick % TICKS == 0) worker_inlets_second(w, now_us);
	arrears_settle(&w->arrears, w->config.events);
	tell_counts(w);
	port_flush(w->port);
}

/* ---- the loop ---- */

static void on_event(struct worker *w, uint64_t word, int64_t now_us)
{
	switch ((enum tag)(word >> 32)) {
	case TAG_PORT: on_port(w); break;
	case TAG_ORDERS: worker_obey(w, now_us); break;
	case TAG_LANE: on_lane(w, now_us); break;
	case TAG_SOURCE: on_source(w, (uint32_t)word, now_us); break;
	case TAG_LOW: on_low(w, (uint32_t)word, now_us); break;
	case TAG_STREAM: on_stream(w, (uint32_t)word, now_us); break;
	}
}

static int wait_ms(struct worker *w, int64_t now_us)
{
	int64_t due = w->next_tick_us, inlets = intake_due_us(w->intake), held = release_due(w, now_us);
	if (inlets < due) due = inlets;
	if (held < due) due = held;
	return due > now_us ? (int)((due - now_us + 999) / 1000) : 0;
}

static void *run(void *arg)
{
	struct worker *w = arg;
	struct epoll_event events[EVENTS_MAX];
	haste_set(HASTE_PACKETS);
	while (!w->stop) {
		int n = epoll_wait(w->epoll, events, EVENTS_MAX, wait_ms(w, clock_mono_us()));
		int64_t now = clock_mono_us();
		for (int i = 0; i < n; i++) on_event(w, events[i].data.u64, now);
		pass_wishes(w, now);
		worker_tend_inlets(w, now);
		if (now >= w->next_tick_us) on_tick(w, now);
	}
	for (uint32_t i = 0; i < w->posts_top; i++) worker_close_source(w, w->posts[i].id);
	return NULL;
}

/* UDP and TCP under one number. Where any number will do, another one is tried when its TCP half is taken. */
static err_t open_port(struct worker *w)
{
	err_t e = ERR_IO;
	for (int tries = w->config.port ? 1 : PORT_TRIES; e != OK && tries > 0; tries--) {
		TRY(port_open(w->config.port, &w->port));
		e = streams_open(port_number(w->port), w->epoll, (uint64_t)TAG_STREAM << 32, on_frame, w, &w->streams);
		if (e == OK) port_streams_set(w->port, w->streams);
		else port_close(w->port), w->port = NULL;
	}
	return e;
}

err_t worker_new(const struct worker_config *config, struct worker **ret)
{
	struct worker *w = calloc(1, sizeof *w);
	if (!w) abort();
	w->config = *config;
	w->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (w->epoll < 0) abort();
	err_t e = open_port(w);
	if (e != OK) {
		close(w->epoll);
		free(w);
		return e;
	}
	w->orders = queue_new(WORKER_ORDERS_MAX, sizeof(struct worker_command));
	w->from_lane = queue_new(HANDSHAKE_SLOTS, sizeof(struct handshake_out));
	if (!w->orders || !w->from_lane) abort();
	w->audience = audience_new(config->places, on_dtls, w);
	arrears_init(&w->arrears, 2 * (config->places + config->inlet_places)); /* each has a beginning and an end */
	w->intake = intake_new(config->places, config->inlet_places, worker_on_inlet_dtls, w);
	worker_watch(w, port_fd(w->port), TAG_PORT, 0);
	worker_watch(w, queue_fd(w->orders), TAG_ORDERS, 0);
	worker_watch(w, queue_fd(w->from_lane), TAG_LANE, 0);
	*ret = w;
	return OK;
}

void worker_free(struct worker *w)
{
	if (!w) return;
	worker_drop_orders(w);
	audience_free(w->audience);
	intake_free(w->intake);
	arrears_fini(&w->arrears);
	streams_close(w->streams);
	port_close(w->port);
	close(w->epoll);
	queue_free(w->orders);
	queue_free(w->from_lane);
	free(w);
}

uint16_t worker_port(const struct worker *w) { return port_number(w->port); }
struct queue *worker_lane_queue(const struct worker *w) { return w->from_lane; }
err_t worker_order(struct worker *w, const struct worker_command *c) { return queue_push(w->orders, c); }

void worker_start(struct worker *w, struct handshake *lane, struct worker *const *peers, int peers_n)
{
	char name[16];
	w->lane = lane;
	w->peers = peers;
	w->peers_n = peers_n;
	w->next_tick_us = clock_mono_us() + TICK_US;
	if (pthread_create(&w->thread, NULL, run, w) != 0) abort();
	w->running = true;
	snprintf(name, sizeof name, "media-%d", w->config.number);
	pthread_setname_np(w->thread, name);
}

void worker_stop(struct worker *w)
{
	if (!w || !w->running) return;
	struct worker_command c = {.order = WORKER_STOP};
	while (worker_order(w, &c) != OK) sched_yield();
	pthread_join(w->thread, NULL);
	w->running = false;
}
