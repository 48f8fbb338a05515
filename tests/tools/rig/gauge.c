/* gauge.c — a histogram. */
#include "tests/tools/rig/gauge.h"

void gauge_add(struct gauge *g, int64_t us)
{
	int64_t step = us < 0 ? 0 : us / GAUGE_STEP_US;
	g->steps[step < GAUGE_STEPS ? step : GAUGE_STEPS - 1]++;
	g->n++;
	if (us > g->max_us) g->max_us = us;
}

int64_t gauge_us(const struct gauge *g, uint64_t permille)
{
	uint64_t below = 0;
	for (int i = 0; g->n && i < GAUGE_STEPS; i++) {
		below += g->steps[i];
		if (below * 1000 >= g->n * permille) return (i + 1) * (int64_t)GAUGE_STEP_US;
	}
	return -1;
}
