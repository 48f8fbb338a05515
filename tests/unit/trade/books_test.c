/* books_test.c — whatever happens to orders, in whatever order, the books add up. */
#include "tests/unit/trade/settlement_bed.h"

#include "trade/coupon.h"
#include "trade/shipping.h"

HANDLER(post, books_post(tx, q->in))
HANDLER(enter, books_enter(tx, (enum books_cause)q->n, q->m, q->a, q->b, "desk"))
HANDLER(put_tariff, shipping_rate_put(tx, q->in))
HANDLER(make_coupon, coupon_new(tx, q->in, "desk", q->out2, q->out))
HANDLER(more, product_new(tx, q->in, q->out))
HANDLER(mark, books_mark(tx))
HANDLER(slip, db_exec(tx_db(tx), Q_POSTING_INSERT, V(q->a), V(99), V(q->b), V(5), V("INR")))

/* 1 saree of ₹2,500 with 5 % inside the State: ₹2,380.96 + ₹59.52 + ₹59.52; TCS half a percent of the value: ₹11.90. */
static void test_a_sale_from_payment_to_delivery(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order o = ordered(w, &m, &m.saree, 1, home, NULL);
	paid_by_transfer(w, &o, "bank");
	assert_int_equal(balance(w, "bank", ""), 250000);
	assert_int_equal(balance(w, "buyer", m.buyer.s), -250000);
	moved(w, &o, ORDER_EVENT_ACCEPT);
	moved(w, &o, ORDER_EVENT_READY);
	assert_int_equal(owed_seller(w, &m.registered), 0);
	moved(w, &o, ORDER_EVENT_HAND_OVER);
	assert_int_equal(balance(w, "buyer", m.buyer.s), 0);
	assert_int_equal(balance(w, "transit", m.registered.s), -250000);
	moved(w, &o, ORDER_EVENT_DELIVER);
	assert_int_equal(balance(w, "transit", m.registered.s), 0);
	assert_int_equal(balance(w, "tcs", m.registered.s), -1190);
	assert_int_equal(balance(w, "tax:cgst", m.registered.s), -5952);
	assert_int_equal(balance(w, "seller", m.registered.s), -(250000 - 1190 - 2 * 5952));
	assert_int_equal(owed_seller(w, &m.registered), 250000 - 1190);
	assert_int_equal(balance(w, "fee", ""), 0);
	must_be_sound(w);
	moved(w, &o, ORDER_EVENT_RETURN);
	assert_int_equal(owed_seller(w, &m.registered), 0);
	assert_int_equal(balance(w, "tcs", m.registered.s), 0);
	assert_int_equal(balance(w, "buyer", m.buyer.s), -250000);
	told(w, &o, PAYMENT_EVENT_REFUND, "desk");
	assert_int_equal(balance(w, "buyer", m.buyer.s), 0);
	assert_int_equal(balance(w, "bank", ""), 0);
	must_be_sound(w);
}

static void test_cash_is_with_the_carrier_until_it_pays_over(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order o = ordered(w, &m, &m.saree, 1, home, NULL);
	assert_int_equal(payment_for(w, &o).method, PAY_COD);
	for (enum order_event e = ORDER_EVENT_ACCEPT; e <= ORDER_EVENT_DELIVER; e++) moved(w, &o, e);
	assert_int_equal(balance(w, "carrier", ""), 250000);
	assert_int_equal(balance(w, "tcs", m.registered.s), -1190);
	assert_int_equal(DO(w, enter, .n = BOOKS_CARRIER_REMITS, .m = 250000, .a = "", .b = "UTR1"), OK);
	assert_int_equal(DO(w, enter, .n = BOOKS_CARRIER_REMITS, .m = 250000, .a = "", .b = "UTR1"), ERR_CONFLICT);
	assert_int_equal(balance(w, "carrier", ""), 0);
	assert_int_equal(balance(w, "bank", ""), 250000);
	must_be_sound(w);
}

