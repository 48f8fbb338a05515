/* local_time_test.c — offsets, zones, and the hours that clocks skip or repeat. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fair/local_time.h"

static const struct { const char *text, *zone; err_t want; int64_t ms; } rows[] = {
	{"2026-12-01T18:30", "Asia/Kolkata", OK, 1796130000000},
	{"2026-12-01T18:30:00", "Asia/Kolkata", OK, 1796130000000},
	{"2026-12-01T13:00:00Z", "Asia/Kolkata", OK, 1796130000000},
	{"2026-12-01T13:00:00.000Z", "Asia/Kolkata", OK, 1796130000000},
	{"2026-12-01T18:30+05:30", "Europe/Berlin", OK, 1796130000000},
	{"2026-12-01T08:00:00-05:00", "Asia/Kolkata", OK, 1796130000000},
	{"2026-03-29T01:59", "Europe/Berlin", OK, 1774745940000},
	{"2026-03-29T02:30", "Europe/Berlin", ERR_BAD_FIELD, 0},       /* clocks go from 2 to 3 */
	{"2026-03-29T03:00", "Europe/Berlin", OK, 1774746000000},
	{"2026-10-25T02:30", "Europe/Berlin", OK, 1792888200000},      /* comes twice: the first, still summer time */
	{"2026-02-30T10:00", "Asia/Kolkata", ERR_BAD_FIELD, 0},
	{"2026-13-01T10:00", "Asia/Kolkata", ERR_BAD_FIELD, 0},
	{"2026-12-01T24:00", "Asia/Kolkata", ERR_BAD_FIELD, 0},
	{"2026-12-01T10:60", "Asia/Kolkata", ERR_BAD_FIELD, 0},
	{"2026-12-01T10:00:60", "Asia/Kolkata", ERR_BAD_FIELD, 0},
	{"2026-12-01T10:00", "Asia/Atlantis", ERR_BAD_FIELD, 0},
	{"2026-12-01T10:00", "", ERR_BAD_FIELD, 0},
	{"2026-12-01 10:00", "Asia/Kolkata", ERR_BAD_FIELD, 0},
	{"2026-12-01T10:00+5:30", "Asia/Kolkata", ERR_BAD_FIELD, 0},
	{"2026-12-01T10:00+05:30x", "Asia/Kolkata", ERR_BAD_FIELD, 0},
	{"2026-12-01T10:00 ", "Asia/Kolkata", ERR_BAD_FIELD, 0},
	{"2026-1-1T1:0", "Asia/Kolkata", ERR_BAD_FIELD, 0},
	{"+026-12-01T10:00", "Asia/Kolkata", ERR_BAD_FIELD, 0},
	{"1999-12-31T10:00", "Asia/Kolkata", ERR_BAD_FIELD, 0},
	{"", "Asia/Kolkata", ERR_BAD_FIELD, 0},
};

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int64_t ms = 0;
		err_t e = local_time_parse(rows[i].text, rows[i].zone, &ms);
		if (e != rows[i].want || ms != rows[i].ms) fail_msg("%s in %s: %s %lld", rows[i].text, rows[i].zone, err_wire(e), (long long)ms);
	}
}

static void test_zones(void **state)
{
	(void)state;
	assert_true(time_zone_known("Asia/Kolkata"));
	assert_true(time_zone_known("Etc/UTC"));
	assert_false(time_zone_known("Asia/Atlantis"));
	assert_false(time_zone_known("GMT+5:30x"));
	assert_false(time_zone_known(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_zones)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
