/* coredump_test.c — what the kernel would write when we die. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "base/coredump.h"

static void sec_46_no_memory_goes_into_a_core_dump(void **state)
{
	(void)state;
	struct rlimit limit;
	unsigned filter = 1;
	coredump_off();
	assert_int_equal(getrlimit(RLIMIT_CORE, &limit), 0);
	assert_int_equal(limit.rlim_cur, 0);
	assert_int_equal(limit.rlim_max, 0);
	FILE *f = fopen("/proc/self/coredump_filter", "re");
	assert_non_null(f);
	assert_int_equal(fscanf(f, "%x", &filter), 1);
	fclose(f);
	assert_int_equal(filter, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(sec_46_no_memory_goes_into_a_core_dump)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
