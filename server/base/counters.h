/* counters.h — the process's counters and gauges, from schema/counters.def. Thread: any; relaxed atomics. */
#pragma once
#include <stdint.h>

#include "base/buf.h"

enum counter {
#define COUNTER(id, name, help) CTR_##id,
#define GAUGE(id, name, help) CTR_##id,
#include "schema/counters.def"
#undef COUNTER
#undef GAUGE
	CTR_COUNT
};

void counter_add(enum counter c, int64_t n);
int64_t counter_get(enum counter c);
/* Appends all of them in the Prometheus text format 0.0.4. */
void counters_print(struct buf *out);
