/* personal_test.c — who may erase what is held of a person. */
#include "tests/unit/gate/ask.h"

#include "api/handlers.h"
#include "people/login.h"

HANDLER(sign_in, login_open(tx, q->a, q->out))

static void ask_with_login(struct ground *g)
{
	struct login_token t;
	assert_int_equal(DO(g->w, sign_in, .a = g->m.buyer.s, .out = &t), OK);
	ask_as(g, g->m.buyer.s);
	memcpy(g->as.token, t.s, sizeof t.s);
}

static void sec_43_erasure_wants_a_fresh_sign_in(void **state)
{
	struct ground *g = *state;
	ask_with_login(g);
	world_wait_ms(LOGIN_FRESH_MS + 1);
	assert_int_equal(ASK(g, .tx = me_erase_post, .body = "{\"erase\":\"erase\"}"), 403);
	SAYS(g, "sign-in-again");
	ask_with_login(g);
	world_wait_ms(LOGIN_FRESH_MS);
	assert_int_equal(ASK(g, .tx = me_erase_post, .body = "{\"erase\":\"no\"}"), 422);
	assert_int_equal(ASK(g, .tx = me_erase_post, .body = "{\"erase\":\"erase\"}"), 200);
	struct person p;
	assert_int_equal(person_find(g->w->db, g->m.buyer.s, &p), OK);
	assert_string_equal(p.email, "");
}

static void sec_43_a_guest_erases_what_its_browser_holds(void **state)
{
	struct ground *g = *state;
	ask_as(g, g->m.guest.s);
	assert_int_equal(ASK(g, .tx = me_erase_post, .body = "{\"erase\":\"erase\"}"), 200);
	ask_as(g, NULL);
	assert_int_equal(ASK(g, .tx = me_erase_post, .body = "{\"erase\":\"erase\"}"), 401);
}

int main(void)
{
	const struct CMUnitTest tests[] = {GROUND_TEST(sec_43_erasure_wants_a_fresh_sign_in), GROUND_TEST(sec_43_a_guest_erases_what_its_browser_holds)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
