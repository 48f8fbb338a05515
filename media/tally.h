/* tally.h — what has come of one incoming stream, for receiver reports (RFC 3550 §6.4, appendix A.1, A.3, A.8).
 * Owns    nothing; a plain value inside its inlet.     Thread  one media worker.
 * Limits  a jump of more than TALLY_JUMP_MAX numbers is a stream that started over. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "media/rtcp.h"

#define TALLY_JUMP_MAX 3000

struct tally {
	bool begun;
	uint64_t first, highest, came;            /* extended numbers; packets, duplicates too */
	uint64_t expected_then, came_then;        /* at the last report */
	uint32_t transit, jitter_16;              /* in clock units; the jitter times 16 */
	uint32_t last_sr;                         /* middle of the last sender report's NTP time; 0: none yet */
	int64_t sr_us;
};

/* A packet of the stream itself, not its repair. `clock` is in Hz. */
void tally_on(struct tally *t, uint16_t seq, uint32_t ts, uint32_t clock, int64_t now_us);
void tally_on_sender(struct tally *t, uint64_t ntp, int64_t now_us);
/* The block of the next receiver report; its fraction is since the last one. */
void tally_report(struct tally *t, uint32_t ssrc, int64_t now_us, struct rtcp_block *ret);
