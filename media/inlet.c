/* inlet.c — from datagrams to packets of a source. What is said back is in inlet_feedback.c. */
#include "media/inlet.h"

#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

#include "base/counters.h"
#include "media/inlet_inside.h"
#include "media/ipc.h"
#include "media/red.h"
#include "media/rtp.h"

#define OSN_BYTES       2          /* RFC 4588 §4: the original sequence number leads the payload */
#define FIRST_TRIP_US   100000     /* until a round trip is known */
#define FIRST_ALLOWED   1500000

struct inlet *inlet_new(const struct inlet_setup *setup, int64_t now_us)
{
	struct inlet *i = calloc(1, sizeof *i);
	if (!i || RAND_bytes((unsigned char *)&i->own_ssrc, sizeof i->own_ssrc) != 1) abort();
	i->setup = *setup;
	i->made_us = i->heard_us = now_us;
	i->trip_us = FIRST_TRIP_US;
	i->allowed_bps = FIRST_ALLOWED;
	i->rtcp_left = INLET_RTCP_PER_S;
	i->bytes_left = 2 * INLET_BYTES_PER_S;
	ice_init(&i->ice, &setup->ice, now_us);
	return i;
}

void inlet_free(struct inlet *i)
{
	if (!i) return;
	srtp_free(i->srtp);
	free(i);
}

uint64_t inlet_id(const struct inlet *i) { return i->setup.id; }
uint32_t inlet_source_id(const struct inlet *i) { return i->setup.source; }
const uint8_t *inlet_fingerprint(const struct inlet *i) { return i->setup.fingerprint; }
struct ice *inlet_ice(struct inlet *i) { return &i->ice; }
bool inlet_secured(const struct inlet *i) { return i->srtp != NULL; }
int64_t inlet_trip_us(const struct inlet *i) { return i->trip_known ? i->trip_us : 0; }

struct source_format inlet_format(const struct inlet *i)
{
	struct source_format f = {0};
	for (enum track t = 0; t < TRACKS; t++) {
		f.codec[t] = (uint8_t)inlet_taking(i, t)->codec;
		f.pt[t] = inlet_taking(i, t)->pt;
	}
	f.layered = i->setup.take.rids > 0;
	return f;
}

err_t inlet_secure(struct inlet *i, const struct srtp_keys *keys, int64_t now_us)
{
	if (i->srtp) return ERR_BAD_STATE;
	TRY(srtp_new(i->setup.backend, keys, &i->srtp));
	i->heard_us = now_us;
	i->report_us = now_us + INLET_REPORT_US / 4;
	return OK;
}

void inlet_note_trip(struct inlet *i, int64_t us)
{
	if (us <= 0) return;
	i->trip_us += i->trip_known ? (us - i->trip_us) / 4 : us - i->trip_us;
	i->trip_known = true;
}

void inlet_take(struct inlet *i, uint8_t *data, size_t len, int64_t age_us)
{
	if (!i->srtp || i->waiting_n == INLET_WAITING) return;
	i->waiting[i->waiting_n].data = data;
	i->waiting[i->waiting_n].age_us = age_us;
	i->waiting[i->waiting_n++].len = len;
}

void inlet_forget(struct inlet *i) { i->waiting_n = 0; }

/* ---- which layer a packet is of ---- */

/* The place of the layer that an extension names; -1 if it names none of ours. */
static int named_layer(const struct inlet *i, const struct rtp *r, uint8_t ext)
{
	uint8_t len = 0;
	const uint8_t *name = rtp_ext_find(r, ext, &len);
	for (unsigned k = 0; name && k < i->setup.take.rids; k++)
		if (strlen(i->setup.take.rid[k]) == len && memcmp(name, i->setup.take.rid[k], len) == 0) return k ? TRACK_LOW : TRACK_VIDEO;
	return -1;
}

static bool is_type(const struct sdp_taking *t, uint8_t pt) { return t->codec != CODEC_NONE && (pt == t->pt || (t->red_pt && pt == t->red_pt)); }
static bool is_rtx(const struct inlet *i, const struct rtp *r) { return i->setup.take.video.rtx_pt && r->pt == i->setup.take.video.rtx_pt; }

/* A stream that is not known yet; -1 if it is none of those agreed on. Senders name layers in a stream's first packets only. */
static int new_layer(struct inlet *i, const struct rtp *r)
{
	int layer = -1;
	if (is_type(&i->setup.take.audio, r->pt)) layer = TRACK_AUDIO;
	else if (is_type(&i->setup.take.video, r->pt)) layer = i->setup.take.rids ? named_layer(i, r, i->setup.take.rid_ext) : TRACK_VIDEO;
	if (layer >= 0) i->layers[layer] = (struct incoming){.known = true, .ssrc = r->ssrc};
	return layer;
}

