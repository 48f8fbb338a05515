/* chooser.h — full or small picture for one viewer, by what it says of its network.
 *
 *   high ── the estimate stays below what the picture needs, or much is lost ────────────> low
 *   low  ── the estimate has room ─────────────────────────────────────────────────────> high
 *   low  ── all has been well for `patience` ──> probing, half more each second ───────> high
 *                                                  └─ lost, asked for again or held up: low again, patience doubles
 *
 * A receiver's estimate hardly rises above what it is sent, and falls when its machine is busy. So from below it counts only
 * where it is high, never against going up; the only proof of a better network is to send more:
 * repeats of what it has, which cost it nothing when they are lost, as a try with the full picture would. A viewer that takes
 * no repeats gets that try. After a rise the estimate follows by some percent a second: while it rises, and for a trial's time
 * while nothing else is wrong, it is no proof of a narrow network.
 * Owns    nothing; a plain value inside its viewer.   Thread  one media worker.   Limits  CHOOSER_PATIENCE_MAX_S. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#define CHOOSER_PRESSED_S      3
#define CHOOSER_PATIENCE_S     4
#define CHOOSER_PATIENCE_MAX_S 64
#define CHOOSER_TRIAL_S        12  /* a fall within this after a rise was a failed try */
#define CHOOSER_TOP_S          2   /* the whole of what the full picture needs must pass for so long */
#define CHOOSER_HELD_UP_MS     150 /* a round trip that grows by more while probing: a queue fills */
#define CHOOSER_MISSED         2   /* packets asked for again in one second of probing; one more ends it there and then */

struct chooser {
	bool low;
	uint8_t pressed, top, missed;       /* seconds of pressure; of probing at the top; asked for again in this second of probing */
	uint16_t well, since, patience, rtt_ms;
	uint32_t probe_bps;                 /* of repeats beside the small picture, now; 0: none */
	uint64_t estimate_bps;
};

/* What one second has told: the estimate (REMB; 0: none yet), what the pictures need now, the lost fraction (of 256; of picture
 * or repeats, whichever is more), the round trip, and whether the viewer takes repeats. */
struct chooser_second { uint64_t estimate_bps, high_bps, low_bps; uint16_t rtt_ms; uint8_t lost; bool repeats; };

void chooser_second(struct chooser *c, const struct chooser_second *s);
/* The viewer asks for so many packets of the picture again. Reports come once a second; a probe that is too much is known by this
 * within a round trip, before it has pushed out more of the picture. */
void chooser_missed(struct chooser *c, unsigned packets);
