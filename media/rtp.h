/* rtp.h — RTP packets (RFC 3550 §5) and their header extensions (RFC 8285).
 * Owns    nothing: a parsed packet lends pointers.   Thread  any; no state.   Cost  no malloc. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define RTP_HEADER_BYTES 12
#define RTP_BYTES_MAX 1500
#define RTP_EXT_BLOCK_MAX 64         /* the largest block rtp_ext_write makes */
#define RTP_EXT_MAX 8                /* extensions in one block */

/* What a datagram on the media port is, by its first bytes (RFC 7983, RFC 5761 §4). */
enum rtp_kind { RTP_KIND_OTHER, RTP_KIND_STUN, RTP_KIND_DTLS, RTP_KIND_RTP, RTP_KIND_RTCP };
enum rtp_kind rtp_kind(const uint8_t *p, size_t len);

struct rtp {
	uint8_t pt;
	bool marker;
	uint16_t seq;
	uint32_t ts, ssrc;
	uint16_t ext_profile;            /* 0xBEDE one-byte, 0x100x two-byte; 0 if there is none */
	const uint8_t *ext;              /* behind profile and length; lent, NULL if there is none */
	uint16_t ext_len;
	uint16_t header_len;             /* up to the payload */
	const uint8_t *payload;          /* lent */
	uint16_t payload_len;            /* without padding; may be 0 */
	uint8_t padding;
};

/* Reads a whole plain packet. ERR_MALFORMED for a wrong version, short headers, padding longer than the payload. */
err_t rtp_parse(const uint8_t *p, size_t len, struct rtp *ret);
/* Bytes of header, CSRCs and extension; needs no plain payload (so it works on SRTP). ERR_MALFORMED. */
err_t rtp_header_len(const uint8_t *p, size_t len, size_t *ret);
/* The bytes of extension `id` (1–14, or 1–255 in two-byte form); NULL if it is not there. */
const uint8_t *rtp_ext_find(const struct rtp *r, uint8_t id, uint8_t *ret_len);

/* One extension to be written. */
struct rtp_ext { uint8_t id, len; const uint8_t *data; };
/* Writes a whole extension block (profile, length, elements, zero padding to 4 bytes) that can be copied behind any
 * header written with `ext`. One-byte form if every id ≤ 14 and length 1–16, else two-byte. Nothing for n = 0.
 * Returns its length; 0 too if n > RTP_EXT_MAX or it would not fit in RTP_EXT_BLOCK_MAX or `cap`. */
size_t rtp_ext_write(uint8_t *out, size_t cap, const struct rtp_ext *list, size_t n);

/* Writes RTP_HEADER_BYTES and then `ext` (a block of rtp_ext_write; ext_len may be 0): no CSRC, no padding bit.
 * Returns the payload's offset. `out` must have room for both. */
size_t rtp_write(uint8_t *out, uint8_t pt, bool marker, uint16_t seq, uint32_t ts, uint32_t ssrc, const uint8_t *ext, size_t ext_len);

/* Signed distance a − b on the circle of sequence numbers, and of timestamps. */
static inline int16_t rtp_seq_diff(uint16_t a, uint16_t b) { return (int16_t)(uint16_t)(a - b); }
static inline int32_t rtp_ts_diff(uint32_t a, uint32_t b) { return (int32_t)(a - b); }
/* The 48-bit index of `seq` nearest to `highest` (RFC 3711 §3.3.1); `highest` is an index seen before. */
uint64_t rtp_index(uint64_t highest, uint16_t seq);

/* Big-endian fields, for those who write packets. */
static inline uint16_t rtp_u16(const uint8_t *p) { return (uint16_t)(p[0] << 8 | p[1]); }
static inline uint32_t rtp_u32(const uint8_t *p) { return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]; }
static inline void rtp_put16(uint8_t *p, uint16_t v) { p[0] = (uint8_t)(v >> 8); p[1] = (uint8_t)v; }
static inline void rtp_put32(uint8_t *p, uint32_t v) { rtp_put16(p, (uint16_t)(v >> 16)); rtp_put16(p + 2, (uint16_t)v); }
