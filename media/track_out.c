/* track_out.c — header, payload, padding, seal; straight into the port's arena. */
#include "media/track_out.h"

#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

#include "media/doubled.h"

#define H264_PROFILE   0x42e01f /* what publishers are held to */
#define RESEND_GAP_US  20000
#define VIDEO_HZ       90000u
#define SAME_MOMENT    2700     /* 30 ms */
#define NUDGE          90       /* 1 ms */
#define OSN_BYTES      2        /* RFC 4588 §4: the original sequence number leads the payload */
#define PLAYOUT_UNIT_MS 10
#define PLAYOUT_MAX_MS 500      /* with a least of 0: shown as they come, yet sound may hold them back */
#define PLAYOUT_ROOM_MS 200     /* between the least and the most */

static void set_formats(struct track_out *o, const struct sdp_sending *agreed)
{
	memset(o->pt, TRACK_NO_PT, sizeof o->pt);
	memset(o->rtx_pt, TRACK_NO_PT, sizeof o->rtx_pt);
	o->red_pt = TRACK_NO_PT;
	for (enum codec c = CODEC_OPUS; c < CODEC_COUNT; c++) {
		const struct sdp_format *f = sdp_format_find(agreed, c, c == CODEC_H264 ? H264_PROFILE : 0);
		if (!f) continue;
		o->pt[c] = f->pt;
		if (f->rtx_pt) o->rtx_pt[c] = f->rtx_pt;
		if (f->red_pt) o->red_pt = f->red_pt;
	}
}

/* The playout delay is two 12-bit numbers of 10 ms: the least and the most. */
static void write_extensions(struct track_out *o)
{
	unsigned least = o->patience_ms, most = least ? least + PLAYOUT_ROOM_MS : PLAYOUT_MAX_MS;
	if (most < PLAYOUT_MAX_MS) most = PLAYOUT_MAX_MS;
	least /= PLAYOUT_UNIT_MS;
	most /= PLAYOUT_UNIT_MS;
	const uint8_t delay[3] = {(uint8_t)(least >> 4), (uint8_t)(least << 4 | most >> 8), (uint8_t)most};
	struct rtp_ext list[2];
	size_t n = 0;
	if (o->mid_ext) list[n++] = (struct rtp_ext){o->mid_ext, (uint8_t)strlen(o->mid), (const uint8_t *)o->mid};
	if (o->delay_ext) list[n++] = (struct rtp_ext){o->delay_ext, sizeof delay, delay};
	o->ext_len = (uint8_t)rtp_ext_write(o->ext, sizeof o->ext, list, n);
}

void track_out_init(struct track_out *o, const struct sdp_sending *agreed, const struct sdp_track *ids, enum track t)
{
	uint8_t r[8];
	*o = (struct track_out){.on = agreed->on, .layer = (uint8_t)t, .ssrc = ids->ssrc, .rtx_ssrc = ids->rtx_ssrc};
	if (RAND_bytes(r, sizeof r) != 1) abort();
	o->first = rtp_u16(r) & 0x7fff; /* below 2^15: early loss around the wrap cannot desynchronise SRTP's rollover counter */
	o->rtx_next = rtp_u16(r + 2) & 0x7fff;
	o->ts_shift = rtp_u32(r + 4);
	o->resends_left = TRACK_RESENDS_MAX;
	set_formats(o, agreed);
	o->mid_ext = agreed->mid_ext;
	o->delay_ext = t == TRACK_VIDEO ? agreed->playout_delay_ext : 0;
	memcpy(o->mid, agreed->mid, sizeof o->mid);
	write_extensions(o);
}

static uint16_t out_seq(const struct track_out *o, uint64_t seq) { return (uint16_t)(o->first + (seq - o->base)); }

static bool is_doubled(const struct track_out *o, const struct packet *p) { return p->earlier && (p->seq >= o->turned) == o->doubled; }

static size_t fill_plain(const struct packet *p, uint8_t *payload)
{
	memcpy(payload, p->data, p->len);
	return p->len;
}

/* Padding behind a payload; returns the packet's length. */
static size_t fill_up(uint8_t *room, size_t at, const struct packet *p)
{
	if (!p->pad) return at;
	room[0] |= 0x20;
	memset(room + at, 0, p->pad);
	at += p->pad;
	room[at - 1] = p->pad;
	return at;
}

/* Returns the packet's length, 0 if it cannot be made any more. */
static size_t write_packet(const struct track_out *o, const struct ring *r, const struct packet *p, uint8_t *room, size_t *ret_payload)
{
	bool doubled = is_doubled(o, p);
	size_t ext_len = p->len && p->seq < o->ext_until ? o->ext_len : 0; /* mere padding is sent again as it is, so it never has what may change */
	size_t at = rtp_write(room, doubled ? o->red_pt : o->pt[p->codec], p->marker, out_seq(o, p->seq), p->ts + o->nudge + o->ts_shift, o->ssrc, o->ext, ext_len);
	*ret_payload = doubled ? doubled_write(r, p, o->pt[p->codec], room + at) : fill_plain(p, room + at);
	return doubled && !*ret_payload ? 0 : fill_up(room, at + *ret_payload, p);
}

