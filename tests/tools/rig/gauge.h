/* gauge.h — how long things took, as counts in steps of 20 µs; what is beyond the last step is in the last one and in `max`.
 * Owns    nothing; a value.   Thread  one.   Limits  GAUGE_STEPS. */
#pragma once
#include <stdint.h>

#define GAUGE_STEP_US 20
#define GAUGE_STEPS   10000

struct gauge { uint64_t n, steps[GAUGE_STEPS]; int64_t max_us; };

void gauge_add(struct gauge *g, int64_t us);
/* The upper edge of the step below which `permille` of what was added lies; -1 if nothing was. */
int64_t gauge_us(const struct gauge *g, uint64_t permille);
