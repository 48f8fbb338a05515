/* source.c — takes the child's messages apart, numbers the packets, keeps them, and notes where frames begin. */
#include "media/source.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/counters.h"
#include "media/align.h"
#include "media/doubled.h"
#include "media/ipc.h"
#include "media/lateness.h"
#include "media/rtcp.h"
#include "media/rtp.h"
#include "media/stitch.h"

#define VIDEO_SLOTS 2048 /* 4 s at 500 packets/s */
#define AUDIO_SLOTS 512
#define LOW_SLOTS   512  /* 10 s at 150 kb/s */
#define PAD_MAX     8    /* packets of nearly equal size are padded to be equal, so that they make one run */

static_assert(TRACK_VIDEO == (int)IPC_VIDEO && TRACK_AUDIO == (int)IPC_AUDIO && TRACKS == (int)IPC_TRACK_COUNT);

struct layer {
	struct ring ring;
	struct stitch stitch;
	uint32_t ssrc;
	uint8_t codec, pt;
	struct source_clock reported, arrived; /* by sender report, and as packets came */
	uint64_t key_seq;                      /* of a picture, the newest key frame: first packet, timestamp, arrival */
	uint32_t key_ts;
	int64_t key_us, last_us;
	uint64_t bytes_then, bps;              /* at the last second; smoothed */
};

struct source {
	int fd, fd_low;
	struct layer layers[LAYERS];
	uint32_t frame_ts;                     /* newest frame seen */
	int64_t frame_us;                      /* when it began to arrive */
	bool want_key, want_low, ntp_known, layered;
	struct align align;                    /* of the phone's small picture */
	int64_t wall_us, pli_us, pli_low_us, last_us;
	struct lateness lateness;
	uint64_t ntp_shift;                    /* publisher's NTP time + this = ours */
	struct source_counts counts;
	uint8_t *message;
};

struct source *source_new(int64_t wall_us)
{
	struct source *s = calloc(1, sizeof *s);
	if (!s) abort();
	s->fd = s->fd_low = -1;
	s->wall_us = wall_us;
	s->pli_us = s->pli_low_us = INT64_MIN / 2;
	for (int t = 0; t < LAYERS; t++) s->layers[t].key_us = s->layers[t].last_us = INT64_MIN / 2;
	ring_init(&s->layers[TRACK_VIDEO].ring, VIDEO_SLOTS);
	ring_init(&s->layers[TRACK_AUDIO].ring, AUDIO_SLOTS);
	ring_init(&s->layers[TRACK_LOW].ring, LOW_SLOTS);
	s->message = malloc(IPC_MESSAGE_BYTES);
	if (!s->message) abort();
	return s;
}

void source_free(struct source *s)
{
	if (!s) return;
	source_unfeed(s);
	source_unfeed_low(s);
	for (int t = 0; t < LAYERS; t++) ring_fini(&s->layers[t].ring);
	free(s->message);
	free(s);
}

void source_unfeed(struct source *s)
{
	if (s->fd >= 0) close(s->fd);
	s->fd = -1;
}

void source_feed(struct source *s, int fd, const struct source_format *f)
{
	source_unfeed(s);
	s->fd = fd;
	s->ntp_known = false;
	for (int t = 0; t < TRACKS; t++) {
		struct layer *l = &s->layers[t];
		stitch_cut(&l->stitch);
		l->codec = f->codec[t];
		l->pt = f->pt[t];
		l->reported.valid = l->arrived.valid = false;
	}
	s->want_key = f->codec[TRACK_VIDEO] != CODEC_NONE;
	s->align.known = s->want_low = false;
	s->layered = f->layered;
	if (f->layered) source_feed_low(s, -1, (enum codec)f->codec[TRACK_VIDEO], f->pt[TRACK_VIDEO]);
}

void source_unfeed_low(struct source *s)
{
	if (s->fd_low >= 0) close(s->fd_low);
	s->fd_low = -1;
}

void source_feed_low(struct source *s, int fd, enum codec codec, uint8_t pt)
{
	struct layer *l = &s->layers[TRACK_LOW];
	source_unfeed_low(s);
	s->fd_low = fd;
	stitch_cut(&l->stitch);
	l->codec = (uint8_t)codec;
	l->pt = pt;
}