static void test_money_that_went_to_the_seller_itself(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order o = ordered(w, &m, &m.saree, 1, home, NULL);
	paid_by_transfer(w, &o, "seller");
	assert_int_equal(owed_seller(w, &m.registered), -250000); /* it has the money and owes the goods */
	for (enum order_event e = ORDER_EVENT_ACCEPT; e <= ORDER_EVENT_DELIVER; e++) moved(w, &o, e);
	assert_int_equal(owed_seller(w, &m.registered), 0);
	assert_int_equal(balance(w, "tcs", m.registered.s), 0); /* the fair has collected nothing */
	must_be_sound(w);
}

static void test_reductions_are_charged_to_who_funds_them(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct coupon c = {.code = "STATE10", .funder = FUNDER_STATE, .off_bps = 1000, .from_ms = WORLD_NOW_MS, .until_ms = WORLD_NOW_MS + 86400000};
	const struct shipping_rate tariff = {.zone = "state", .source = "test", .from_ms = 1, .upto_g = 5000, .price_minor = 10500};
	char id[ID_CHARS + 1];
	const char *field;
	assert_int_equal(DO(w, make_coupon, .in = &c, .out = id, .out2 = &field), OK);
	assert_int_equal(DO(w, put_tariff, .in = &tariff), OK);
	struct order o = ordered(w, &m, &m.saree, 1, home, "STATE10");
	assert_int_equal(o.total.minor, 225000 + 10500);
	paid_by_transfer(w, &o, "bank");
	for (enum order_event e = ORDER_EVENT_ACCEPT; e <= ORDER_EVENT_DELIVER; e++) moved(w, &o, e);
	assert_int_equal(balance(w, "funder:state", ""), 25000);
	assert_int_equal(balance(w, "logistics", ""), -10000);
	const int64_t tcs = -balance(w, "tcs", m.registered.s);
	assert_int_equal(owed_seller(w, &m.registered) + tcs + 10000, 250000 + 10500);
	assert_int_equal(DO(w, enter, .n = BOOKS_STATE_FUNDS, .m = 25000, .a = "", .b = "GRANT1"), OK);
	assert_int_equal(balance(w, "funder:state", ""), 0);
	must_be_sound(w);
}

static void test_a_maker_under_a_principal(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	sold_for_a_maker(w, &m, "bank");
	assert_int_equal(owed_maker(w, &m.unregistered, &m.registered), 238095);
	assert_int_equal(owed_seller(w, &m.registered), 11905 - 1190); /* the tax, less what was collected at source */
	must_be_sound(w);
}

static void wrong_is(struct world *w, bool whole, int64_t unbalanced, int64_t drifted)
{
	struct books_health h;
	assert_int_equal(books_check(w->db, whole, &h), OK);
	assert_int_equal(h.unbalanced, unbalanced);
	assert_int_equal(h.drifted, drifted);
}

static void test_what_was_found_right_is_not_walked_again(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct rows r;
	char newest[ID_CHARS + 1] = "", account[BOOKS_ACCOUNT_MAX + 1];
	snprintf(account, sizeof account, "seller:%s", m.registered.s);
	struct order o = ordered(w, &m, &m.saree, 1, home, NULL);
	paid_by_transfer(w, &o, "seller");
	assert_int_equal(DO(w, mark, .n = 0), OK);
	o = ordered(w, &m, &m.saree, 2, home, NULL);
	paid_by_transfer(w, &o, "seller");
	wrong_is(w, false, 0, 0);
	wrong_is(w, true, 0, 0);
	db_query(w->db, &r, Q_BOOKS_NEWEST);
	while (rows_next(&r)) rows_copy(&r, 0, newest, sizeof newest);
	assert_int_equal(rows_end(&r), OK);
	assert_int_equal(DO(w, slip, .a = newest, .b = account), OK);
	wrong_is(w, false, 1, 1);
	assert_int_equal(DO(w, mark, .n = 0), OK);
	wrong_is(w, false, 0, 0);
	wrong_is(w, true, 1, 1);
}

