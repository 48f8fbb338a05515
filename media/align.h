/* align.h — which time of the small picture a phone sends is which of its full one: each of its streams has a clock of its own, and
 * sender reports tie both to one (RFC 3550 §6.4.1).
 * Owns    nothing; a plain value inside its source.     Thread  one media worker. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#define ALIGN_HZ   90000
#define ALIGN_SLIP (ALIGN_HZ / 50)  /* reports are this inexact at most; beyond it the sender's clock has moved */

struct align { bool known; uint32_t shift; /* full = small + shift */ };

/* At `ntp` the small picture's clock stood at `small_ts`; at `full_ntp` the full one's at `full_ts`. */
void align_on_report(struct align *a, uint64_t ntp, uint32_t small_ts, uint64_t full_ntp, uint32_t full_ts);