int source_fd(const struct source *s) { return s->fd; }
int source_fd_low(const struct source *s) { return s->fd_low; }
bool source_flows_low(const struct source *s, int64_t now_us) { return now_us - s->layers[TRACK_LOW].last_us <= SOURCE_FLOW_US; }
bool source_flows(const struct source *s, int64_t now_us) { return now_us - s->layers[TRACK_VIDEO].last_us <= SOURCE_FLOW_US; }
bool source_layered(const struct source *s) { return s->layered; }
void source_layered_set(struct source *s, bool layered) { s->layered = layered; }
const struct ring *source_ring(const struct source *s, enum track t) { return &s->layers[t].ring; }
int64_t source_last_us(const struct source *s) { return s->last_us; }
const struct source_counts *source_counts(const struct source *s) { return &s->counts; }
int64_t source_lateness_us(const struct source *s, int64_t now_us) { return lateness_us(&s->lateness, now_us); }
enum codec source_codec(const struct source *s, enum track t) { return (enum codec)s->layers[t].codec; }

void source_batch_begin(struct source *s, struct source_batch *b)
{
	b->count = b->late_count = b->marks_count = 0;
	for (int t = 0; t < LAYERS; t++) b->from[t] = s->layers[t].ring.next;
}

static uint64_t ntp_of(const struct source *s, int64_t mono_us) { return rtcp_ntp(s->wall_us + mono_us); }

/* Publishers keep their own time; what counts for lips and voice is that both tracks use one. The first report of a
 * connection ties it to ours, so that viewers see one clock over all publishers. */
static void on_report(struct source *s, enum track t, const struct ipc_packet *p)
{
	struct layer *l = &s->layers[t];
	if (!l->stitch.open) return;
	if (!s->ntp_known) s->ntp_shift = ntp_of(s, p->arrival_us) - p->report.ntp;
	s->ntp_known = true;
	l->reported = (struct source_clock){true, p->report.ntp + s->ntp_shift, p->report.rtp_ts + l->stitch.ts_shift};
}

static void on_low_report(struct source *s, const struct ipc_packet *p)
{
	const struct source_clock *full = &s->layers[TRACK_VIDEO].reported;
	if (s->layered && full->valid) align_on_report(&s->align, p->report.ntp + s->ntp_shift, p->report.rtp_ts, full->ntp, full->ts);
}

/* A frame's packets share its timestamp; the earliest of a key frame's is where a decoder begins. */
static void note_key(struct layer *l, const struct packet *p)
{
	bool same = l->key_seq && p->ts == l->key_ts;
	if (same && p->seq >= l->key_seq) return;
	if (l->key_seq && !same && rtp_ts_diff(p->ts, l->key_ts) < 0) return;
	l->key_seq = p->seq;
	l->key_ts = p->ts;
	l->key_us = p->arrived_us;
}

static void note_frame(struct source *s, const struct packet *p, struct source_batch *b)
{
	bool newer = !s->counts.frames || rtp_ts_diff(p->ts, s->frame_ts) > 0;
	if (newer) {
		int64_t gap_us = s->counts.frames ? p->arrived_us - s->frame_us : 0;
		if (gap_us > SOURCE_STILL_US) s->counts.still_us += (uint64_t)(gap_us < SOURCE_QUIET_US ? gap_us : SOURCE_QUIET_US);
		s->frame_ts = p->ts;
		s->frame_us = p->arrived_us;
		s->counts.frames++;
		if (b->marks_count < SOURCE_MARKS_MAX) b->marks[b->marks_count++] = (struct frame_mark){p->ts, p->arrived_us};
	}
	if (p->key && s->layers[TRACK_VIDEO].key_seq == p->seq) s->want_key = false;
}

static void note_late(struct source *s, const struct packet *p)
{
	s->counts.late++;
	const struct packet *neighbour = ring_find(&s->layers[p->track].ring, p->seq + 1);
	if (neighbour && neighbour->arrived_us <= p->arrived_us) lateness_note(&s->lateness, p->arrived_us - neighbour->arrived_us, p->arrived_us);
}

static void note_packet(struct source *s, struct packet *p, struct source_batch *b)
{
	struct layer *l = &s->layers[p->track];
	l->arrived = (struct source_clock){true, ntp_of(s, p->arrived_us), p->ts};
	l->codec = p->codec;
	l->last_us = p->arrived_us;
	if (p->track != TRACK_LOW || s->layered) s->last_us = p->arrived_us;
	p->earlier = p->track == TRACK_AUDIO ? doubled_earlier(&l->ring, p) : 0;
	if (p->key) note_key(l, p);
	if (p->key && p->track == TRACK_LOW) s->want_low = false;
	s->counts.packets[p->track]++;
	s->counts.bytes[p->track] += p->len;
	bool late = p->seq < b->from[p->track];
	if (late && p->track != TRACK_LOW) note_late(s, p);
	if (b->count < SOURCE_BATCH_MAX) {
		b->packets[b->count++] = p;
		if (late) b->late[b->late_count++] = p;
	}
	if (p->track == TRACK_VIDEO) note_frame(s, p, b);
}

