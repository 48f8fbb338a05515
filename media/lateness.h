/* lateness.h — how late packets come that were lost on the way from the phone and asked for again: the most of a stretch of time and
 * of the one before it, for what had to be asked for twice is rare and must not be forgotten at once.
 * Owns    nothing; a plain value inside its source.     Thread  one media worker. */
#pragma once
#include <stdint.h>

struct lateness { int64_t last_us, most_us[2], from_us; /* most late of this stretch and of the one before; when this one began */ };

/* One came so late. */
void lateness_note(struct lateness *l, int64_t late_us, int64_t now_us);
/* 0 where none is lost any more. */
int64_t lateness_us(const struct lateness *l, int64_t now_us);
