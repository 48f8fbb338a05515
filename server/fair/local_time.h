/* local_time.h — times as people write them: with an offset (RFC 3339), or on the clock of the fair's time zone (by ICU).
 * Thread  any.    Limits  years 2000–2199, whole seconds. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* A zone of the IANA register, by its name ("Asia/Kolkata"). */
bool time_zone_known(const char *zone);
/* "2026-12-01T18:30" or "…:00" in `zone`; or with "Z" or "+05:30" behind. ERR_BAD_FIELD, also for a local time that does not
 * exist because clocks were put forward. A local time that comes twice is the earlier one. */
err_t local_time_parse(const char *text, const char *zone, int64_t *ret_ms);
/* Minutes since midnight on the clock of `zone`. ERR_BAD_FIELD for a zone that is none. */
err_t local_minute_of_day(int64_t at_ms, const char *zone, int *ret_min);
