/* rate.h — how often something may happen in a minute: two buckets, so that a minute's border gives nothing away.
 * Owns    nothing; embedded where it counts.    Thread  any, one at a time. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct rate { int64_t minute; int32_t now, before; };

/* Counts one and says true, or says false and after how long it is worth to try again. */
bool rate_take(struct rate *r, int per_min, int64_t mono_us, int64_t *ret_retry_ms);
