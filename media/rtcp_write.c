/* rtcp_write.c — one packet behind the other in one compound. */
#include "media/rtcp.h"

#include <assert.h>
#include <string.h>

#include "media/rtp.h"
#include "media/rtcp_words.h"

/* Starts a packet of `words` 32-bit words behind its header, zeroed; NULL if there is no room. */
static uint8_t *add(struct rtcp_writer *w, uint8_t type, uint8_t count, size_t words)
{
	size_t len = 4 + 4 * words;
	assert(w->len <= w->cap && count < 32);
	if (len > w->cap - w->len) return NULL;
	uint8_t *p = w->out + w->len;
	memset(p, 0, len);
	p[0] = (uint8_t)(0x80 | count);
	p[1] = type;
	rtp_put16(p + 2, (uint16_t)words);
	w->len += len;
	return p;
}

bool rtcp_add_sr(struct rtcp_writer *w, uint32_t ssrc, uint64_t ntp, uint32_t rtp_ts, uint32_t packets, uint32_t octets)
{
	uint8_t *p = add(w, SR, 0, 6);
	if (!p) return false;
	const uint32_t words[6] = { ssrc, (uint32_t)(ntp >> 32), (uint32_t)ntp, rtp_ts, packets, octets };
	for (size_t i = 0; i < 6; i++) rtp_put32(p + 4 + 4 * i, words[i]);
	return true;
}

bool rtcp_add_rr(struct rtcp_writer *w, uint32_t ssrc, const struct rtcp_block *blocks, size_t n)
{
	uint8_t *p = n < 32 ? add(w, RR, (uint8_t)n, 1 + 6 * n) : NULL;
	if (!p) return false;
	rtp_put32(p + 4, ssrc);
	for (size_t i = 0; i < n; i++) {
		const struct rtcp_block *b = &blocks[i];
		const uint32_t words[6] = { b->ssrc, (uint32_t)b->lost_fraction << 24 | ((uint32_t)b->lost_total & 0xffffff),
		                            b->highest_seq, b->jitter, b->last_sr, b->since_last_sr };
		for (size_t k = 0; k < 6; k++) rtp_put32(p + 8 + BLOCK_BYTES * i + 4 * k, words[k]);
	}
	return true;
}

bool rtcp_add_sdes(struct rtcp_writer *w, uint32_t ssrc, const char *cname)
{
	size_t len = strlen(cname);
	if (len > RTCP_CNAME_MAX) return false;
	uint8_t *p = add(w, SDES, 1, 1 + (2 + len) / 4 + 1);  /* at least one zero ends the chunk */
	if (!p) return false;
	rtp_put32(p + 4, ssrc);
	p[8] = 1;
	p[9] = (uint8_t)len;
	memcpy(p + 10, cname, len);
	return true;
}

bool rtcp_add_bye(struct rtcp_writer *w, uint32_t ssrc)
{
	uint8_t *p = add(w, BYE, 1, 1);
	if (p) rtp_put32(p + 4, ssrc);
	return p;
}

static uint8_t *add_feedback(struct rtcp_writer *w, uint8_t type, uint8_t format, uint32_t from, uint32_t about, size_t words)
{
	uint8_t *p = add(w, type, format, 2 + words);
	if (!p) return NULL;
	rtp_put32(p + 4, from);
	rtp_put32(p + 8, about);
	return p + 12;
}

bool rtcp_add_pli(struct rtcp_writer *w, uint32_t from, uint32_t about)
{
	return add_feedback(w, PSFB, FB_PLI, from, about, 0);
}

bool rtcp_add_fir(struct rtcp_writer *w, uint32_t from, uint32_t about, uint8_t seq)
{
	uint8_t *p = add_feedback(w, PSFB, FB_FIR, from, 0, 2);
	if (!p) return false;
	rtp_put32(p, about);
	p[4] = seq;
	return true;
}

bool rtcp_add_nack(struct rtcp_writer *w, uint32_t from, uint32_t about, const uint16_t *seqs, size_t n)
{
	if (n == 0 || n > RTCP_NACKS_MAX) return false;
	uint16_t first[RTCP_NACKS_MAX], mask[RTCP_NACKS_MAX];
	size_t entries = 0;
	for (size_t i = 0; i < n; i++) {
		uint16_t ahead = entries > 0 ? (uint16_t)(seqs[i] - first[entries - 1]) : 0;
		if (entries > 0 && ahead <= 16) {
			if (ahead > 0) mask[entries - 1] |= (uint16_t)(1u << (ahead - 1));
		} else {
			first[entries] = seqs[i];
			mask[entries++] = 0;
		}
	}
	uint8_t *p = add_feedback(w, RTPFB, FB_NACK, from, about, entries);
	if (!p) return false;
	for (size_t i = 0; i < entries; i++) {
		rtp_put16(p + 4 * i, first[i]);
		rtp_put16(p + 4 * i + 2, mask[i]);
	}
	return true;
}

bool rtcp_add_remb(struct rtcp_writer *w, uint32_t from, uint64_t bps, const uint32_t *ssrcs, size_t n)
{
	uint8_t exponent = 0;
	while (bps > 0x3ffff) {
		bps >>= 1;
		exponent++;
	}
	uint8_t *p = n < 256 ? add_feedback(w, PSFB, FB_APPLICATION, from, 0, 2 + n) : NULL;
	if (!p) return false;
	rtp_put32(p, REMB_WORD);
	p[4] = (uint8_t)n;
	p[5] = (uint8_t)((unsigned)exponent << 2 | (unsigned)(bps >> 16));
	rtp_put16(p + 6, (uint16_t)bps);
	for (size_t i = 0; i < n; i++) rtp_put32(p + 8 + 4 * i, ssrcs[i]);
	return true;
}

bool rtcp_add_twcc(struct rtcp_writer *w, uint32_t from, uint32_t about, const uint8_t *body, size_t len)
{
	uint8_t *p = add_feedback(w, RTPFB, FB_TWCC, from, about, (len + 3) / 4);
	if (p) memcpy(p, body, len);
	return p;
}

bool rtcp_add_clock(struct rtcp_writer *w, uint32_t from, uint64_t ntp)
{
	uint8_t *p = add(w, XR, 0, 4);
	if (!p) return false;
	rtp_put32(p + 4, from);
	p[8] = XR_CLOCK;
	rtp_put16(p + 10, 2);
	rtp_put32(p + 12, (uint32_t)(ntp >> 32));
	rtp_put32(p + 16, (uint32_t)ntp);
	return true;
}

bool rtcp_add_clock_back(struct rtcp_writer *w, uint32_t from, uint32_t to, uint64_t ntp)
{
	uint8_t *p = add(w, XR, 0, 5);
	if (!p) return false;
	rtp_put32(p + 4, from);
	p[8] = XR_CLOCK_BACK;
	rtp_put16(p + 10, 3);
	rtp_put32(p + 12, to);
	rtp_put32(p + 16, rtcp_ntp_middle(ntp)); /* and it lay here for no time */
	return true;
}

uint64_t rtcp_ntp(int64_t wall_us)
{
	const uint64_t from_1900_to_1970 = 2208988800u;
	uint64_t seconds = (uint64_t)(wall_us / 1000000), us = (uint64_t)(wall_us % 1000000);
	return (seconds + from_1900_to_1970) << 32 | (us << 32) / 1000000;
}
