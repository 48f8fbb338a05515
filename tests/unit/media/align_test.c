/* Two clocks of one phone, tied by its reports. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "media/align.h"

#define SECOND (UINT64_C(1) << 32)
#define T0     (UINT64_C(3900000000) << 32)

static void reports_of_one_moment(void **state)
{
	(void)state;
	struct align a = {0};
	align_on_report(&a, T0, 1000, T0, 5000);
	assert_true(a.known);
	assert_int_equal(1000 + a.shift, 5000);
}

static void reports_of_different_moments(void **state)
{
	(void)state;
	struct align a = {0};
	align_on_report(&a, T0 + SECOND / 2, 1000, T0, 5000);      /* the small one's is half a second later */
	assert_int_equal((uint32_t)(1000 + a.shift), 5000 + ALIGN_HZ / 2);
	a.known = false;
	align_on_report(&a, T0 - SECOND, 1000, T0, 5000);
	assert_int_equal((uint32_t)(1000 + a.shift), (uint32_t)(5000 - ALIGN_HZ));
}

static void small_slips_change_nothing_and_great_ones_do(void **state)
{
	(void)state;
	struct align a = {0};
	align_on_report(&a, T0, 0, T0, 100000);
	align_on_report(&a, T0, 0, T0, 100000 + ALIGN_SLIP);
	assert_int_equal(a.shift, 100000);
	align_on_report(&a, T0, 0, T0, 100000 - ALIGN_SLIP);
	assert_int_equal(a.shift, 100000);
	align_on_report(&a, T0, 0, T0, 100000 + ALIGN_SLIP + 1);
	assert_int_equal(a.shift, 100000 + ALIGN_SLIP + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reports_of_one_moment),
		cmocka_unit_test(reports_of_different_moments),
		cmocka_unit_test(small_slips_change_nothing_and_great_ones_do),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
