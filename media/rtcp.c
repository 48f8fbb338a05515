/* rtcp.c — compounds, read. They are written in rtcp_write.c. */
#include "media/rtcp.h"

#include <string.h>

#include "media/rtp.h"
#include "media/rtcp_words.h"

/* Length of the packet at p with its header; 0 if it does not fit or its padding is wrong. */
static size_t packet_len(const uint8_t *p, size_t left)
{
	if (left < 4 || p[0] >> 6 != 2) return 0;
	size_t len = 4 + 4u * rtp_u16(p + 2);
	if (len > left) return 0;
	if (p[0] & 0x20) {  /* only the last packet may be padded, RFC 3550 §6.4.1 */
		uint8_t padding = p[len - 1];
		if (len != left || padding == 0 || padding % 4 != 0 || padding > len - 4) return 0;
	}
	return len;
}

err_t rtcp_open(struct rtcp_reader *r, const uint8_t *p, size_t len)
{
	if (len < 4 || len > RTCP_BYTES_MAX) return ERR_MALFORMED;
	for (size_t at = 0; at < len; ) {
		size_t one = packet_len(p + at, len - at);
		if (one == 0 || p[at + 1] < 192 || p[at + 1] > 223) return ERR_MALFORMED;
		at += one;
	}
	*r = (struct rtcp_reader){ .at = p, .end = p + len, .left = RTCP_EVENTS_MAX };
	return OK;
}

static size_t item_left(const struct rtcp_reader *r) { return (size_t)(r->item_end - r->item); }

/* The readers below take the next thing out of the present packet, or return false at its end. What does not fit ends
 * the packet: a compound is a heap of hints, and the rest of it is still good. */
static bool read_report(struct rtcp_reader *r, struct rtcp_event *e)
{
	if (r->count == 0 || item_left(r) < BLOCK_BYTES) return false;
	const uint8_t *p = r->item;
	uint32_t lost = rtp_u32(p + 4) & 0xffffff;
	e->kind = RTCP_REPORT;
	e->about = rtp_u32(p);
	e->report.lost_fraction = p[4];
	e->report.lost_total = (int32_t)(lost << 8) >> 8;
	e->report.highest_seq = rtp_u32(p + 8);
	e->report.jitter = rtp_u32(p + 12);
	e->report.last_sr = rtp_u32(p + 16);
	e->report.since_last_sr = rtp_u32(p + 20);
	r->item += BLOCK_BYTES;
	r->count--;
	return true;
}

/* SDES: chunks of an SSRC and items, each chunk ended by zeros up to a word (RFC 3550 §6.5). */
static bool read_cname(struct rtcp_reader *r, struct rtcp_event *e)
{
	while (r->count > 0) {
		if (r->about == 0) {  /* at the head of a chunk */
			if (item_left(r) < 4) return false;
			r->from = rtp_u32(r->item);
			r->item += 4;
			r->about = 1;
		}
		if (item_left(r) < 1) return false;
		if (r->item[0] == 0) {
			size_t used = (size_t)(r->item - r->at) & 3, skip = 4 - used;
			if (skip > item_left(r)) return false;
			r->item += skip;
			r->about = 0;
			r->count--;
			continue;
		}
		if (item_left(r) < 2 || item_left(r) < 2u + r->item[1]) return false;
		const uint8_t *item = r->item;
		r->item += 2u + item[1];
		if (item[0] != 1) continue;
		*e = (struct rtcp_event){ .kind = RTCP_CNAME, .from = r->from, .cname = { (const char *)item + 2, item[1] } };
		return true;
	}
	return false;
}

static bool read_bye(struct rtcp_reader *r, struct rtcp_event *e)
{
	if (r->count == 0 || item_left(r) < 4) return false;
	*e = (struct rtcp_event){ .kind = RTCP_BYE, .from = rtp_u32(r->item) };
	r->item += 4;
	r->count--;
	return true;
}

static bool read_nack(struct rtcp_reader *r, struct rtcp_event *e)
{
	if (item_left(r) < 4) return false;
	e->kind = RTCP_NACK;
	e->nack.seq = rtp_u16(r->item);
	e->nack.mask = rtp_u16(r->item + 2);
	r->item += 4;
	return true;
}

static bool read_fir(struct rtcp_reader *r, struct rtcp_event *e)
{
	if (item_left(r) < 8) return false;
	e->kind = RTCP_FIR;
	e->about = rtp_u32(r->item);
	e->fir.seq = r->item[4];
	r->item += 8;
	return true;
}

