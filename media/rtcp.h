/* rtcp.h — RTCP compounds: read as a flat run of events, written piece by piece.
 * RFC 3550 §6, 3611 (a receiver's round trip), 4585 (NACK, PLI), 5104 (FIR), 5506 (reduced size), draft-alvestrand-rmcat-remb-03,
 * draft-holmer-rmcat-transport-wide-cc-extensions-01 (recognised only).
 * Owns    nothing; packets and buffers are lent.   Thread  any; no state.   Cost  no malloc.
 * Limits  RTCP_BYTES_MAX, RTCP_EVENTS_MAX per compound; what lies beyond is ERR_MALFORMED. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define RTCP_BYTES_MAX 1500
#define RTCP_EVENTS_MAX 256
#define RTCP_CNAME_MAX 64
#define RTCP_NACKS_MAX 64            /* sequence numbers in one NACK that we write */

enum rtcp_kind {
	RTCP_SENDER,     /* sender info of an SR */
	RTCP_REPORT,     /* one report block of an SR or RR; an RR without blocks makes no event */
	RTCP_CNAME,      /* SDES CNAME */
	RTCP_BYE,        /* one SSRC leaving */
	RTCP_NACK,       /* one pid + bitmask */
	RTCP_PLI,
	RTCP_FIR,        /* one FCI entry */
	RTCP_REMB,
	RTCP_TWCC,       /* transport-wide feedback; its bytes lent */
	RTCP_CLOCK,      /* a receiver's time, which it wants back to know its round trip (XR, RFC 3611 §4.4) */
	RTCP_CLOCK_BACK, /* our own such time come back (§4.5), one about each of our SSRCs */
	RTCP_OTHER,      /* well-formed, not known here (APP, …) */
	RTCP_KINDS
};

/* One thing said. `from` is the SSRC of who says it, `about` the stream it is about (0 where there is none). */
struct rtcp_event {
	enum rtcp_kind kind;
	uint32_t from, about;
	union {
		struct { uint64_t ntp; uint32_t rtp_ts, packets, octets; } sender;
		struct { uint8_t lost_fraction; int32_t lost_total; uint32_t highest_seq, jitter, last_sr, since_last_sr; } report;
		struct { const char *text; uint8_t len; } cname;                /* lent, not NUL-terminated */
		struct { uint16_t seq, mask; } nack;                            /* mask bit i: seq + 1 + i is missing too */
		struct { uint8_t seq; } fir;
		struct { uint64_t bps; } remb;
		struct { uint64_t ntp; } clock;
		struct { uint32_t last, since; } back;                          /* middle of our NTP time; how long it lay there, in 1/65536 s */
		struct { const uint8_t *bytes; uint16_t len; } raw;             /* TWCC, OTHER */
	};
};

/* A position in a compound that rtcp_open accepted. Fields are its own. */
struct rtcp_reader {
	const uint8_t *at, *end;         /* the next packet */
	const uint8_t *item, *item_end;  /* within the present one */
	uint32_t from, about;
	uint8_t type, count;
	uint16_t left, backs;            /* events that may still come; clocks in the present block */
};

/* Checks every packet header, length and padding of a plain compound or reduced-size packet. ERR_MALFORMED. */
err_t rtcp_open(struct rtcp_reader *r, const uint8_t *p, size_t len);
/* The next event; false at the end. */
bool rtcp_next(struct rtcp_reader *r, struct rtcp_event *ret);

/* A compound being written into the caller's buffer (leave SRTP_ROOM behind it for sealing). */
struct rtcp_writer { uint8_t *out; size_t len, cap; };
/* Each adds one packet and returns true, or false and adds nothing if there is no room or too much is asked. */
bool rtcp_add_sr(struct rtcp_writer *w, uint32_t ssrc, uint64_t ntp, uint32_t rtp_ts, uint32_t packets, uint32_t octets);
struct rtcp_block { uint32_t ssrc; uint8_t lost_fraction; int32_t lost_total; uint32_t highest_seq, jitter, last_sr, since_last_sr; };
bool rtcp_add_rr(struct rtcp_writer *w, uint32_t ssrc, const struct rtcp_block *blocks, size_t n);
bool rtcp_add_sdes(struct rtcp_writer *w, uint32_t ssrc, const char *cname);
bool rtcp_add_bye(struct rtcp_writer *w, uint32_t ssrc);
bool rtcp_add_pli(struct rtcp_writer *w, uint32_t from, uint32_t about);
bool rtcp_add_fir(struct rtcp_writer *w, uint32_t from, uint32_t about, uint8_t seq);
/* `seqs` ascending (on the circle); neighbours within 16 share an entry. */
bool rtcp_add_nack(struct rtcp_writer *w, uint32_t from, uint32_t about, const uint16_t *seqs, size_t n);
bool rtcp_add_remb(struct rtcp_writer *w, uint32_t from, uint64_t bps, const uint32_t *ssrcs, size_t n);

/* Transport-wide feedback: `body` is what follows the SSRCs; zeros fill its last word. */
bool rtcp_add_twcc(struct rtcp_writer *w, uint32_t from, uint32_t about, const uint8_t *body, size_t len);

/* Our time, to be given back. */
bool rtcp_add_clock(struct rtcp_writer *w, uint32_t from, uint64_t ntp);
/* The answer to a CLOCK, at once: `from` gives `to` the middle of its NTP time back (DLRR, RFC 3611 §4.5). */
bool rtcp_add_clock_back(struct rtcp_writer *w, uint32_t from, uint32_t to, uint64_t ntp);

/* NTP time (RFC 5905, 32.32 bits since 1900) of wall-clock microseconds since 1970, and its middle 32 bits. */
uint64_t rtcp_ntp(int64_t wall_us);
static inline uint32_t rtcp_ntp_middle(uint64_t ntp) { return (uint32_t)(ntp >> 16); }