/* Without picture numbers (RFC 7741 §4.2) a decoder goes by sequence numbers, which every rung and every publisher continue. */
static void plain_vp8(struct packet *p)
{
	struct vp8_descriptor d;
	if (p->codec != CODEC_VP8 || vp8_parse(p->data, p->len, &d) != OK) return;
	p->data[0] &= 0x37; /* N, S and PID stay */
	p->len = (uint16_t)(p->len - d.header_len + 1);
	memmove(p->data + 1, p->data + d.header_len, p->len - 1u);
}

static void on_rtp(struct source *s, enum track t, const struct ipc_packet *in, struct source_batch *b)
{
	struct layer *l = &s->layers[t];
	struct codec_look look = {0};
	struct stitched at;
	struct rtp r;
	if (b->count == SOURCE_BATCH_MAX || rtp_parse(in->data, in->len, &r) != OK || r.pt != l->pt || l->codec == CODEC_NONE || r.payload_len > PACKET_PAYLOAD_MAX) {
		s->counts.refused++;
		return;
	}
	if (t == TRACK_LOW && s->layered) l->last_us = s->last_us = in->arrival_us; /* it flows, if nobody can be shown it yet */
	if (t == TRACK_LOW && s->layered && !s->align.known) return;
	if (r.payload_len && codec_look((enum codec)l->codec, r.payload, r.payload_len, &look) != OK) look = (struct codec_look){0};
	if (l->stitch.open && r.ssrc != l->ssrc) stitch_cut(&l->stitch);
	bool begins = t == TRACK_AUDIO || look.key, ends = t == TRACK_AUDIO || r.marker; /* sound: every packet is whole */
	if (!stitch_map(&l->stitch, r.seq, r.ts, begins, ends, codec_clock((enum codec)l->codec), in->arrival_us, &at)) {
		if (t != TRACK_LOW) s->last_us = in->arrival_us;
		return;
	}
	l->ssrc = r.ssrc;
	struct packet *p = ring_put(&l->ring, at.seq);
	if (!p) return;
	p->arrived_us = in->arrival_us;
	p->ts = t != TRACK_LOW ? at.ts : s->layered ? r.ts + s->align.shift : r.ts;
	p->track = (uint8_t)t;
	p->codec = l->codec;
	p->marker = r.marker;
	p->key = t != TRACK_AUDIO && look.key;
	p->len = r.payload_len;
	memcpy(p->data, r.payload, r.payload_len);
	plain_vp8(p);
	if (!p->len) p->pad = 1; /* a probe without payload keeps its number, as padding */
	note_packet(s, p, b);
}

/* Neighbours that differ by a few bytes get padding up to the largest of them. Decided once, here: a packet sent again
 * must be the same to the byte. */
void source_batch_end(struct source_batch *b)
{
	for (uint32_t i = 0; i < b->count;) {
		uint16_t low = b->packets[i]->len, high = low;
		uint32_t end = i + 1;
		for (; end < b->count && b->packets[end]->track == b->packets[i]->track && b->packets[end]->len; end++) {
			uint16_t len = b->packets[end]->len, lo = len < low ? len : low, hi = len > high ? len : high;
			if (hi - lo > PAD_MAX) break;
			low = lo, high = hi;
		}
		for (; i < end; i++)
			if (b->packets[i]->len) b->packets[i]->pad = (uint8_t)(high - b->packets[i]->len);
	}
}

void source_put(struct source *s, enum track layer, const struct ipc_packet *p, struct source_batch *b)
{
	if (p->record == IPC_RTP) on_rtp(s, layer, p, b);
	else if (layer == TRACK_LOW) on_low_report(s, p);
	else on_report(s, layer, p);
}

err_t source_take(struct source *s, const void *msg, size_t len, struct source_batch *b)
{
	struct ipc_reader reader;
	struct ipc_packet p;
	TRY(ipc_packets_open(msg, len, &reader));
	while (ipc_packets_next(&reader, &p)) source_put(s, (enum track)p.track, &p, b);
	return OK;
}

err_t source_take_low(struct source *s, const void *msg, size_t len, struct source_batch *b)
{
	struct ipc_reader reader;
	struct ipc_packet p;
	TRY(ipc_packets_open(msg, len, &reader));
	while (ipc_packets_next(&reader, &p))
		if (p.record == IPC_RTP && p.track == IPC_VIDEO) on_rtp(s, TRACK_LOW, &p, b);
	return OK;
}

typedef err_t take_fn(struct source *, const void *, size_t, struct source_batch *);

