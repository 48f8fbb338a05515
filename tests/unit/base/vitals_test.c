/* vitals_test.c — memory at its limit, beyond it, and below it again. */
#include "base/vitals.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/counters.h"

static void a_gigabyte_and_one_byte_more(void **state)
{
	(void)state;
	struct vitals v = {0};
	vitals_memory(&v, VITALS_RSS_BYTES);
	assert_int_equal(counter_get(CTR_RSS_HIGH), 0);
	vitals_memory(&v, VITALS_RSS_BYTES + 1);
	vitals_memory(&v, VITALS_RSS_BYTES + 2);
	assert_int_equal(counter_get(CTR_RSS_HIGH), 1); /* told of once */
	assert_int_equal(counter_get(CTR_RSS_BYTES), VITALS_RSS_BYTES + 2);
	vitals_memory(&v, VITALS_RSS_BYTES);
	vitals_memory(&v, VITALS_RSS_BYTES + 1);
	assert_int_equal(counter_get(CTR_RSS_HIGH), 2);
}

static void it_looks_at_this_process_and_its_disk(void **state)
{
	(void)state;
	struct vitals v = {0};
	struct config c = {.data = "/", .disk_percent = 100};
	vitals_look(&v, &c);
	assert_true(counter_get(CTR_RSS_BYTES) > 100000);
	assert_true(counter_get(CTR_DISK_FREE) > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(a_gigabyte_and_one_byte_more), cmocka_unit_test(it_looks_at_this_process_and_its_disk)};
	return cmocka_run_group_tests_name("vitals", tests, NULL, NULL);
}
