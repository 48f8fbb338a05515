/* stitch.h — sews the packet streams of successive publishers into one, so that viewers see a single stream whose
 * sequence numbers and timestamps only go on.
 * Owns    nothing; a plain value per layer.   Thread  one media worker.   RFC 3550 §A.1 (sequence jumps) */
#pragma once
#include <stdbool.h>
#include <stdint.h>

/* A jump further than these is a sender that started over, once two packets in a row agree on it. */
#define STITCH_AHEAD_MAX  3000
#define STITCH_BEHIND_MAX 1000

struct stitch {
	bool open;            /* the present stream has begun */
	bool stray;           /* the last packet jumped; `stray_next` would confirm it */
	uint16_t stray_next;
	uint64_t in_high;     /* highest extended sequence number in */
	uint64_t in_first;    /* where the present stream began; what is older is not ours */
	uint64_t shift;       /* out = in + shift, modulo 2^64 */
	uint32_t ts_shift;
	uint64_t out_high;    /* 0: nothing yet */
	uint32_t out_ts;      /* of out_high */
	int64_t out_at_us;    /* when it came */
	bool frame_open;      /* out_high did not end one */
};

struct stitched { uint64_t seq; uint32_t ts; };

/* Another stream follows; it begins with the first packet that may begin one. */
void stitch_cut(struct stitch *s);
/* Where the packet belongs. False if it does not: before the beginning, or a jump not yet confirmed.
 * `begins`: a stream may begin here (a key frame; for sound, any packet); `ends`: it may end here (a frame's last packet). `clock` is in Hz. */
bool stitch_map(struct stitch *s, uint16_t seq, uint32_t ts, bool begins, bool ends, uint32_t clock, int64_t at_us, struct stitched *ret);
