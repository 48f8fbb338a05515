/* bucket_test.c — the bucket gives its burst and one more only when time has passed. */
#include "base/bucket.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

static const struct bucket_rule rule = {.per_min = 60, .burst = 5};

static void burst_then_wait(void **state)
{
	(void)state;
	struct bucket r = {0};
	int64_t wait_ms = 0;
	for (int i = 0; i < 5; i++) assert_int_equal(bucket_take(&r, &rule, 1000000, &wait_ms), OK);
	assert_int_equal(bucket_take(&r, &rule, 1000000, &wait_ms), ERR_TOO_FAST);
	assert_int_equal(wait_ms, 1000);
	assert_int_equal(bucket_take(&r, &rule, 1999999, &wait_ms), ERR_TOO_FAST);
	assert_int_equal(bucket_take(&r, &rule, 2000000, &wait_ms), OK);
	assert_int_equal(bucket_take(&r, &rule, 2000000, &wait_ms), ERR_TOO_FAST);
}

static void a_long_rest_gives_no_more_than_the_burst(void **state)
{
	(void)state;
	struct bucket r = {0};
	int64_t wait_ms = 0;
	assert_int_equal(bucket_take(&r, &rule, 1000000, &wait_ms), OK);
	for (int i = 0; i < 5; i++) assert_int_equal(bucket_take(&r, &rule, 900000000, &wait_ms), OK);
	assert_int_equal(bucket_take(&r, &rule, 900000000, &wait_ms), ERR_TOO_FAST);
}

static void keys_do_not_share(void **state)
{
	(void)state;
	struct buckets *rs = buckets_new(64, rule);
	int64_t wait_ms = 0;
	for (int i = 0; i < 5; i++) assert_int_equal(buckets_take(rs, "192.0.2.1", 1000000, &wait_ms), OK);
	assert_int_equal(buckets_take(rs, "192.0.2.1", 1000000, &wait_ms), ERR_TOO_FAST);
	assert_int_equal(buckets_take(rs, "192.0.2.2", 1000000, &wait_ms), OK);
	buckets_free(rs);
}

static void a_full_table_forgets_the_oldest(void **state)
{
	(void)state;
	struct buckets *rs = buckets_new(4, rule);
	int64_t wait_ms = 0;
	char key[16];
	for (int i = 0; i < 1000; i++) {
		snprintf(key, sizeof key, "k%d", i);
		assert_int_equal(buckets_take(rs, key, 1000000 + i, &wait_ms), OK);
	}
	buckets_free(rs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(burst_then_wait),
		cmocka_unit_test(a_long_rest_gives_no_more_than_the_burst),
		cmocka_unit_test(keys_do_not_share),
		cmocka_unit_test(a_full_table_forgets_the_oldest),
	};
	return cmocka_run_group_tests_name("bucket", tests, NULL, NULL);
}
