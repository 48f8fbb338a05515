/* counters.h — the process's counters and gauges, from schema/counters.def, and one for each error that somebody was answered with. Thread: any; relaxed atomics. */
#pragma once
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum counter {
#define COUNTER(id, name, help) CTR_##id,
#define GAUGE(id, name, help) CTR_##id,
#include "schema/counters.def"
#undef COUNTER
#undef GAUGE
	CTR_COUNT
};

void counter_add(enum counter c, int64_t n);
/* For a gauge that is looked at from time to time. */
void counter_set(enum counter c, int64_t n);
int64_t counter_get(enum counter c);
/* A request or a live message was refused with this error: most limits are counted so. */
void counter_refusal(err_t e);
int64_t counter_refusals(err_t e);
/* Appends all of them in the Prometheus text format 0.0.4. */
void counters_print(struct buf *out);