static void send_packet(struct track_out *o, const struct ring *r, const struct packet *p, const struct outlet *out)
{
	uint8_t *room = port_room(out->port);
	size_t sealed, payload, len = write_packet(o, r, p, room, &payload);
	if (!len || srtp_seal(out->srtp, room, len, &sealed) != OK) return;
	port_send(out->port, out->path, sealed);
	o->packets++;
	o->octets += (uint32_t)payload;
}

static void begin_at(struct track_out *o, uint64_t seq)
{
	/* Numbers go on where a stretch without a codec, or a rest, began; one is left out for a frame that was cut short. */
	uint64_t gone = o->begun ? o->next - o->base + o->frame_open : 0;
	o->first = (uint16_t)(o->first + gone);
	o->base = o->next = seq;
	o->ext_until = seq + TRACK_EXT_PACKETS;
	o->begun = true;
	o->rests = o->frame_open = false;
}

/* Time on the screen goes on, if by next to nothing. */
static void set_nudge(struct track_out *o, const struct packet *first)
{
	int32_t back = o->packets ? rtp_ts_diff(o->last_ts, first->ts) : -1;
	o->nudge = back >= 0 ? (uint32_t)back + NUDGE : 0;
}

/* Both pictures have a key frame where a second of the source's time begins (media/render), so the full one can stop where the
 * small one, which is some frames behind, will take over. */
static void hold(struct track_out *o, const struct source *s, int64_t now_us)
{
	if (!source_flows_low(s, now_us)) o->holds = false;
	else if (!o->holds) o->hold_ts = (o->last_ts / VIDEO_HZ + 1) * VIDEO_HZ;
	o->holds = source_flows_low(s, now_us);
}

/* A phone that sends both pictures makes their key frames of the same moment: what was shown of it in the other size is no hindrance. */
static uint64_t beginning(const struct track_out *o, const struct source *s, enum track layer, int64_t now_us)
{
	uint32_t after = o->last_ts - (source_layered(s) && layer != o->layer ? SAME_MOMENT : 0);
	if (layer != TRACK_AUDIO) return source_key_after(s, layer, now_us, o->begun ? &after : NULL);
	uint64_t next = source_ring(s, layer)->next, newest = next ? next - 1 : 0;
	return o->begun && newest < o->next ? o->next : newest;
}

/* True if the track runs. Sound begins anywhere, a picture where a decoder can. */
static bool begun(struct track_out *o, const struct source *s, enum track layer, int64_t now_us, unsigned *ret_wants)
{
	bool asked_for = layer == TRACK_VIDEO || (layer == TRACK_LOW && source_layered(s)); /* mela-render makes one each second by itself */
	const struct ring *r = source_ring(s, (enum track)o->layer);
	bool runs = o->begun && !o->rests && r->next <= o->next + r->mask;
	if (runs && o->layer == layer) return o->holds = false, true;
	uint64_t seq = beginning(o, s, layer, now_us);
	if (!seq && asked_for) *ret_wants |= 1u << layer;
	if (!seq && runs && layer == TRACK_LOW && !asked_for) hold(o, s, now_us);
	if (!seq) return runs;
	begin_at(o, seq);
	if (layer != TRACK_AUDIO) set_nudge(o, ring_find(source_ring(s, layer), seq));
	o->layer = (uint8_t)layer;
	o->holds = false;
	return true;
}

/* False where this packet is not to go out: another picture will take over, or a still is complete. */
static bool goes_on(struct track_out *o, const struct packet *p)
{
	if (o->holds && rtp_ts_diff(p->ts, o->hold_ts) >= 0) return false;
	if (o->next == o->base) o->begin_ts = p->ts;
	if (o->stills && o->layer == TRACK_LOW && p->ts != o->begin_ts) return o->rests = true, false;
	return true;
}

void track_out_advance(struct track_out *o, const struct source *s, enum track layer, int64_t now_us, const struct outlet *out, unsigned *ret_wants)
{
	if (!o->on || !begun(o, s, layer, now_us, ret_wants)) return;
	const struct ring *r = source_ring(s, (enum track)o->layer);
	for (uint32_t left = TRACK_BURST; left && o->next < r->next; o->next++) {
		const struct packet *p = ring_find(r, o->next);
		if (!p) continue;
		if (!goes_on(o, p)) break;
		if (o->pt[p->codec] == TRACK_NO_PT) {
			begin_at(o, o->next);
			o->base++;
			continue;
		}
		send_packet(o, r, p, out);
		o->frame_open = o->layer != TRACK_AUDIO && !p->marker;
		o->last_ts = p->ts + o->nudge;
		left--;
	}
}

