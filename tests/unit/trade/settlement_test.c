/* settlement_test.c — what is paid out is what is owed, by two people, and what comes back is owed again. */
#include "tests/unit/trade/settlement_bed.h"

static const struct settlement *of_kind(const struct runs *r, const char *kind)
{
	for (int i = 0; i < r->n; i++)
		if (strcmp(r->rows[i].kind, kind) == 0) return &r->rows[i];
	fail_msg("no %s in the run", kind);
	return NULL;
}

static void test_a_run_takes_two_people_and_pays_what_is_owed(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	char run[ID_CHARS + 1];
	struct settlement_run r;
	struct runs all = {0};
	assert_int_equal(DO(w, draft, .a = "one", .out = run), ERR_NOT_FOUND);
	sold_for_a_maker(w, &m, "bank");
	assert_int_equal(DO(w, draft, .a = "one", .out = run), ERR_NOT_FOUND); /* nobody has said where to pay */
	assert_int_equal(DO(w, set_form, .a = m.registered.s), OK);
	assert_int_equal(DO(w, set_form, .a = m.unregistered.s), OK);
	assert_int_equal(DO(w, draft, .a = "one", .out = run), OK);
	assert_int_equal(DO(w, draft, .a = "two", .out = run), ERR_CONFLICT);
	assert_int_equal(settlement_run_find(w->db, run, &r), OK);
	assert_string_equal(r.number, "S25-000001");
	assert_int_equal(r.parties, 2);
	assert_int_equal(r.total_minor, 238095 + 11905 - 1190);
	assert_int_equal(DO(w, sent, .a = run, .b = "two"), ERR_BAD_STATE);
	assert_int_equal(DO(w, approve, .a = run, .b = "one"), ERR_FORBIDDEN);
	assert_int_equal(owed_seller(w, &m.registered), 11905 - 1190);
	assert_int_equal(DO(w, approve, .a = run, .b = "two"), OK);
	assert_int_equal(DO(w, approve, .a = run, .b = "two"), ERR_BAD_STATE);
	assert_int_equal(DO(w, drop, .a = run, .b = "two"), ERR_BAD_STATE);
	assert_int_equal(owed_seller(w, &m.registered), 0);
	assert_int_equal(owed_maker(w, &m.unregistered, &m.registered), 0);
	assert_int_equal(balance(w, "payout", run), -r.total_minor);
	assert_int_equal(settlement_list(w->db, run, keep, &all), OK);
	assert_string_equal(of_kind(&all, "maker")->payer, "fair");
	assert_string_equal(of_kind(&all, "maker")->account, "12345678901");
	assert_int_equal(DO(w, sent, .a = run, .b = "one"), OK);
	assert_int_equal(balance(w, "payout", run), 0);
	assert_int_equal(balance(w, "bank", ""), 250000 - r.total_minor);
	assert_int_equal(DO(w, back, .a = of_kind(&all, "maker")->id), OK);
	assert_int_equal(DO(w, back, .a = of_kind(&all, "maker")->id), ERR_BAD_STATE);
	assert_int_equal(DO(w, back, .a = "nothing"), ERR_NOT_FOUND);
	assert_int_equal(owed_maker(w, &m.unregistered, &m.registered), 238095);
	must_be_sound(w);
}

static void test_who_has_the_money_pays_the_maker(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	char run[ID_CHARS + 1];
	struct runs all = {0};
	sold_for_a_maker(w, &m, "seller");
	assert_int_equal(DO(w, set_form, .a = m.unregistered.s), OK);
	assert_int_equal(owed_seller(w, &m.registered), -238095);
	assert_int_equal(DO(w, draft, .a = "one", .out = run), OK);
	assert_int_equal(settlement_list(w->db, run, keep, &all), OK);
	assert_int_equal(all.n, 1);
	assert_string_equal(all.rows[0].payer, "principal");
	assert_string_equal(all.rows[0].principal, m.registered.s);
	assert_int_equal(DO(w, approve, .a = run, .b = "two"), OK);
	assert_int_equal(DO(w, sent, .a = run, .b = "two"), OK);
	assert_int_equal(owed_seller(w, &m.registered), 0);
	assert_int_equal(owed_maker(w, &m.unregistered, &m.registered), 0);
	assert_int_equal(balance(w, "bank", ""), 0);
	assert_int_equal(DO(w, back, .a = all.rows[0].id), ERR_BAD_STATE);
	must_be_sound(w);
}

static void test_a_return_before_approval_stops_the_run(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	char run[ID_CHARS + 1];
	struct order o = ordered(w, &m, &m.saree, 1, home, NULL);
	for (enum order_event e = ORDER_EVENT_ACCEPT; e <= ORDER_EVENT_DELIVER; e++) moved(w, &o, e);
	assert_int_equal(DO(w, set_form, .a = m.registered.s), OK);
	assert_int_equal(DO(w, draft, .a = "one", .out = run), OK);
	moved(w, &o, ORDER_EVENT_RETURN);
	assert_int_equal(DO(w, approve, .a = run, .b = "two"), ERR_CONFLICT);
	assert_int_equal(DO(w, drop, .a = run, .b = "one"), OK);
	assert_int_equal(DO(w, draft, .a = "one", .out = run), ERR_NOT_FOUND);
	must_be_sound(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_a_run_takes_two_people_and_pays_what_is_owed),
		WORLD_TEST(test_who_has_the_money_pays_the_maker),
		WORLD_TEST(test_a_return_before_approval_stops_the_run),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
