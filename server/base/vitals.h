/* vitals.h — what an operator's alarm looks at: memory and disk, as gauges, and a word in the log when either becomes too much.
 * Owns    nothing.   Thread  the floor.   Limits  VITALS_RSS_BYTES, limits.disk_percent: nothing is stopped by them but uploads. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/config.h"

#define VITALS_RSS_BYTES (1LL << 30)

struct vitals { bool large, full; };   /* what was told of already */

/* Every few seconds. */
void vitals_look(struct vitals *v, const struct config *c);
/* One reading; a log line and a count when the limit is crossed, another line when it is below again. */
void vitals_memory(struct vitals *v, int64_t rss_bytes);
