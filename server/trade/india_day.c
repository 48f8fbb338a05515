/* india_day.c — the calendar is the C library's; only the five and a half hours are ours. */
#include "trade/india_day.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define AHEAD_S 19800

static int64_t midnight_ms(int year, int month, int day)
{
	struct tm tm = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day};
	return (timegm(&tm) - AHEAD_S) * 1000;
}

static struct tm civil(int64_t at_ms)
{
	time_t s = at_ms / 1000 + AHEAD_S;
	struct tm tm;
	gmtime_r(&s, &tm);
	return tm;
}

err_t india_day_parse(const char *text, int64_t *ret_ms)
{
	static const char shape[] = "dddd-dd-dd";
	if (strnlen(text, sizeof shape) != sizeof shape - 1) return ERR_BAD_FIELD;
	for (int i = 0; shape[i]; i++)
		if (shape[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != '-') return ERR_BAD_FIELD;
	int year, month, day;
	if (sscanf(text, "%4d-%2d-%2d", &year, &month, &day) != 3 || year < 2000 || year > 2199) return ERR_BAD_FIELD;
	int64_t at = midnight_ms(year, month, day);
	if (india_day_of(at) != year * 10000LL + month * 100 + day) return ERR_BAD_FIELD; /* 30 February would roll over into March */
	*ret_ms = at;
	return OK;
}

int64_t india_day_of(int64_t at_ms)
{
	struct tm tm = civil(at_ms);
	return (tm.tm_year + 1900) * 10000LL + (tm.tm_mon + 1) * 100 + tm.tm_mday;
}

void fiscal_year_of(int64_t at_ms, int64_t *ret_begins_ms, int64_t *ret_ends_ms)
{
	struct tm tm = civil(at_ms);
	int year = tm.tm_year + 1900 - (tm.tm_mon < 3);
	*ret_begins_ms = midnight_ms(year, 4, 1);
	*ret_ends_ms = midnight_ms(year + 1, 4, 1);
}
