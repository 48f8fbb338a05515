/* rate_test.c — N in a minute and not one more, also across a minute's border. */
#include "sessions/rate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define S 1000000LL

static int take(struct rate *r, int tries, int64_t at_us)
{
	int taken = 0;
	int64_t retry_ms;
	for (int i = 0; i < tries; i++) taken += rate_take(r, 10, at_us, &retry_ms);
	return taken;
}

static void test_ten_and_no_eleventh(void **state)
{
	(void)state;
	struct rate r = {0};
	int64_t retry_ms = 0;
	assert_int_equal(take(&r, 10, 5 * S), 10);
	assert_false(rate_take(&r, 10, 5 * S, &retry_ms));
	assert_int_equal(retry_ms, 55001);
	assert_false(rate_take(&r, 10, 59 * S, &retry_ms));
}

static void test_the_border_gives_nothing_away(void **state)
{
	(void)state;
	struct rate r = {0};
	assert_int_equal(take(&r, 10, 59 * S), 10);
	assert_int_equal(take(&r, 10, 60 * S), 0);
	assert_int_equal(take(&r, 10, 90 * S), 5);
	assert_int_equal(take(&r, 10, 300 * S), 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_ten_and_no_eleventh), cmocka_unit_test(test_the_border_gives_nothing_away)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
