/* tally.c — numbers are extended as they come; everything else is a difference. */
#include "media/tally.h"

#include "media/rtp.h"

#define LOST_MAX 0x7fffff /* 24 bits, signed */

static void begin(struct tally *t, uint16_t seq)
{
	uint32_t last_sr = t->last_sr;
	int64_t sr_us = t->sr_us;
	*t = (struct tally){.begun = true, .first = 0x10000u + seq, .highest = 0x10000u + seq, .last_sr = last_sr, .sr_us = sr_us};
}

/* Appendix A.8; a first packet has no one to be compared with. */
static void note_jitter(struct tally *t, uint32_t ts, uint32_t clock, int64_t now_us)
{
	uint32_t transit = (uint32_t)(uint64_t)(now_us * (int64_t)clock / 1000000) - ts;
	int32_t d = (int32_t)(transit - t->transit);
	t->transit = transit;
	if (t->came < 2) return;
	uint32_t far = (uint32_t)(d < 0 ? -d : d);
	t->jitter_16 += far - ((t->jitter_16 + 8) >> 4);
}

void tally_on(struct tally *t, uint16_t seq, uint32_t ts, uint32_t clock, int64_t now_us)
{
	int jump = t->begun ? rtp_seq_diff(seq, (uint16_t)t->highest) : 0;
	if (!t->begun || jump > TALLY_JUMP_MAX || jump < -TALLY_JUMP_MAX) {
		begin(t, seq);
		jump = 0;
	}
	if (jump > 0) t->highest += (uint64_t)jump;
	t->came++;
	note_jitter(t, ts, clock, now_us);
}

void tally_on_sender(struct tally *t, uint64_t ntp, int64_t now_us)
{
	t->last_sr = rtcp_ntp_middle(ntp);
	t->sr_us = now_us;
}

static int32_t clamp(int64_t lost) { return (int32_t)(lost > LOST_MAX ? LOST_MAX : lost < -LOST_MAX - 1 ? -LOST_MAX - 1 : lost); }

void tally_report(struct tally *t, uint32_t ssrc, int64_t now_us, struct rtcp_block *ret)
{
	uint64_t expected = t->begun ? t->highest - t->first + 1 : 0;
	uint64_t due = expected - t->expected_then, came = t->came - t->came_then;
	uint64_t share = due > came ? ((due - came) << 8) / due : 0;
	*ret = (struct rtcp_block){
		.ssrc = ssrc, .lost_fraction = (uint8_t)(share > 255 ? 255 : share), .lost_total = clamp((int64_t)(expected - t->came)),
		.highest_seq = (uint32_t)(t->highest - 0x10000u), .jitter = t->jitter_16 >> 4, .last_sr = t->last_sr,
		.since_last_sr = t->last_sr ? (uint32_t)((uint64_t)(now_us - t->sr_us) * 65536 / 1000000) : 0,
	};
	t->expected_then = expected;
	t->came_then = t->came;
}
