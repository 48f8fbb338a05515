/* stitch.c — one shift for the numbers and one for the timestamps, fixed where a stream begins. */
#include "media/stitch.h"

#include "media/rtp.h"

#define FIRST_SEQ (1u << 20) /* far from 0, so that nothing ever wraps below */

void stitch_cut(struct stitch *s)
{
	s->open = false;
	s->stray = false;
}

/* The new stream takes the next number; one is left out where the last frame was cut short, so that a decoder sees
 * the hole. Its timestamps go on by the time that has passed. */
static void begin(struct stitch *s, uint16_t seq, uint32_t ts, uint32_t clock, int64_t at_us)
{
	s->open = true;
	s->in_high = s->in_first = (1u << 16) + seq;
	if (!s->out_high) {
		s->shift = FIRST_SEQ - s->in_first;
		s->ts_shift = 0;
		return;
	}
	s->shift = s->out_high + 1 + s->frame_open - s->in_first;
	int64_t gap_us = at_us > s->out_at_us ? at_us - s->out_at_us : 0;
	uint32_t gap = (uint32_t)((uint64_t)gap_us * clock / 1000000);
	s->ts_shift = s->out_ts + (gap ? gap : 1) - ts;
}

/* True if the number cannot belong to the present stream. Two in a row end it. */
static bool jumped(struct stitch *s, uint16_t seq)
{
	int diff = rtp_seq_diff(seq, (uint16_t)s->in_high);
	if (diff <= STITCH_AHEAD_MAX && diff >= -STITCH_BEHIND_MAX) return s->stray = false;
	bool twice = s->stray && seq == s->stray_next;
	s->stray = true;
	s->stray_next = (uint16_t)(seq + 1);
	if (twice) stitch_cut(s);
	return !twice;
}

bool stitch_map(struct stitch *s, uint16_t seq, uint32_t ts, bool begins, bool ends, uint32_t clock, int64_t at_us, struct stitched *ret)
{
	if (s->open && jumped(s, seq)) return false;
	if (!s->open) {
		if (!begins) return false;
		begin(s, seq, ts, clock, at_us);
	}
	uint64_t in = s->in_high + (uint64_t)(int64_t)rtp_seq_diff(seq, (uint16_t)s->in_high);
	if (in < s->in_first) return false;
	*ret = (struct stitched){in + s->shift, ts + s->ts_shift};
	if (in > s->in_high) s->in_high = in;
	if (ret->seq > s->out_high) {
		s->out_high = ret->seq;
		s->out_ts = ret->ts;
		s->out_at_us = at_us;
		s->frame_open = !ends;
	}
	return true;
}
