/* chooser.h — full or small picture for one viewer, by what it says of its network.
 *
 *   high ── the estimate stays below what the picture needs, or much is lost ──> low
 *   low  ── the estimate has room, or all has been well for `patience` ────────> high (fails soon: patience doubles)
 *
 * After a rise the estimate follows by some percent a second: while it rises it is no proof of a narrow network.
 * A receiver's estimate hardly rises above what it is sent, so from below the only proof of a better network is a try.
 * Owns    nothing; a plain value inside its viewer.   Thread  one media worker.   Limits  CHOOSER_PATIENCE_MAX_S. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#define CHOOSER_PRESSED_S      3
#define CHOOSER_PATIENCE_S     8
#define CHOOSER_PATIENCE_MAX_S 128
#define CHOOSER_TRIAL_S        12  /* a fall within this after a rise was a failed try */

struct chooser { bool low; uint8_t pressed; uint16_t well, since, patience; uint64_t estimate_bps; };

/* What one second has told: the estimate (REMB; 0: none yet), the lost fraction (of 256), and what the pictures need now. */
struct chooser_second { uint64_t estimate_bps, high_bps, low_bps; uint8_t lost; };

void chooser_second(struct chooser *c, const struct chooser_second *s);
