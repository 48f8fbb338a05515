/* align.c — the first pair of reports is kept as long as the later ones agree, so that time never jitters. */
#include "media/align.h"

void align_on_report(struct align *a, uint64_t ntp, uint32_t small_ts, uint64_t full_ntp, uint32_t full_ts)
{
	int64_t ticks = (int64_t)((double)(int64_t)(ntp - full_ntp) * ALIGN_HZ / 4294967296.0);
	uint32_t shift = full_ts + (uint32_t)ticks - small_ts;
	int32_t slip = (int32_t)(shift - a->shift);
	if (a->known && slip <= ALIGN_SLIP && slip >= -ALIGN_SLIP) return;
	*a = (struct align){true, shift};
}
