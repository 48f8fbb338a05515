/* india_day.h — days and fiscal years of Indian law: midnight is 00:00 of Asia/Kolkata (UTC+05:30, never put forward), a fiscal year
 * begins on 1 April.    Owns  nothing.    Thread  any.    Limits  years 2000–2199. */
#pragma once
#include <stdint.h>

#include "base/err.h"

#define INDIA_DAY_MS 86400000LL

/* "2026-04-01" to its midnight. ERR_BAD_FIELD, also for a day that no calendar has. */
err_t india_day_parse(const char *text, int64_t *ret_ms);
/* The day in which a moment lies, as the number 20260401. */
int64_t india_day_of(int64_t at_ms);
/* The fiscal year in which a moment lies: its first moment, and the first of the next one. */
void fiscal_year_of(int64_t at_ms, int64_t *ret_begins_ms, int64_t *ret_ends_ms);