void track_out_late(struct track_out *o, const struct ring *r, const struct packet *p, const struct outlet *out)
{
	bool ours = o->on && o->begun && !o->rests && p->track == o->layer;
	if (ours && p->seq >= o->base && p->seq < o->next && o->pt[p->codec] != TRACK_NO_PT) send_packet(o, r, p, out);
}

static bool send_rtx(struct track_out *o, const struct packet *p, const struct outlet *out)
{
	uint8_t *room = port_room(out->port);
	size_t sealed, at = rtp_write(room, o->rtx_pt[p->codec], p->marker, o->rtx_next, p->ts + o->nudge + o->ts_shift, o->rtx_ssrc, NULL, 0);
	rtp_put16(room + at, out_seq(o, p->seq));
	memcpy(room + at + OSN_BYTES, p->data, p->len);
	if (srtp_seal(out->srtp, room, at + OSN_BYTES + p->len, &sealed) != OK) return false;
	o->rtx_next++;
	port_send(out->port, out->path, sealed);
	return true;
}

static bool send_same(struct track_out *o, const struct ring *r, const struct packet *p, const struct outlet *out)
{
	uint8_t *room = port_room(out->port);
	size_t sealed, payload, len = write_packet(o, r, p, room, &payload);
	if (!len || srtp_seal_again(out->srtp, room, len, &sealed) != OK) return false;
	port_send(out->port, out->path, sealed);
	return true;
}

/* The same packet is not sent twice within a round trip: the first copy is still under way. */
static bool too_soon(struct track_out *o, uint16_t seq, int64_t now_us, int64_t rtt_us)
{
	int64_t gap = rtt_us > RESEND_GAP_US ? rtt_us : RESEND_GAP_US;
	typeof(&o->resent[0]) slot = &o->resent[seq % TRACK_RESENT];
	uint32_t now_ms = (uint32_t)(now_us / 1000) | 1; /* wraps after 49 days; a mistake would cost one resend */
	if (slot->at_ms && slot->seq == seq && now_ms - slot->at_ms < gap / 1000) return true;
	slot->seq = seq;
	slot->at_ms = now_ms;
	return false;
}

bool track_out_again(struct track_out *o, const struct ring *r, uint16_t seq, int64_t now_us, int64_t rtt_us, const struct outlet *out)
{
	if (!o->on || !o->begun || !o->resends_left) return false;
	uint64_t highest = o->next - o->base + o->first; /* one past the last number out, extended */
	uint64_t index = rtp_index(highest, seq);
	if (index < o->first || index >= highest) return false;
	const struct packet *p = ring_find(r, index - o->first + o->base);
	if (!p || o->pt[p->codec] == TRACK_NO_PT || too_soon(o, seq, now_us, rtt_us)) return false;
	o->resends_left--;
	return o->rtx_pt[p->codec] != TRACK_NO_PT && p->len ? send_rtx(o, p, out) : send_same(o, r, p, out);
}

bool track_out_repeats(const struct track_out *o, enum codec c) { return o->rtx_pt[c] != TRACK_NO_PT; }

size_t track_out_probe(struct track_out *o, const struct ring *r, size_t bytes, const struct outlet *out)
{
	size_t sent = 0;
	if (!o->begun || o->rests || o->layer != TRACK_LOW) return 0;
	uint64_t seq = o->next;
	for (unsigned tries = 0; sent < bytes && tries < TRACK_PROBE_MAX; tries++) {
		if (seq == o->base || o->next - seq >= TRACK_PROBE_PACKETS) seq = o->next;
		const struct packet *p = seq > o->base ? ring_find(r, --seq) : NULL;
		if (!p || !p->len || !track_out_repeats(o, p->codec) || !send_rtx(o, p, out)) continue;
		sent += p->len;
	}
	return sent;
}

void track_out_rest(struct track_out *o) { o->rests = true; }

void track_out_be_patient(struct track_out *o, int64_t ms)
{
	if (!o->begun || !o->delay_ext || ms / PLAYOUT_UNIT_MS == o->patience_ms / PLAYOUT_UNIT_MS) return;
	for (int c = 0; c < CODEC_COUNT; c++)
		if (o->pt[c] != TRACK_NO_PT && o->rtx_pt[c] == TRACK_NO_PT) return;
	o->patience_ms = (uint16_t)ms;
	write_extensions(o);
	o->ext_until = o->next + TRACK_EXT_PACKETS;
}

void track_out_double(struct track_out *o, const struct ring *r, bool doubled)
{
	if (o->red_pt == TRACK_NO_PT || doubled == o->doubled || (o->turned && o->next <= o->turned + r->mask)) return;
	o->turned = o->next;
	o->doubled = doubled;
}

void track_out_second(struct track_out *o)
{
	uint32_t fresh = TRACK_RESENDS_LEAST + (o->packets - o->packets_then) / 2, most = 2 * fresh < TRACK_RESENDS_MAX ? 2 * fresh : TRACK_RESENDS_MAX;
	o->packets_then = o->packets;
	o->resends_left = (uint16_t)(o->resends_left + fresh < most ? o->resends_left + fresh : most);
}
