/* local_time.c — ICU moves a time that does not exist; reading the fields back shows it. */
#include "fair/local_time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

#define ZONE_CHARS 64

struct written { int year, month, day, hour, minute, second; };

static bool zone_to_utf16(const char *zone, UChar ret[static ZONE_CHARS])
{
	if (!*zone || strlen(zone) >= ZONE_CHARS) return false;
	u_uastrcpy(ret, zone);
	return true;
}

bool time_zone_known(const char *zone)
{
	UChar id[ZONE_CHARS], canonical[ZONE_CHARS];
	UBool is_system = false;
	UErrorCode e = U_ZERO_ERROR;
	if (!zone_to_utf16(zone, id)) return false;
	ucal_getCanonicalTimeZoneID(id, -1, canonical, ZONE_CHARS, &is_system, &e);
	return U_SUCCESS(e) && is_system;
}

/* Reads up to the seconds; *ret_rest is what stands behind. */
static bool read_written(const char *text, struct written *w, const char **ret_rest)
{
	int used = 0;
	*w = (struct written){0};
	if (sscanf(text, "%4d-%2d-%2dT%2d:%2d%n", &w->year, &w->month, &w->day, &w->hour, &w->minute, &used) != 5 || used != 16) return false;
	for (int i = 0; i < used; i++)
		if (!strchr("0123456789-T:", text[i])) return false;
	const char *rest = text + used;
	if (*rest == ':') {
		if (strspn(rest + 1, "0123456789") != 2) return false;
		w->second = atoi(rest + 1);
		rest += 3;
		if (*rest == '.') rest += 1 + strspn(rest + 1, "0123456789"); /* thousandths are not kept */
	}
	*ret_rest = rest;
	return w->year >= 2000 && w->year < 2200 && w->second < 60;
}

/* "Z" or "+05:30" to minutes east. */
static bool read_offset(const char *rest, int *ret_minutes)
{
	int hours, minutes, used = 0;
	if (strcmp(rest, "Z") == 0) {
		*ret_minutes = 0;
		return true;
	}
	if ((*rest != '+' && *rest != '-') || strspn(rest + 1, "0123456789:") != 5 || rest[6]) return false;
	if (sscanf(rest + 1, "%2d:%2d%n", &hours, &minutes, &used) != 2 || used != 5 || hours > 18 || minutes > 59) return false;
	*ret_minutes = (*rest == '-' ? -1 : 1) * (hours * 60 + minutes);
	return true;
}

static bool holds(UCalendar *cal, const struct written *w)
{
	UErrorCode e = U_ZERO_ERROR;
	bool same = ucal_get(cal, UCAL_YEAR, &e) == w->year && ucal_get(cal, UCAL_MONTH, &e) == w->month - 1 && ucal_get(cal, UCAL_DATE, &e) == w->day &&
	            ucal_get(cal, UCAL_HOUR_OF_DAY, &e) == w->hour && ucal_get(cal, UCAL_MINUTE, &e) == w->minute;
	return U_SUCCESS(e) && same;
}

/* The caller closes it. */
static err_t open_calendar(const char *zone, UCalendar **ret)
{
	UChar id[ZONE_CHARS];
	UErrorCode e = U_ZERO_ERROR;
	if (!time_zone_known(zone) || !zone_to_utf16(zone, id)) return ERR_BAD_FIELD;
	*ret = ucal_open(id, -1, "en", UCAL_GREGORIAN, &e);
	return U_SUCCESS(e) ? OK : ERR_INTERNAL;
}

static err_t to_millis(const struct written *w, const char *zone, int64_t *ret_ms)
{
	UCalendar *cal;
	UErrorCode e = U_ZERO_ERROR;
	TRY(open_calendar(zone, &cal));
	ucal_setAttribute(cal, UCAL_REPEATED_WALL_TIME, UCAL_WALLTIME_FIRST);
	ucal_clear(cal);
	ucal_setDateTime(cal, w->year, w->month - 1, w->day, w->hour, w->minute, w->second, &e);
	double ms = ucal_getMillis(cal, &e);
	bool exists = U_SUCCESS(e) && holds(cal, w);
	ucal_close(cal);
	if (!exists) return ERR_BAD_FIELD;
	*ret_ms = (int64_t)ms;
	return OK;
}

err_t local_time_parse(const char *text, const char *zone, int64_t *ret_ms)
{
	struct written w;
	const char *rest;
	int minutes;
	if (!read_written(text, &w, &rest)) return ERR_BAD_FIELD;
	if (!*rest) return to_millis(&w, zone, ret_ms);
	if (!read_offset(rest, &minutes)) return ERR_BAD_FIELD;
	int64_t utc_ms;
	TRY(to_millis(&w, "Etc/UTC", &utc_ms));
	*ret_ms = utc_ms - minutes * 60000LL;
	return OK;
}

err_t local_minute_of_day(int64_t at_ms, const char *zone, int *ret_min)
{
	UCalendar *cal;
	UErrorCode e = U_ZERO_ERROR;
	TRY(open_calendar(zone, &cal));
	ucal_setMillis(cal, (double)at_ms, &e);
	int minutes = ucal_get(cal, UCAL_HOUR_OF_DAY, &e) * 60 + ucal_get(cal, UCAL_MINUTE, &e);
	ucal_close(cal);
	if (U_FAILURE(e)) return ERR_INTERNAL;
	*ret_min = minutes;
	return OK;
}