static void test_what_does_not_add_up_is_refused(void **state)
{
	struct world *w = *state;
	struct books_entry e = {.cause = BOOKS_PAID, .subject = "x", .currency = "INR"};
	books_add(&e, 100, "bank", NULL, NULL);
	books_add(&e, 0, "nothing", NULL, NULL);
	books_add(&e, -99, "buyer", "b", NULL);
	assert_int_equal(e.n, 2);
	assert_int_equal(DO(w, post, .in = &e), ERR_INTERNAL);
	books_add(&e, -1, "seller", "s", "t");
	assert_string_equal(e.rows[2].account, "seller:s:t");
	assert_int_equal(DO(w, post, .in = &e), OK);
	assert_int_equal(DO(w, post, .in = &e), ERR_CONFLICT);
	const struct { enum books_cause cause; int64_t minor; const char *seller, *reference; err_t e; } rows[] = {
		{BOOKS_TCS_DEPOSITED, 100, "s", "CHALLAN1", OK}, {BOOKS_TCS_DEPOSITED, 100, "", "CHALLAN2", ERR_BAD_FIELD}, {BOOKS_CARRIER_PAID, 100, "s", "R1", ERR_BAD_FIELD},
		{BOOKS_CARRIER_PAID, 0, "", "R2", ERR_BAD_FIELD}, {BOOKS_CARRIER_PAID, MONEY_MINOR_MAX, "", "R3", OK}, {BOOKS_CARRIER_PAID, MONEY_MINOR_MAX + 1, "", "R4", ERR_BAD_FIELD},
		{BOOKS_CARRIER_PAID, 1, "", "", ERR_MISSING_FIELD}, {BOOKS_DELIVERED, 1, "", "R5", ERR_BAD_FIELD},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(DO(w, enter, .n = rows[i].cause, .m = rows[i].minor, .a = rows[i].seller, .b = rows[i].reference), rows[i].e);
	must_be_sound(w);
}

/* ── random histories ── */

static uint64_t next(uint64_t *seed) { return (*seed = *seed * 6364136223846793005u + 1442695040888963407u) >> 33; }

/* One step that may or may not be possible: what is refused must leave no trace. */
static void any_step(struct world *w, const struct market *m, struct order *orders, int n, uint64_t *seed)
{
	static const char *const sources[] = {"bank", "seller", "desk", "gateway"};
	const struct order *o = &orders[next(seed) % (uint64_t)n];
	struct payment p = payment_for(w, o);
	char run[ID_CHARS + 1];
	struct runs all = {0};
	switch (next(seed) % 10) {
	case 0: case 1: case 2: case 3: case 4: IGNORE(DO(w, act, .a = o->id.s, .n = (int64_t)(next(seed) % ORDER_EVENTS))); break;
	case 5: case 6: IGNORE(DO(w, tell, .a = p.id, .n = (int64_t)(next(seed) % PAYMENT_EVENTS), .b = sources[next(seed) % 4])); break;
	case 7: IGNORE(DO(w, choose, .a = p.id, .n = (int64_t)(next(seed) % PAY_METHODS))); break;
	case 8:
		if (DO(w, draft, .a = "one", .out = run) != OK) break;
		if (DO(w, approve, .a = run, .b = "two") != OK || next(seed) % 3 == 0) { IGNORE(DO(w, drop, .a = run, .b = "two")); break; }
		assert_int_equal(DO(w, sent, .a = run, .b = "two"), OK);
		assert_int_equal(settlement_list(w->db, run, keep, &all), OK);
		if (next(seed) % 4 == 0) IGNORE(DO(w, back, .a = all.rows[0].id));
		break;
	default: IGNORE(DO(w, enter, .n = (int64_t)(next(seed) % BOOKS_CAUSES), .m = (int64_t)(next(seed) % 1000), .a = next(seed) % 2 ? m->registered.s : "", .b = o->number));
	}
}

static void live(struct world *w, struct market *m, const struct product_id *scarf, uint64_t seed)
{
	struct order orders[12];
	for (int i = 0; i < 12; i++) orders[i] = ordered(w, m, i % 3 == 2 ? &m->toy : scarf, i % 3 == 2 ? 2 : (int64_t)(1 + next(&seed) % 3), i % 2 || i % 3 == 2 ? kerala : home, i % 4 ? NULL : "STATE7");
	for (int i = 0; i < 250; i++) any_step(w, m, orders, 12, &seed);
	must_be_sound(w);
}

static void test_random_histories_always_add_up(void **state)
{
	for (uint64_t seed = 1; seed <= 12; seed++) {
		struct world *w = *state;
		struct market m = market(w);
		struct product many = product_like("Scarf", "स्कार्फ़", &m.booth, &m.registered, 100000);
		struct coupon c = {.code = "STATE7", .funder = FUNDER_STATE, .off_bps = 700, .from_ms = WORLD_NOW_MS, .until_ms = WORLD_NOW_MS + 86400000};
		struct seller_tax enrolled = {.kind = TAX_ENROLLED, .number = "09DEMOA0001ENRL", .from_ms = WORLD_NOW_MS, .proof = "portal"};
		struct tax_rate rate = {.hsn = "9503", .from_ms = 1, .bps = 1800, .proof = "x"};
		struct product_id scarf;
		char id[ID_CHARS + 1];
		const char *field;
		many.price.minor = 99937;
		assert_int_equal(DO(w, more, .in = &many, .out = &scarf), OK);
		assert_int_equal(DO(w, make_coupon, .in = &c, .out = id, .out2 = &field), OK);
		assert_int_equal(DO(w, put_tax, .a = m.unregistered.s, .in = &enrolled), OK);
		assert_int_equal(DO(w, put_rate, .in = &rate), OK);
		assert_int_equal(DO(w, put_tariff, .in = &(struct shipping_rate){.zone = "india", .source = "t", .from_ms = 1, .upto_g = 5000, .price_minor = 7777}), OK);
		assert_int_equal(DO(w, set_form, .a = m.registered.s), OK);
		assert_int_equal(DO(w, set_form, .a = m.unregistered.s), OK);
		live(w, &m, &scarf, seed);
		assert_int_equal(world_tear_down(state), 0);
		assert_int_equal(world_set_up(state), 0);
	}
}

/* ── statements ── */

struct told_lines { int n; int64_t sum; char causes[200]; };
static void hear(void *arg, const struct books_line *l)
{
	struct told_lines *t = arg;
	t->n++;
	t->sum += l->minor;
	strcat(t->causes, l->cause);
	strcat(t->causes, " ");
}

static void test_a_statement_ends_with_what_is_owed(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	const struct books_party party = books_party_maker(m.unregistered.s, m.registered.s);
	struct told_lines before = {0}, after = {0};
	int64_t opening;
	sold_for_a_maker(w, &m, "bank");
	world_wait_ms(1000);
	struct order o = ordered(w, &m, &m.toy, 1, kerala, NULL);
	for (enum order_event e = ORDER_EVENT_ACCEPT; e <= ORDER_EVENT_DELIVER; e++) moved(w, &o, e);
	moved(w, &o, ORDER_EVENT_RETURN);
	assert_int_equal(books_statement(w->db, &party, 0, INT64_MAX, &opening, hear, &before), OK);
	assert_int_equal(opening, 0);
	assert_int_equal(before.sum, 238095);
	assert_string_equal(before.causes, "delivered delivered returned ");
	assert_int_equal(books_statement(w->db, &party, WORLD_NOW_MS + 1, INT64_MAX, &opening, hear, &after), OK);
	assert_int_equal(opening, 238095);
	assert_int_equal(after.n, 2);
	assert_int_equal(after.sum, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_a_sale_from_payment_to_delivery),
		WORLD_TEST(test_cash_is_with_the_carrier_until_it_pays_over),
		WORLD_TEST(test_money_that_went_to_the_seller_itself),
		WORLD_TEST(test_reductions_are_charged_to_who_funds_them),
		WORLD_TEST(test_a_maker_under_a_principal),
		WORLD_TEST(test_what_does_not_add_up_is_refused),
		WORLD_TEST(test_what_was_found_right_is_not_walked_again),
		WORLD_TEST(test_random_histories_always_add_up),
		WORLD_TEST(test_a_statement_ends_with_what_is_owed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
