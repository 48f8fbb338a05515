/* descriptors_test.c — the limit of open files: raised as far as the system allows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sys/resource.h>

#include "base/descriptors.h"

static void test_raised_to_the_hard_limit_and_no_further(void **state)
{
	(void)state;
	struct rlimit r = {.rlim_cur = 100, .rlim_max = 400};
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &r), 0);
	assert_int_equal(descriptors_raise(200), 200);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &r), 0);
	assert_int_equal(r.rlim_cur, 200);
	assert_int_equal(descriptors_raise(150), 200); /* never lowered */
	assert_int_equal(descriptors_raise(400), 400);
	assert_int_equal(descriptors_raise(401), 400);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_raised_to_the_hard_limit_and_no_further)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
