/* rtp.c — RTP headers and header extensions. */
#include "media/rtp.h"

#include <string.h>

#include "media/stun.h"

#define ONE_BYTE 0xBEDE
#define TWO_BYTE 0x1000              /* the low four bits are the application's */

enum rtp_kind rtp_kind(const uint8_t *p, size_t len)
{
	if (len < 2) return RTP_KIND_OTHER;
	if (p[0] <= 3) return stun_looks(p, len) ? RTP_KIND_STUN : RTP_KIND_OTHER;
	if (p[0] >= 20 && p[0] <= 63) return RTP_KIND_DTLS;
	if (p[0] < 128 || p[0] > 191) return RTP_KIND_OTHER;
	return p[1] >= 192 && p[1] <= 223 ? RTP_KIND_RTCP : RTP_KIND_RTP;
}

err_t rtp_header_len(const uint8_t *p, size_t len, size_t *ret)
{
	if (len < RTP_HEADER_BYTES || p[0] >> 6 != 2) return ERR_MALFORMED;
	size_t need = RTP_HEADER_BYTES + 4u * (p[0] & 15u);
	if (p[0] & 0x10) {
		if (len < need + 4) return ERR_MALFORMED;
		need += 4 + 4u * rtp_u16(p + need + 2);
	}
	if (len < need) return ERR_MALFORMED;
	*ret = need;
	return OK;
}

err_t rtp_parse(const uint8_t *p, size_t len, struct rtp *ret)
{
	size_t header = 0;
	if (len > UINT16_MAX) return ERR_MALFORMED;
	TRY(rtp_header_len(p, len, &header));
	struct rtp r = {
		.pt = p[1] & 0x7f, .marker = p[1] >> 7, .seq = rtp_u16(p + 2), .ts = rtp_u32(p + 4), .ssrc = rtp_u32(p + 8),
		.header_len = (uint16_t)header, .payload = p + header, .payload_len = (uint16_t)(len - header),
	};
	if (p[0] & 0x20) {
		r.padding = p[len - 1];
		if (r.padding == 0 || r.padding > r.payload_len) return ERR_MALFORMED;
		r.payload_len = (uint16_t)(r.payload_len - r.padding);
	}
	if (p[0] & 0x10) {
		const uint8_t *ext = p + RTP_HEADER_BYTES + 4u * (p[0] & 15u);
		r.ext_profile = rtp_u16(ext);
		r.ext = ext + 4;
		r.ext_len = (uint16_t)(4u * rtp_u16(ext + 2));
	}
	*ret = r;
	return OK;
}

static const uint8_t *find_one_byte(const struct rtp *r, uint8_t id, uint8_t *ret_len)
{
	for (size_t at = 0; at < r->ext_len; ) {
		uint8_t here = r->ext[at] >> 4, len = (uint8_t)((r->ext[at] & 15) + 1);
		if (here == 0) { at++; continue; }          /* padding */
		if (here == 15 || at + 1u + len > r->ext_len) return NULL;  /* 15 ends the block, RFC 8285 §4.2 */
		if (here == id) { *ret_len = len; return r->ext + at + 1; }
		at += 1u + len;
	}
	return NULL;
}

static const uint8_t *find_two_byte(const struct rtp *r, uint8_t id, uint8_t *ret_len)
{
	for (size_t at = 0; at < r->ext_len; ) {
		if (r->ext[at] == 0) { at++; continue; }
		if (at + 2u > r->ext_len || at + 2u + r->ext[at + 1] > r->ext_len) return NULL;
		if (r->ext[at] == id) { *ret_len = r->ext[at + 1]; return r->ext + at + 2; }
		at += 2u + r->ext[at + 1];
	}
	return NULL;
}

const uint8_t *rtp_ext_find(const struct rtp *r, uint8_t id, uint8_t *ret_len)
{
	if (!r->ext || id == 0) return NULL;
	if (r->ext_profile == ONE_BYTE) return find_one_byte(r, id, ret_len);
	if ((r->ext_profile & 0xfff0) == TWO_BYTE) return find_two_byte(r, id, ret_len);
	return NULL;
}

static bool fits_one_byte(const struct rtp_ext *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].id > 14 || list[i].len < 1 || list[i].len > 16) return false;
	return true;
}

size_t rtp_ext_write(uint8_t *out, size_t cap, const struct rtp_ext *list, size_t n)
{
	if (n == 0 || n > RTP_EXT_MAX) return 0;
	bool one_byte = fits_one_byte(list, n);
	size_t len = 4, room = cap < RTP_EXT_BLOCK_MAX ? cap : RTP_EXT_BLOCK_MAX;
	for (size_t i = 0; i < n; i++) len += (one_byte ? 1u : 2u) + list[i].len;
	size_t padded = (len + 3) & ~(size_t)3;
	if (padded > room) return 0;
	rtp_put16(out, one_byte ? ONE_BYTE : TWO_BYTE);
	rtp_put16(out + 2, (uint16_t)(padded / 4 - 1));
	uint8_t *at = out + 4;
	for (size_t i = 0; i < n; i++) {
		if (one_byte) {
			*at++ = (uint8_t)(list[i].id << 4 | (list[i].len - 1));
		} else {
			*at++ = list[i].id;
			*at++ = list[i].len;
		}
		if (list[i].len > 0) memcpy(at, list[i].data, list[i].len);
		at += list[i].len;
	}
	memset(at, 0, padded - len);
	return padded;
}

size_t rtp_write(uint8_t *out, uint8_t pt, bool marker, uint16_t seq, uint32_t ts, uint32_t ssrc, const uint8_t *ext, size_t ext_len)
{
	out[0] = ext_len > 0 ? 0x90 : 0x80;
	out[1] = (uint8_t)((marker ? 0x80 : 0) | (pt & 0x7f));
	rtp_put16(out + 2, seq);
	rtp_put32(out + 4, ts);
	rtp_put32(out + 8, ssrc);
	if (ext_len > 0) memcpy(out + RTP_HEADER_BYTES, ext, ext_len);
	return RTP_HEADER_BYTES + ext_len;
}

uint64_t rtp_index(uint64_t highest, uint16_t seq)
{
	int64_t index = (int64_t)highest + rtp_seq_diff(seq, (uint16_t)highest);
	return index < 0 ? (uint64_t)(index + 0x10000) : (uint64_t)index;
}
