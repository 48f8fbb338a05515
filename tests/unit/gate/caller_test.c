/* caller_test.c — who a request comes from, by its cookies. */
#include "tests/unit/world.h"

#include "gate/caller.h"
#include "gate/cookie.h"
#include "people/login.h"

HANDLER(make, person_new(tx, q->in, q->out))
HANDLER(sign_in, login_open(tx, q->a, q->out))
HANDLER(find, caller_find(tx, q->in, "192.0.2.1", q->out))

static bool signed_in(struct world *w, const struct login_token *t)
{
	static struct head h;
	struct caller c;
	snprintf(h.cookie, sizeof h.cookie, COOKIE_LOGIN "=%s", t->s);
	assert_int_equal(DO(w, find, .in = &h, .out = &c), OK);
	return c.signed_in;
}

static void sec_08_a_login_that_was_seen_as_over_stays_over_when_the_clock_is_set_back(void **state)
{
	struct world *w = *state;
	struct person_id id;
	struct login_token t;
	assert_int_equal(DO(w, make, .in = &(struct person_new){.role = ROLE_BUYER, .name = "B", .email = "b@example.in", .email_confirmed = true}, .out = &id), OK);
	assert_int_equal(DO(w, sign_in, .a = id.s, .out = &t), OK);
	world_wait_ms(LOGIN_IDLE_MS - 1);
	assert_true(signed_in(w, &t));
	clock_fake_set(WORLD_NOW_MS, 1000000);
	assert_true(signed_in(w, &t));
	world_wait_ms(LOGIN_ENDS_MS);
	assert_false(signed_in(w, &t));
	clock_fake_set(WORLD_NOW_MS, 1000000);
	assert_false(signed_in(w, &t));
}

int main(void)
{
	const struct CMUnitTest tests[] = {WORLD_TEST(sec_08_a_login_that_was_seen_as_over_stays_over_when_the_clock_is_set_back)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