static int layer_of(struct inlet *i, const struct rtp *r)
{
	for (int t = 0; t < LAYERS; t++)
		if (i->layers[t].known && i->layers[t].ssrc == r->ssrc) return is_type(inlet_taking(i, (enum track)t), r->pt) ? t : -1;
	return new_layer(i, r);
}

/* A repair stream is of the layer that it names, or else of the one that misses the number it brings. */
static int repaired_layer(struct inlet *i, const struct rtp *r, uint16_t osn)
{
	int layer = -1;
	for (int t = 0; t < LAYERS; t++)
		if (i->layers[t].known && i->layers[t].rtx_ssrc == r->ssrc) return t;
	if (!i->setup.take.rids) layer = TRACK_VIDEO;
	else if (i->setup.take.repaired_ext) layer = named_layer(i, r, i->setup.take.repaired_ext);
	for (int t = 0; layer < 0 && t < LAYERS; t++)
		if (t != TRACK_AUDIO && i->layers[t].known && missing_has(&i->layers[t].missing, osn)) layer = t;
	if (layer < 0 || !i->layers[layer].known) return -1;
	i->layers[layer].rtx_ssrc = r->ssrc;
	return layer;
}

/* ---- packets ---- */

struct reading { struct inlet *inlet; struct source *source; struct source_batch *batch; int64_t now_us, came_us; };

static void put(const struct reading *g, enum track layer, const uint8_t *packet, size_t len)
{
	struct ipc_packet p = {.record = IPC_RTP, .track = layer == TRACK_AUDIO ? IPC_AUDIO : IPC_VIDEO, .arrival_us = g->now_us, .data = packet, .len = len};
	source_put(g->source, layer, &p, g->batch);
}

/* A packet as it would have come, out of what repairs it. */
static void put_made(const struct reading *g, enum track layer, const struct rtp *r, uint16_t seq, uint32_t ts, const uint8_t *payload, size_t len)
{
	uint8_t packet[RTP_HEADER_BYTES + RTP_BYTES_MAX];
	if (len > RTP_BYTES_MAX) return;
	size_t at = rtp_write(packet, inlet_taking(g->inlet, layer)->pt, r->marker, seq, ts, g->inlet->layers[layer].ssrc, NULL, 0);
	memcpy(packet + at, payload, len);
	put(g, layer, packet, at + len);
}

/* The frames in front of a packet's own are those of the packets before it. */
static void on_red(const struct reading *g, const struct rtp *r)
{
	struct red_block blocks[RED_BLOCKS_MAX];
	struct incoming *in = &g->inlet->layers[TRACK_AUDIO];
	size_t n;
	int64_t trip;
	if (red_parse(r->payload, r->payload_len, blocks, &n) != OK) return;
	for (size_t k = 0; k < n; k++) {
		uint16_t seq = (uint16_t)(r->seq - (n - 1 - k));
		bool own = k == n - 1;
		if (blocks[k].pt != g->inlet->setup.take.audio.pt || !blocks[k].len) continue;
		if (own || missing_mend(&in->missing, seq, g->now_us, &trip)) put_made(g, TRACK_AUDIO, r, seq, r->ts - blocks[k].age, blocks[k].data, blocks[k].len);
	}
}

static void on_media(const struct reading *g, enum track layer, const struct rtp *r, const uint8_t *packet, size_t len)
{
	const struct sdp_taking *t = inlet_taking(g->inlet, layer);
	struct incoming *in = &g->inlet->layers[layer];
	tally_on(&in->tally, r->seq, r->ts, codec_clock(t->codec), g->came_us);
	enum missing_said said = missing_on(&in->missing, r->seq, g->now_us);
	if (said == MISSING_TOO_MUCH) g->inlet->broken |= 1u << layer;
	if (t->red_pt && r->pt == t->red_pt) on_red(g, r);
	else put(g, layer, packet, len);
}

/* Senders also fill their probes for bandwidth with repairs that nobody asked for; the ring knows what it has. */
static void on_repair(const struct reading *g, const struct rtp *r)
{
	int64_t trip = 0;
	if (r->payload_len <= OSN_BYTES) return;
	uint16_t osn = rtp_u16(r->payload);
	int layer = repaired_layer(g->inlet, r, osn);
	if (layer < 0 || !missing_mend(&g->inlet->layers[layer].missing, osn, g->now_us, &trip)) return;
	inlet_note_trip(g->inlet, trip);
	put_made(g, (enum track)layer, r, osn, r->ts, r->payload + OSN_BYTES, r->payload_len - OSN_BYTES);
}