static bool read_from(struct source *s, int fd, take_fn *take, struct source_batch *b)
{
	static_assert(SOURCE_BATCH_MAX >= IPC_PACKETS_MAX);
	bool there = fd >= 0;
	while (there && b->count + IPC_PACKETS_MAX <= SOURCE_BATCH_MAX) {
		ssize_t n = recv(fd, s->message, IPC_MESSAGE_BYTES, MSG_DONTWAIT);
		if (n < 0 && (errno == EAGAIN || errno == EINTR)) break;
		there = n > 0;
		if (there && take(s, s->message, (size_t)n, b) != OK) s->counts.refused++;
	}
	source_batch_end(b);
	return there;
}

bool source_read(struct source *s, struct source_batch *b) { return read_from(s, s->fd, source_take, b); }
bool source_read_low(struct source *s, struct source_batch *b) { return read_from(s, s->fd_low, source_take_low, b); }

void source_mirrored(struct source *s, const struct packet *p, struct source_batch *b)
{
	struct packet *mine = ring_put(&s->layers[p->track].ring, p->seq);
	if (!mine) return;
	memcpy(mine, p, offsetof(struct packet, data) + p->len);
	note_packet(s, mine, b);
}

uint64_t source_key_last(const struct source *s)
{
	const struct layer *l = &s->layers[TRACK_VIDEO];
	return l->key_seq && ring_find(&l->ring, l->key_seq) ? l->key_seq : 0;
}

uint64_t source_key_after(const struct source *s, enum track layer, int64_t now_us, const uint32_t *after)
{
	const struct layer *l = &s->layers[layer];
	if (!l->key_seq || now_us - l->key_us > SOURCE_REPLAY_US || (after && rtp_ts_diff(l->key_ts, *after) <= 0)) return 0;
	return ring_find(&l->ring, l->key_seq) ? l->key_seq : 0;
}

uint64_t source_key_seq(const struct source *s, int64_t now_us) { return source_key_after(s, TRACK_VIDEO, now_us, NULL); }

void source_want_key(struct source *s, int64_t now_us)
{
	s->want_key = true;
	if (s->fd >= 0) (void)source_tick(s, now_us);
}

bool source_tick(struct source *s, int64_t now_us)
{
	if (!s->want_key || now_us - s->pli_us < SOURCE_PLI_US) return false;
	s->pli_us = now_us;
	s->counts.pli_sent++;
	if (s->fd < 0) return true;
	counter_add(CTR_PLIS, 1);
	IGNORE(ipc_keyframe_ask(s->fd));
	return true;
}

void source_want_low(struct source *s) { s->want_low = s->layered; }

bool source_tick_low(struct source *s, int64_t now_us)
{
	if (!s->want_low || now_us - s->pli_low_us < SOURCE_PLI_US) return false;
	s->pli_low_us = now_us;
	return true;
}

static int64_t ntp_us(uint64_t from, uint64_t to) { return (int64_t)((double)(int64_t)(to - from) * 1e6 / 4294967296.0); }

void source_second(struct source *s)
{
	for (int t = 0; t < LAYERS; t++) {
		struct layer *l = &s->layers[t];
		uint64_t bps = (s->counts.bytes[t] - l->bytes_then) * 8;
		l->bytes_then = s->counts.bytes[t];
		l->bps = l->bps ? (3 * l->bps + bps) / 4 : bps;
	}
}

uint64_t source_bps(const struct source *s, enum track layer) { return s->layers[layer].bps; }

bool source_clock_at(const struct source *s, enum track t, int64_t now_us, uint64_t *ret_ntp, uint32_t *ret_ts)
{
	bool reported = true; /* by report only where every track that flows has one: the two kinds do not mix */
	for (int i = 0; i < TRACKS; i++) reported = reported && (s->layers[i].reported.valid || !s->layers[i].arrived.valid);
	const struct layer *l = &s->layers[t];
	const struct source_clock *c = reported ? &l->reported : &l->arrived;
	if (!c->valid) return false;
	*ret_ntp = ntp_of(s, now_us);
	*ret_ts = c->ts + (uint32_t)(int32_t)(ntp_us(c->ntp, *ret_ntp) * (int64_t)codec_clock((enum codec)l->codec) / 1000000);
	return true;
}

void source_clocks_get(const struct source *s, struct source_clock ret[static TRACKS])
{
	for (int t = 0; t < TRACKS; t++) ret[t] = s->layers[t].reported;
}

void source_clocks_set(struct source *s, const struct source_clock clocks[static TRACKS])
{
	for (int t = 0; t < TRACKS; t++) s->layers[t].reported = clocks[t];
}
