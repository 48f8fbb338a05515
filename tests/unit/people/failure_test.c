/* failure_test.c — a hundred wrong passwords in a row, and one more. */
#include "people/failure.h"

#include "tests/unit/world.h"

#define WHO "olga@example.org"

HANDLER(add, failures_add(tx, q->a))
HANDLER(forget, failures_forget(tx, q->a))

static err_t check(struct world *w, const char *who, int64_t *ret_wait_ms) { return failures_check(w->db, who, clock_wall_ms(), ret_wait_ms); }

static void sec_13_a_hundred_wrong_passwords_and_not_one_more(void **state)
{
	struct world *w = *state;
	int64_t wait_ms = 0;
	for (int i = 0; i < FAILURES_MAX; i++) {
		assert_int_equal(check(w, WHO, &wait_ms), OK);
		assert_int_equal(DO(w, add, .a = WHO), OK);
	}
	assert_int_equal(check(w, WHO, &wait_ms), ERR_TOO_FAST);
	assert_int_equal(wait_ms, FAILURES_CLOSED_MS);
	assert_int_equal(check(w, "other@example.org", &wait_ms), OK);
	world_wait_ms(FAILURES_CLOSED_MS - 1);
	assert_int_equal(check(w, WHO, &wait_ms), ERR_TOO_FAST);
	world_wait_ms(1);
	assert_int_equal(check(w, WHO, &wait_ms), OK);
	assert_int_equal(DO(w, add, .a = WHO), OK); /* the first of another hundred */
	assert_int_equal(check(w, WHO, &wait_ms), OK);
}

static void the_right_one_forgets_them(void **state)
{
	struct world *w = *state;
	int64_t wait_ms = 0;
	for (int i = 0; i < FAILURES_MAX - 1; i++) assert_int_equal(DO(w, add, .a = WHO), OK);
	assert_int_equal(DO(w, forget, .a = WHO), OK);
	for (int i = 0; i < FAILURES_MAX - 1; i++) assert_int_equal(DO(w, add, .a = WHO), OK);
	assert_int_equal(check(w, WHO, &wait_ms), OK);
	assert_int_equal(DO(w, add, .a = WHO), OK);
	assert_int_equal(check(w, WHO, &wait_ms), ERR_TOO_FAST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(sec_13_a_hundred_wrong_passwords_and_not_one_more, world_set_up, world_tear_down),
		cmocka_unit_test_setup_teardown(the_right_one_forgets_them, world_set_up, world_tear_down),
	};
	return cmocka_run_group_tests_name("failure", tests, NULL, NULL);
}
