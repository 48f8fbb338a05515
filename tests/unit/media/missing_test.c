/* What is missing is asked for when it is not merely late, once a round trip, and not for ever. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "media/missing.h"

#define TRIP 100000

static size_t ask(struct missing *m, int64_t now_us, uint16_t *ret) { size_t given_up; return missing_ask(m, now_us, TRIP, ret, 64, &given_up); }

static void a_gap_is_asked_for_after_a_moment(void **state)
{
	(void)state;
	struct missing m = {0};
	uint16_t list[64];
	assert_int_equal(missing_on(&m, 65534, 0), MISSING_NEXT);
	assert_int_equal(missing_due_us(&m, TRIP), INT64_MAX);
	assert_int_equal(missing_on(&m, 2, 1000), MISSING_NEXT);
	assert_int_equal(missing_due_us(&m, TRIP), 1000 + MISSING_REORDER_US);
	assert_int_equal(ask(&m, 1000 + MISSING_REORDER_US - 1, list), 0);
	assert_int_equal(ask(&m, 1000 + MISSING_REORDER_US, list), 3);
	const uint16_t want[] = {65535, 0, 1};
	assert_memory_equal(list, want, sizeof want);
}

static void what_was_only_late_is_not_asked_for(void **state)
{
	(void)state;
	struct missing m = {0};
	uint16_t list[64];
	missing_on(&m, 1, 0);
	missing_on(&m, 3, 0);
	assert_true(missing_has(&m, 2));
	assert_int_equal(missing_on(&m, 2, 1000), MISSING_CAME);
	assert_int_equal(missing_on(&m, 2, 1000), MISSING_KNOWN);
	assert_int_equal(missing_on(&m, 65000, 1000), MISSING_KNOWN);   /* before the beginning */
	assert_int_equal(ask(&m, 1000000, list), 0);
}

static void asked_again_once_the_answer_is_overdue(void **state)
{
	(void)state;
	struct missing m = {0};
	uint16_t list[64];
	int64_t trip = 0;
	missing_on(&m, 1, 0);
	missing_on(&m, 3, 0);
	assert_int_equal(ask(&m, 10000, list), 1);
	assert_int_equal(ask(&m, 10000 + MISSING_TWICE_US - 1, list), 0);
	assert_int_equal(ask(&m, 10000 + MISSING_TWICE_US, list), 1);
	int64_t third = 10000 + TRIP + MISSING_ANSWER_US;
	assert_int_equal(missing_due_us(&m, TRIP), third);
	assert_int_equal(ask(&m, third - 1, list), 0);
	struct missing often = m;
	assert_true(missing_mend(&m, 2, 90000, &trip));
	assert_int_equal(trip, 80000);
	assert_false(missing_mend(&m, 2, 90000, &trip));
	assert_int_equal(ask(&often, third, list), 1);
	assert_true(missing_mend(&often, 2, 500000, &trip));
	assert_int_equal(trip, 0);        /* nobody can tell which ask was answered */
}

static void asked_each_quarter_of_a_round_trip_from_then_on(void **state)
{
	(void)state;
	struct missing m = {0};
	uint16_t list[64];
	missing_on(&m, 1, 0);
	missing_on(&m, 3, 0);
	int64_t now = MISSING_REORDER_US;
	for (int k = 0; k < 3; k++, now = missing_due_us(&m, TRIP)) assert_int_equal(ask(&m, now, list), 1);
	for (int k = 0; k < 5; k++, now += TRIP / 4) {
		assert_int_equal(ask(&m, now - 1, list), 0);
		assert_int_equal(ask(&m, now, list), 1);
	}
	assert_int_equal(missing_due_us(&m, 0), now - TRIP / 4 + MISSING_RETRY_US);     /* next door, too, not without end */
}

static void given_up_by_age_and_by_tries(void **state)
{
	(void)state;
	struct missing m = {0}, fast;
	uint16_t list[64];
	missing_on(&m, 1, 0);
	missing_on(&m, 3, 0);
	fast = m;
	assert_int_equal(ask(&m, MISSING_US - 1, list), 1);
	size_t given_up = 0;
	assert_int_equal(missing_ask(&m, 3 * MISSING_US, TRIP, list, 64, &given_up), 0);
	assert_int_equal(given_up, 1);
	assert_int_equal(m.n, 0);
	int tries = 0;
	for (int64_t now = 0; now < MISSING_US; now += MISSING_RETRY_US) tries += (int)missing_ask(&fast, now, 0, list, 64, &given_up);
	assert_int_equal(tries, MISSING_TRIES_MAX);
	assert_int_equal(fast.n, 0);
}

static void the_greatest_gap_and_one_more(void **state)
{
	(void)state;
	struct missing m = {0}, more = {0};
	missing_on(&m, 0, 0);
	assert_int_equal(missing_on(&m, MISSING_MAX + 1, 0), MISSING_NEXT);
	assert_int_equal(m.n, MISSING_MAX);
	assert_int_equal(missing_on(&m, MISSING_MAX + 3, 0), MISSING_TOO_MUCH);
	assert_int_equal(m.n, 0);
	missing_on(&more, 0, 0);
	assert_int_equal(missing_on(&more, MISSING_MAX + 2, 0), MISSING_TOO_MUCH);
	assert_int_equal(missing_on(&more, MISSING_MAX + 3, 0), MISSING_NEXT);
}

static void no_more_are_asked_for_than_fit(void **state)
{
	(void)state;
	struct missing m = {0};
	uint16_t list[64];
	missing_on(&m, 0, 0);
	missing_on(&m, 101, 0);
	assert_int_equal(ask(&m, 10000, list), 64);
	assert_int_equal(ask(&m, 10000, list), 36);
	assert_int_equal(list[35], 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_gap_is_asked_for_after_a_moment),
		cmocka_unit_test(what_was_only_late_is_not_asked_for),
		cmocka_unit_test(asked_again_once_the_answer_is_overdue),
		cmocka_unit_test(asked_each_quarter_of_a_round_trip_from_then_on),
		cmocka_unit_test(given_up_by_age_and_by_tries),
		cmocka_unit_test(the_greatest_gap_and_one_more),
		cmocka_unit_test(no_more_are_asked_for_than_fit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