/* Sub-blocks of 12 bytes: an SSRC, the middle of its time, and how long that lay there (RFC 3611 §4.5). */
static bool read_clock_back(struct rtcp_reader *r, struct rtcp_event *e)
{
	const uint8_t *p = r->item;
	if (!r->backs) return false;
	e->kind = RTCP_CLOCK_BACK;
	e->about = rtp_u32(p);
	e->back.last = rtp_u32(p + 4);
	e->back.since = rtp_u32(p + 8);
	r->item += XR_BACK_BYTES;
	r->backs--;
	return true;
}

/* XR: blocks of a type, a byte of its own, a length in words, and so many words. */
static bool read_clock(struct rtcp_reader *r, struct rtcp_event *e)
{
	if (read_clock_back(r, e)) return true;
	while (item_left(r) >= 4) {
		const uint8_t *p = r->item;
		size_t len = 4 + 4u * rtp_u16(p + 2);
		if (len > item_left(r)) return false;
		if (p[0] == XR_CLOCK_BACK && len > 4 && (len - 4) % XR_BACK_BYTES == 0) {
			r->backs = (uint16_t)((len - 4) / XR_BACK_BYTES);
			r->item += 4;
			return read_clock_back(r, e);
		}
		r->item += len;
		if (p[0] != XR_CLOCK || len != XR_CLOCK_BYTES) continue;
		e->kind = RTCP_CLOCK;
		e->clock.ntp = (uint64_t)rtp_u32(p + 4) << 32 | rtp_u32(p + 8);
		return true;
	}
	return false;
}

/* Everything that makes one event per packet and takes all of it. */
static bool read_whole(struct rtcp_reader *r, struct rtcp_event *e)
{
	const uint8_t *p = r->item;
	size_t len = item_left(r);
	if (!p) return false;
	r->item = r->item_end = NULL;
	e->raw.bytes = p;
	e->raw.len = (uint16_t)len;
	e->kind = RTCP_OTHER;
	if (r->type == RTPFB && r->count == FB_TWCC) e->kind = RTCP_TWCC;
	if (r->type == PSFB && r->count == FB_PLI) e->kind = RTCP_PLI;
	if (r->type == PSFB && r->count == FB_APPLICATION && len >= 8 && rtp_u32(p) == REMB_WORD) {
		e->kind = RTCP_REMB;
		uint64_t mantissa = (uint64_t)(p[5] & 3) << 16 | rtp_u16(p + 6);
		uint8_t exponent = p[5] >> 2;
		e->remb.bps = exponent > 45 ? UINT64_MAX : mantissa << exponent;
	}
	return true;
}

static bool read_item(struct rtcp_reader *r, struct rtcp_event *e)
{
	*e = (struct rtcp_event){ .from = r->from, .about = r->about };
	switch (r->type) {
	case SR: case RR: return read_report(r, e);
	case SDES: return read_cname(r, e);
	case BYE: return read_bye(r, e);
	case RTPFB: return r->count == FB_NACK ? read_nack(r, e) : read_whole(r, e);
	case PSFB: return r->count == FB_FIR ? read_fir(r, e) : read_whole(r, e);
	case XR: return read_clock(r, e);
	default: return read_whole(r, e);
	}
}

/* Steps into the next packet. True if it says something at once (an SR's sender info); else items may follow. */
static bool enter_packet(struct rtcp_reader *r, struct rtcp_event *e)
{
	const uint8_t *p = r->at;
	size_t len = 4 + 4u * rtp_u16(p + 2), body = len - (p[0] & 0x20 ? p[len - 1] : 0u);
	r->at += len;
	r->type = p[1];
	r->count = p[0] & 31;
	r->from = r->about = 0;
	r->backs = 0;
	r->item = p + 4;
	r->item_end = p + body;
	if (r->type == SDES || r->type == BYE) return false;
	size_t head = r->type == RTPFB || r->type == PSFB ? 8 : r->type == SR ? 24 : 4;
	if (item_left(r) < head) {
		r->item = r->item_end = NULL;
		r->count = 0;
		return false;
	}
	r->from = rtp_u32(r->item);
	if (head == 8) r->about = rtp_u32(r->item + 4);
	r->item += head;
	if (r->type != SR) return false;
	*e = (struct rtcp_event){ .kind = RTCP_SENDER, .from = r->from, .about = r->from };
	e->sender.ntp = (uint64_t)rtp_u32(p + 8) << 32 | rtp_u32(p + 12);
	e->sender.rtp_ts = rtp_u32(p + 16);
	e->sender.packets = rtp_u32(p + 20);
	e->sender.octets = rtp_u32(p + 24);
	return true;
}

bool rtcp_next(struct rtcp_reader *r, struct rtcp_event *ret)
{
	struct rtcp_event e;
	while (r->left > 0) {
		bool said = r->item && read_item(r, &e);
		if (!said) {
			if (r->at == r->end) return false;
			said = enter_packet(r, &e);
		}
		if (!said) continue;
		r->left--;
		*ret = e;
		return true;
	}
	return false;
}
