/* tls_test.c — the certificate that the house makes for itself, and when one ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "gate/tls.h"
#include "tests/unit/scratch.h"

#define DAY_MS 86400000LL

static void sec_40_two_weeks_before_its_end_and_a_millisecond_more(void **state)
{
	(void)state;
	const int64_t ends = 1764000000000LL;
	assert_true(tls_ends_soon(ends, ends - TLS_SOON_MS));
	assert_false(tls_ends_soon(ends, ends - TLS_SOON_MS - 1));
	assert_true(tls_ends_soon(ends, ends + 1));
}

static void the_houses_own_lasts_as_long_as_it_says(void **state)
{
	(void)state;
	char dir[SCRATCH_BYTES], command[SCRATCH_BYTES + 16];
	struct tls_files files;
	int64_t ends = 0, now = (int64_t)time(NULL) * 1000;
	assert_non_null(scratch_new(dir, "tls"));
	assert_int_equal(tls_own(dir, &files), OK);
	assert_int_equal(tls_ends(files.cert, &ends), OK);
	assert_true(ends > now + (TLS_DAYS - 1) * DAY_MS && ends < now + (TLS_DAYS + 1) * DAY_MS);
	assert_int_equal(tls_ends(files.key, &ends), ERR_CONFIG);
	assert_int_equal(tls_ends("/nonexistent", &ends), ERR_CONFIG);
	snprintf(command, sizeof command, "rm -rf %s", dir);
	assert_int_equal(system(command), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(sec_40_two_weeks_before_its_end_and_a_millisecond_more), cmocka_unit_test(the_houses_own_lasts_as_long_as_it_says)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