static void on_rtp(const struct reading *g, uint8_t *packet, size_t len)
{
	struct inlet *i = g->inlet;
	struct rtp r;
	uint8_t ext_len = 0;
	if (srtp_unseal(i->srtp, packet, len, &len) != OK || rtp_parse(packet, len, &r) != OK) return;
	i->heard_us = g->now_us;
	const uint8_t *number = rtp_ext_find(&r, i->setup.take.video.codec ? i->setup.take.video.twcc_ext : i->setup.take.audio.twcc_ext, &ext_len);
	if (number && ext_len == 2) twcc_on(&i->twcc, rtp_u16(number), g->came_us);
	if (is_rtx(i, &r)) {
		on_repair(g, &r);
		return;
	}
	int layer = layer_of(i, &r);
	if (layer >= 0) on_media(g, (enum track)layer, &r, packet, len);
}

/* ---- reports ---- */

static void on_sender(const struct reading *g, const struct rtcp_event *e)
{
	for (enum track t = 0; t < LAYERS; t++) {
		struct incoming *in = &g->inlet->layers[t];
		if (!in->known || in->ssrc != e->from) continue;
		struct ipc_packet p = {.record = IPC_REPORT, .track = t == TRACK_AUDIO ? IPC_AUDIO : IPC_VIDEO, .arrival_us = g->now_us,
		                       .report = {e->sender.ntp, e->sender.rtp_ts, e->from}};
		tally_on_sender(&in->tally, e->sender.ntp, g->came_us);
		source_put(g->source, t, &p, g->batch);
		g->inlet->heard_us = g->now_us;
	}
}

/* Round trip as a sender finds it (RFC 3550 §6.4.1): now - our time then - the time it lay there, in 1/65536 s. */
static void on_clock_back(const struct reading *g, const struct rtcp_event *e)
{
	uint32_t trip = rtcp_ntp_middle(rtcp_ntp(g->came_us)) - e->back.last - e->back.since;
	if (e->about == g->inlet->own_ssrc && e->back.last && trip < 10 * 65536) inlet_note_trip(g->inlet, (int64_t)trip * 1000000 / 65536);
}

static void on_rtcp(const struct reading *g, uint8_t *packet, size_t len)
{
	struct rtcp_reader r;
	struct rtcp_event e;
	if (!g->inlet->rtcp_left) return;
	g->inlet->rtcp_left--;
	if (srtp_unseal_rtcp(g->inlet->srtp, packet, len, &len) != OK || rtcp_open(&r, packet, len) != OK) return;
	while (rtcp_next(&r, &e)) {
		if (e.kind == RTCP_SENDER) on_sender(g, &e);
		if (e.kind == RTCP_CLOCK_BACK) on_clock_back(g, &e);
	}
}

/* A phone that sends far more than it was told to takes its viewers' links, and the worker's time, from the other booths. */
static bool may_take(struct inlet *i, size_t len)
{
	if (len > i->bytes_left) {
		counter_add(CTR_PACKETS_OVER, 1);
		return false;
	}
	i->bytes_left -= len;
	return true;
}

void inlet_read(struct inlet *i, struct source *s, struct source_batch *b, int64_t now_us)
{
	struct reading g = {i, s, b, now_us, now_us};
	for (size_t k = 0; k < i->waiting_n; k++) {
		g.came_us = now_us - i->waiting[k].age_us;
		if (rtp_kind(i->waiting[k].data, i->waiting[k].len) == RTP_KIND_RTCP) on_rtcp(&g, i->waiting[k].data, i->waiting[k].len);
		else if (may_take(i, i->waiting[k].len)) on_rtp(&g, i->waiting[k].data, i->waiting[k].len);
	}
	i->waiting_n = 0;
	/* Viewers would find out by themselves, but only after seconds of asking us in vain. */
	if (i->broken & 1u << TRACK_VIDEO) source_want_key(s, now_us);
	if (i->broken & 1u << TRACK_LOW) source_want_low(s);
	i->broken = 0;
	source_batch_end(b);
}

err_t inlet_second(struct inlet *i, int64_t now_us)
{
	ice_second(&i->ice);
	i->rtcp_left = INLET_RTCP_PER_S;
	i->bytes_left += INLET_BYTES_PER_S;
	if (i->bytes_left > 2 * INLET_BYTES_PER_S) i->bytes_left = 2 * INLET_BYTES_PER_S;
	if (!i->srtp) return now_us - i->made_us > INLET_CONNECT_US ? ERR_TIMEOUT : OK;
	return now_us - i->heard_us > INLET_SILENCE_US ? ERR_TIMEOUT : OK;
}
