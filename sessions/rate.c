/* rate.c — see rate.h. */
#include "sessions/rate.h"

#define MINUTE_US 60000000LL

bool rate_take(struct rate *r, int per_min, int64_t mono_us, int64_t *ret_retry_ms)
{
	int64_t minute = mono_us / MINUTE_US, into_us = mono_us % MINUTE_US;
	if (minute != r->minute) {
		r->before = minute == r->minute + 1 ? r->now : 0;
		r->now = 0;
		r->minute = minute;
	}
	/* What was used in the last 60 s, if the minute before was used evenly. */
	int64_t used = r->now + r->before * (MINUTE_US - into_us) / MINUTE_US;
	if (used >= per_min) {
		*ret_retry_ms = (MINUTE_US - into_us) / 1000 + 1;
		return false;
	}
	r->now++;
	return true;
}
