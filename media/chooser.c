/* chooser.c — counts of seconds; figures as parts of 256. */
#include "media/chooser.h"

#define LOST_MUCH  26  /* 10 % */
#define LOST_SOME  13  /* 5 % */

static bool below(uint64_t bps, uint64_t need, unsigned tenths) { return bps && bps * 10 < need * tenths; }

static void turn(struct chooser *c, bool low)
{
	c->low = low;
	c->pressed = 0;
	c->well = c->since = 0;
}

static void fall(struct chooser *c)
{
	bool failed = c->patience && c->since < CHOOSER_TRIAL_S;
	uint16_t next = failed ? (uint16_t)(2 * c->patience) : CHOOSER_PATIENCE_S;
	c->patience = next < CHOOSER_PATIENCE_MAX_S ? next : CHOOSER_PATIENCE_MAX_S;
	turn(c, true);
}

void chooser_second(struct chooser *c, const struct chooser_second *s)
{
	if (c->since < UINT16_MAX) c->since++;
	if (!c->low) {
		bool narrow = below(s->estimate_bps, s->high_bps, 7), rising = s->estimate_bps > c->estimate_bps, lossy = s->lost > LOST_MUCH;
		c->estimate_bps = s->estimate_bps;
		if (lossy || (narrow && !rising)) c->pressed++;
		else if (!narrow) c->pressed = 0;
		if (c->pressed >= CHOOSER_PRESSED_S) fall(c);
		return;
	}
	c->estimate_bps = s->estimate_bps;
	bool room = s->estimate_bps && !below(s->estimate_bps, s->high_bps, 13) && s->high_bps;
	bool well = s->lost <= LOST_SOME && !below(s->estimate_bps, s->low_bps, 12);
	c->well = well ? (uint16_t)(c->well + 1) : 0;
	if (c->well >= c->patience || (room && c->well >= CHOOSER_PRESSED_S)) turn(c, false);
}
