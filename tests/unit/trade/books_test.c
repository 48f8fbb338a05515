/* books_test.c — whatever happens to orders, in whatever order, the books add up; and what is paid out is what is owed. */
#include "tests/unit/trade/market.h"

#include "trade/books_order.h"
#include "trade/coupon.h"
#include "trade/paper.h"
#include "trade/payment.h"
#include "trade/seller_link.h"
#include "trade/seller_tax.h"
#include "trade/settlement.h"
#include "trade/shipping.h"
#include "trade/tax_rate.h"

HANDLER(place, order_place(tx, q->in, q->out))
HANDLER(act, order_act(tx, q->a, &(struct order_actor){.by = BY_STAFF}, (enum order_event)q->n))
HANDLER(tell, payment_tell(tx, q->a, (enum payment_event)q->n, &(struct payment_news){.source = q->b, .person = "", .reference = ""}))
HANDLER(choose, payment_choose(tx, q->a, (enum pay_method)q->n, &(struct payment_news){.source = "buyer"}))
HANDLER(post, books_post(tx, q->in))
HANDLER(enter, books_enter(tx, (enum books_cause)q->n, q->m, q->a, q->b, "desk"))
HANDLER(draft, settlement_draft(tx, q->a, q->out))
HANDLER(approve, settlement_approve(tx, q->a, q->b))
HANDLER(drop, settlement_drop(tx, q->a, q->b))
HANDLER(sent, settlement_sent(tx, q->a, q->b))
HANDLER(back, settlement_came_back(tx, q->a, "desk"))
HANDLER(put_tax, seller_tax_put(tx, q->a, q->in, "desk"))
HANDLER(put_rate, tax_rate_put(tx, q->in, "desk"))
HANDLER(put_tariff, shipping_rate_put(tx, q->in))
HANDLER(make_coupon, coupon_new(tx, q->in, "desk", q->out2, q->out))
HANDLER(more, product_new(tx, q->in, q->out))
HANDLER(set_form, db_exec(tx_db(tx), Q_SELLER_FORM_INSERT, V(q->a), V("9000000000"), V(""), V(""), V("SBIN0001234"), V("12345678901"), V(""), V("regular"), V(""), V(""), V(1)))

HANDLER(mark, books_mark(tx))
HANDLER(slip, db_exec(tx_db(tx), Q_POSTING_INSERT, V(q->a), V(99), V(q->b), V(5), V("INR")))

static const struct address kerala = {.name = "Asha", .phone = "9000000000", .line1 = "1 Beach", .city = "Kochi", .state = "Kerala", .pin = "682001", .country = "IN"};

static void must_be_sound(struct world *w)
{
	struct books_health h;
	int64_t gaps;
	assert_int_equal(books_check(w->db, true, &h), OK);
	if (!books_sound(&h)) fail_msg("unbalanced %lld empty %lld drifted %lld sum %lld", (long long)h.unbalanced, (long long)h.empty, (long long)h.drifted, (long long)h.sum_minor);
	assert_int_equal(paper_gaps(w->db, &gaps), OK);
	assert_int_equal(gaps, 0);
}

static int64_t balance(struct world *w, const char *kind, const char *of)
{
	char name[BOOKS_ACCOUNT_MAX + 1];
	int64_t minor;
	snprintf(name, sizeof name, "%s%s%s", kind, *of ? ":" : "", of);
	assert_int_equal(books_balance(w->db, name, "INR", &minor), OK);
	return minor;
}

static int64_t owed_seller(struct world *w, const struct seller_id *s)
{
	const struct books_party p = books_party_seller(s->s);
	int64_t minor;
	assert_int_equal(books_owed(w->db, &p, &minor), OK);
	return minor;
}
static int64_t owed_maker(struct world *w, const struct seller_id *m, const struct seller_id *p)
{
	const struct books_party party = books_party_maker(m->s, p->s);
	int64_t minor;
	assert_int_equal(books_owed(w->db, &party, &minor), OK);
	return minor;
}

static struct order ordered(struct world *w, const struct market *m, const struct product_id *product, int64_t quantity, struct address to, const char *coupon)
{
	struct order_line_new line = {.product = product->s, .quantity = quantity};
	struct order_id id;
	struct order o;
	assert_int_equal(DO(w, place, .in = &(struct order_new){.person = m->buyer.s, .lines = &line, .n_lines = 1, .to = to, .coupon = coupon}, .out = &id), OK);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	return o;
}

static void moved(struct world *w, const struct order *o, enum order_event event) { assert_int_equal(DO(w, act, .a = o->id.s, .n = event), OK); }

static struct payment payment_for(struct world *w, const struct order *o)
{
	struct payment p;
	assert_int_equal(payment_find_by_child(w->db, o->children[0].id, &p), OK);
	return p;
}

static void told(struct world *w, const struct order *o, enum payment_event event, const char *source)
{
	struct payment p = payment_for(w, o);
	assert_int_equal(DO(w, tell, .a = p.id, .n = event, .b = source), OK);
}

static void paid_by_transfer(struct world *w, const struct order *o, const char *source)
{
	struct payment p = payment_for(w, o);
	assert_int_equal(DO(w, choose, .a = p.id, .n = PAY_BANK), OK);
	told(w, o, PAYMENT_EVENT_PAY, source);
}

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

/* The toy maker is enrolled; to Kerala the weavers sell for it. Its share is the value without tax. */
static struct order sold_for_a_maker(struct world *w, struct market *m, const char *source)
{
	struct seller_tax enrolled = {.kind = TAX_ENROLLED, .number = "09DEMOA0001ENRL", .from_ms = clock_wall_ms(), .proof = "portal"};
	struct tax_rate rate = {.hsn = "9503", .from_ms = 1, .bps = 500, .proof = "x"};
	assert_int_equal(DO(w, put_tax, .a = m->unregistered.s, .in = &enrolled), OK);
	assert_int_equal(DO(w, put_rate, .in = &rate), OK);
	struct order o = ordered(w, m, &m->toy, 1, kerala, NULL);
	paid_by_transfer(w, &o, source);
	for (enum order_event e = ORDER_EVENT_ACCEPT; e <= ORDER_EVENT_DELIVER; e++) moved(w, &o, e);
	return o;
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

/* ── settlement ── */

struct runs { int n; struct settlement rows[8]; };
static void keep(void *arg, const struct settlement *s)
{
	struct runs *r = arg;
	if (r->n < 8) r->rows[r->n++] = *s;
}

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
		WORLD_TEST(test_a_sale_from_payment_to_delivery), WORLD_TEST(test_cash_is_with_the_carrier_until_it_pays_over),
		WORLD_TEST(test_money_that_went_to_the_seller_itself), WORLD_TEST(test_reductions_are_charged_to_who_funds_them), WORLD_TEST(test_a_maker_under_a_principal),
		WORLD_TEST(test_a_run_takes_two_people_and_pays_what_is_owed), WORLD_TEST(test_who_has_the_money_pays_the_maker),
		WORLD_TEST(test_a_return_before_approval_stops_the_run), WORLD_TEST(test_what_does_not_add_up_is_refused), WORLD_TEST(test_what_was_found_right_is_not_walked_again), WORLD_TEST(test_random_histories_always_add_up),
		WORLD_TEST(test_a_statement_ends_with_what_is_owed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
