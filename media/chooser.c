/* chooser.c — counts of seconds; figures as parts of 256. */
#include "media/chooser.h"

#define LOST_MUCH  26  /* 10 % */
#define LOST_SOME  13  /* 5 % */

static bool below(uint64_t bps, uint64_t need, unsigned tenths) { return bps && bps * 10 < need * tenths; }

static void turn(struct chooser *c, bool low)
{
	c->low = low;
	c->pressed = c->top = 0;
	c->well = c->since = 0;
	c->probe_bps = 0;
}

static void lose_patience(struct chooser *c, bool failed)
{
	unsigned next = failed ? 2u * c->patience : CHOOSER_PATIENCE_S;
	c->patience = (uint16_t)(next < CHOOSER_PATIENCE_MAX_S ? next : CHOOSER_PATIENCE_MAX_S);
}

static void end_probe(struct chooser *c)
{
	lose_patience(c, true);
	c->probe_bps = c->top = 0;
	c->well = 0;
}

static void fall(struct chooser *c)
{
	lose_patience(c, c->patience && c->since < CHOOSER_TRIAL_S);
	turn(c, true);
}

/* The whole of what is sent grows by half each second, up to a tenth more than the full picture. */
static void probe_more(struct chooser *c, const struct chooser_second *s)
{
	uint64_t least = 2 * s->low_bps, full = s->high_bps + s->high_bps / 10, top = full > least ? full : least, now = s->low_bps + c->probe_bps, next = now + now / 2;
	if (next >= top) c->top++;
	else c->top = 0;
	if (c->top > CHOOSER_TOP_S) turn(c, false);
	else c->probe_bps = (uint32_t)((next < top ? next : top) - s->low_bps);
}

static void high_second(struct chooser *c, const struct chooser_second *s)
{
	bool narrow = below(s->estimate_bps, s->high_bps, 7), rising = s->estimate_bps > c->estimate_bps, lossy = s->lost > LOST_MUCH;
	bool trusted = c->patience && c->since < CHOOSER_TRIAL_S && s->lost <= LOST_SOME;
	c->estimate_bps = s->estimate_bps;
	if (lossy || (narrow && !rising && !trusted)) c->pressed++;
	else if (!narrow) c->pressed = 0;
	if (c->pressed >= CHOOSER_PRESSED_S) fall(c);
}

static void low_second(struct chooser *c, const struct chooser_second *s)
{
	bool probing = c->probe_bps, held_up = probing && s->rtt_ms > c->rtt_ms + CHOOSER_HELD_UP_MS;
	bool room = s->estimate_bps && s->high_bps && !below(s->estimate_bps, s->high_bps, 13);
	bool well = s->lost <= LOST_SOME && !held_up;
	c->estimate_bps = s->estimate_bps;
	c->well = well ? (uint16_t)(c->well + 1) : 0;
	if (probing && !well) {
		end_probe(c);
	} else if (probing) {
		probe_more(c, s);
	} else if (room && c->well >= CHOOSER_PRESSED_S) {
		turn(c, false);
	} else if (c->well >= c->patience) {
		c->rtt_ms = s->rtt_ms;
		if (s->repeats && s->low_bps) probe_more(c, s);
		else turn(c, false);
	}
}

void chooser_second(struct chooser *c, const struct chooser_second *s)
{
	if (c->since < UINT16_MAX) c->since++;
	c->missed = 0;
	if (c->low) low_second(c, s);
	else high_second(c, s);
}

void chooser_missed(struct chooser *c, unsigned packets)
{
	if (!c->probe_bps) return;
	unsigned missed = c->missed + packets;
	c->missed = (uint8_t)(missed < UINT8_MAX ? missed : UINT8_MAX);
	if (missed > CHOOSER_MISSED) end_probe(c);
}
