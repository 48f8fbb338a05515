/* line.h — one direction of a bad network: what happens to a frame between two ends. Time is handed in, chance is seeded,
 * so the same seed gives the same losses.
 *
 *   frame ─> blackout? ─> loss (two states) ─> rate and its bounded queue ─> delay + jitter, or past the others ─> due
 *
 * Owns    the frames that are under way.   Thread  one.   Limits  LINE_FRAMES under way, then frames are dropped.
 * Cost    one copy of a frame.
 * Source  losses: Gilbert 1960, Elliott 1963, a good and a bad state, each with its own chance of a loss.      */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define LINE_FRAME_MAX 2048
#define LINE_FRAMES    8192

/* Chances in permille, times in milliseconds. */
struct line_rules {
	int64_t loss, bad_loss;      /* of a frame, in the good and in the bad state */
	int64_t to_bad, to_good;     /* of a change of state, per frame */
	int64_t delay, jitter;       /* each frame waits delay to delay + jitter; their order stays */
	int64_t reorder;             /* of passing those that wait */
	int64_t rate_kbps, queue;    /* 0: no bound; what would wait longer than `queue` is dropped */
	int64_t blackout;            /* 1: nothing passes */
};

struct line_counts { uint64_t in, lost, overflowed, out, out_bytes, bad_frames; };

struct line;

struct line *line_new(uint64_t seed);
void line_free(struct line *l);
/* Changes one rule by its name; ERR_BAD_FIELD for a name that is none or a number below 0 or out of range. */
err_t line_set(struct line *l, const char *name, int64_t value);
const struct line_rules *line_rules(const struct line *l);
const struct line_counts *line_counts(const struct line *l);
void line_put(struct line *l, const uint8_t *frame, size_t len, int64_t now_us);
/* When the next frame is due; INT64_MAX if none waits. */
int64_t line_due_us(const struct line *l);
/* Takes a frame that is due into `room` of LINE_FRAME_MAX bytes; 0 if none is. */
size_t line_take(struct line *l, int64_t now_us, uint8_t *room);
