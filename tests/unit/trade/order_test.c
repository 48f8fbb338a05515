/* order_test.c — nothing is sold twice, nothing below zero, nobody pays more than what was on the screen. */
#include "tests/unit/trade/market.h"

#include "trade/flash.h"
#include "trade/idempotency.h"

HANDLER(place, order_place(tx, q->in, q->out))
HANDLER(act, order_act(tx, q->a, q->in, (enum order_event)q->n))
HANDLER(start_flash, flash_start(tx, q->in))
HANDLER(stop_flash, flash_stop(tx, q->a, q->b))

static err_t buy_to(struct world *w, const char *person, const struct product_id *product, int64_t quantity, int64_t shown, struct address to, struct order_id *ret)
{
	struct order_line_new line = {.product = product->s, .quantity = quantity, .shown_minor = shown};
	return DO(w, place, .in = &(struct order_new){.person = person, .lines = &line, .n_lines = 1, .to = to}, .out = ret);
}
static err_t buy(struct world *w, const struct market *m, const struct product_id *product, int64_t quantity, struct order_id *ret)
{
	return buy_to(w, m->buyer.s, product, quantity, 0, home, ret);
}

static void test_an_order_remembers_all_of_its_line(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct order o;
	struct broadcast_id b;
	id_new(b.s);
	struct order_line_new line = {.product = m.saree.s, .quantity = 2, .shown_minor = 260000, .moment = {.broadcast = b, .media_us = 12345678, .estimated = true}};
	assert_int_equal(DO(w, place, .in = &(struct order_new){.person = m.buyer.s, .lines = &line, .n_lines = 1, .to = home}, .out = &id), OK);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	assert_int_equal(o.state, ORDER_PLACED);
	assert_int_equal(o.total.minor, 500000);
	assert_string_equal(o.total.currency, "INR");
	assert_int_equal(o.n_children, 1);
	assert_string_equal(o.children[0].seller.s, m.registered.s);
	assert_int_equal(o.n_lines, 1);
	assert_int_equal(o.lines[0].price.minor, 250000);
	assert_int_equal(o.lines[0].shown_minor, 260000);
	assert_string_equal(o.lines[0].moment.broadcast.s, b.s);
	assert_int_equal(o.lines[0].moment.media_us, 12345678);
	assert_true(o.lines[0].moment.estimated);
	assert_string_equal(o.lines[0].booth.s, m.booth.s);
	assert_string_equal(o.to_city, "Varanasi");
	assert_int_equal(stock_of(w, &m.saree), 3);
}

static void test_one_child_for_each_seller_of_record(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct order o;
	struct order_line_new lines[] = {{.product = m.saree.s, .quantity = 1}, {.product = m.bowl.s, .quantity = 2}, {.product = m.saree.s, .quantity = 1}};
	assert_int_equal(DO(w, place, .in = &(struct order_new){.person = m.buyer.s, .lines = lines, .n_lines = 3, .to = home}, .out = &id), OK);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	assert_int_equal(o.n_children, 2);
	assert_int_equal(o.n_lines, 3);
	assert_int_equal(o.children[0].total.minor, 500000);
	assert_int_equal(o.children[1].total.minor, 500000);
	assert_int_equal(o.total.minor, 1000000);
	assert_string_equal(o.number, "O25-000001");
	assert_string_equal(o.children[1].number, "O25-000001/2");
}

static void sec_21_one_piece_and_500_buyers(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	assert_int_equal(buy(w, &m, &m.saree, 4, &id), OK); /* one is left */
	int sold = 0, refused = 0;
	for (int i = 0; i < 500; i++) {
		struct order_line_new line = {.product = m.saree.s, .quantity = 1};
		struct asked q = {.in = &(struct order_new){.person = m.buyer.s, .lines = &line, .n_lines = 1, .to = home}, .out = &id};
		err_t e = tick_handle(w->tick, place, &q);
		sold += e == OK;
		refused += e == ERR_SOLD_OUT;
		if (i % 25 == 24) tick_end(w->tick); /* 25 share a commit */
	}
	assert_int_equal(sold, 1);
	assert_int_equal(refused, 499);
	assert_int_equal(stock_of(w, &m.saree), 0);
}

static void test_a_refused_line_leaves_no_trace_of_the_others(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct order_line_new lines[] = {{.product = m.bowl.s, .quantity = 50}, {.product = m.saree.s, .quantity = 6}};
	assert_int_equal(DO(w, place, .in = &(struct order_new){.person = m.buyer.s, .lines = lines, .n_lines = 2, .to = home}, .out = &id), ERR_SOLD_OUT);
	assert_int_equal(stock_of(w, &m.bowl), 100);
	assert_int_equal(stock_of(w, &m.saree), 5);
	assert_int_equal(buy(w, &m, &m.bowl, 1, &id), OK);
	struct order o;
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	assert_string_equal(o.number, "O25-000001"); /* no number was lost */
}

static void test_who_may_buy_what(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct address abroad = home, no_pin = home, bad_pin = home, business = home, slip = home, elsewhere = home;
	abroad.country = "DE", abroad.pin = "10115";
	no_pin.pin = NULL;
	bad_pin.pin = "012345";
	assert_int_equal(buy(w, &m, &m.toy, 1, &id), ERR_ENQUIRY_ONLY);
	assert_int_equal(buy_to(w, m.buyer.s, &m.saree, 1, 0, abroad, &id), ERR_ENQUIRY_ONLY);
	assert_int_equal(buy_to(w, m.guest.s, &m.saree, 1, 0, home, &id), ERR_UNCONFIRMED);
	assert_int_equal(buy_to(w, m.buyer.s, &m.saree, 1, 0, no_pin, &id), ERR_MISSING_FIELD);
	assert_int_equal(buy_to(w, m.buyer.s, &m.saree, 1, 0, bad_pin, &id), ERR_BAD_FIELD);
	static const char *const nowhere[] = {"in", "XX", "I1", "", "IND"}; /* not abroad: else India in small letters would be free of tax */
	for (size_t i = 0; i < sizeof nowhere / sizeof *nowhere; i++) {
		struct address a = home;
		a.country = nowhere[i];
		assert_int_equal(buy_to(w, m.buyer.s, &m.saree, 1, 0, a, &id), *nowhere[i] ? ERR_BAD_FIELD : ERR_MISSING_FIELD);
	}
	assert_int_equal(buy(w, &m, &m.saree, 0, &id), ERR_BAD_FIELD);
	assert_int_equal(buy(w, &m, &m.saree, PRODUCT_STOCK_MAX + 1, &id), ERR_BAD_FIELD);
	assert_int_equal(buy_to(w, m.buyer.s, &(struct product_id){"00000000-0000-7000-8000-000000000000"}, 1, 0, home, &id), ERR_NO_PRODUCT);
	slip.gstin = "27AAPFU0939F1ZW";
	elsewhere.country = "DE", elsewhere.gstin = business.gstin = "27AAPFU0939F1ZV";
	assert_int_equal(buy_to(w, m.buyer.s, &m.saree, 1, 0, slip, &id), ERR_BAD_FIELD);
	assert_int_equal(buy_to(w, m.buyer.s, &m.saree, 1, 0, elsewhere, &id), ERR_BAD_FIELD);
	assert_int_equal(stock_of(w, &m.saree), 5);
	assert_int_equal(buy_to(w, m.buyer.s, &m.saree, 1, 0, business, &id), OK);
}

static void test_twenty_lines_and_not_one_more(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct order_line_new lines[ORDER_LINES_MAX + 1];
	for (int i = 0; i <= ORDER_LINES_MAX; i++) lines[i] = (struct order_line_new){.product = m.bowl.s, .quantity = 1};
	struct order_new n = {.person = m.buyer.s, .lines = lines, .n_lines = ORDER_LINES_MAX + 1, .to = home};
	assert_int_equal(DO(w, place, .in = &n, .out = &id), ERR_TOO_LONG);
	n.n_lines = ORDER_LINES_MAX;
	assert_int_equal(DO(w, place, .in = &n, .out = &id), OK);
	n.n_lines = 0;
	assert_int_equal(DO(w, place, .in = &n, .out = &id), ERR_MISSING_FIELD);
	char line1[ORDER_ADDRESS_MAX + 2];
	memset(line1, 'x', sizeof line1);
	line1[ORDER_ADDRESS_MAX + 1] = 0;
	n.n_lines = 1, n.to.line1 = line1;
	assert_int_equal(DO(w, place, .in = &n, .out = &id), ERR_TOO_LONG);
	line1[ORDER_ADDRESS_MAX] = 0;
	assert_int_equal(DO(w, place, .in = &n, .out = &id), OK);
}

static void test_a_flash_price_by_time_and_quantity(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct order o;
	struct flash f;
	struct flash_new n = {.booth = m.other_booth.s, .product = m.bowl.s, .price_minor = 200000, .quantity = 3, .starts_in_s = 60, .lasts_s = 100};
	assert_int_equal(DO(w, start_flash, .in = &n), OK);
	const struct { int64_t wait_ms, quantity, price; } steps[] = {
		{0, 1, 250000},       /* planned */
		{59999, 1, 250000},   /* a millisecond early */
		{1, 2, 200000},       /* on: two of three */
		{0, 2, 250000},       /* not enough left for both */
		{0, 1, 200000},       /* the last */
		{0, 1, 250000},       /* gone */
	};
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		world_wait_ms(steps[i].wait_ms);
		assert_int_equal(buy(w, &m, &m.bowl, steps[i].quantity, &id), OK);
		assert_int_equal(order_find(w->db, id.s, &o), OK);
		assert_int_equal(o.lines[0].price.minor, steps[i].price);
		assert_int_equal(o.lines[0].flash, steps[i].price == 200000);
	}
	assert_int_equal(flash_find(w->db, m.bowl.s, &f), OK);
	assert_int_equal(f.remaining, 0);
	assert_string_equal(flash_state(&f, clock_wall_ms()), "over");
}

static void test_a_flash_price_ends_on_its_millisecond(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct order o;
	struct flash_new n = {.booth = m.other_booth.s, .product = m.bowl.s, .price_minor = 200000, .quantity = 50, .lasts_s = 10};
	assert_int_equal(DO(w, start_flash, .in = &n), OK);
	world_wait_ms(9999);
	assert_int_equal(buy(w, &m, &m.bowl, 1, &id), OK);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	assert_int_equal(o.lines[0].price.minor, 200000);
	world_wait_ms(1);
	assert_int_equal(buy_to(w, m.buyer.s, &m.bowl, 1, 200000, home, &id), ERR_CONFLICT); /* 2,000 was shown, 2,500 is due: ask again */
	assert_int_equal(buy_to(w, m.buyer.s, &m.bowl, 1, 250000, home, &id), OK);
	assert_int_equal(DO(w, start_flash, .in = &n), OK);
	assert_int_equal(DO(w, stop_flash, .a = m.other_booth.s, .b = m.bowl.s), OK);
	assert_int_equal(DO(w, stop_flash, .a = m.other_booth.s, .b = m.bowl.s), ERR_NOT_FOUND);
}

static void sec_22_limits_of_a_flash_price(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	const struct { struct flash_new n; err_t want; } rows[] = {
		{{m.booth.s, m.saree.s, 249999, 1, 0, 10, FUNDER_NONE}, OK},
		{{m.booth.s, m.saree.s, 250000, 1, 0, 10, FUNDER_NONE}, ERR_BAD_FIELD}, /* not lower */
		{{m.booth.s, m.saree.s, 0, 1, 0, 10, FUNDER_NONE}, ERR_BAD_FIELD},
		{{m.booth.s, m.saree.s, 1, 1, 0, 9, FUNDER_NONE}, ERR_BAD_FIELD},
		{{m.booth.s, m.saree.s, 1, 1, 0, 86400, FUNDER_NONE}, OK},
		{{m.booth.s, m.saree.s, 1, 1, 0, 86401, FUNDER_NONE}, ERR_BAD_FIELD},
		{{m.booth.s, m.saree.s, 1, 0, 0, 10, FUNDER_NONE}, ERR_BAD_FIELD},
		{{m.booth.s, m.saree.s, 1, FLASH_QUANTITY_MAX, 3600, 10, FUNDER_NONE}, OK},
		{{m.booth.s, m.saree.s, 1, FLASH_QUANTITY_MAX + 1, 0, 10, FUNDER_NONE}, ERR_BAD_FIELD},
		{{m.booth.s, m.saree.s, 1, 1, 3601, 10, FUNDER_NONE}, ERR_BAD_FIELD},
		{{m.booth.s, m.bowl.s, 1, 1, 0, 10, FUNDER_NONE}, ERR_NO_PRODUCT}, /* of another booth */
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) assert_int_equal(DO(w, start_flash, .in = &rows[i].n), rows[i].want);
}

static void test_every_state_and_event(void **state)
{
	(void)state;
	/* One row a state, one column an event (accept ready hand_over deliver cancel return); b h s: who may. */
	static const char *const table[ORDER_STATES][ORDER_EVENTS] = {
		[ORDER_PLACED]      = {"hs", "",   "",   "",    "bhs", ""},
		[ORDER_ACCEPTED]    = {"",   "hs", "",   "",    "hs",  ""},
		[ORDER_READY]       = {"",   "",   "hs", "",    "hs",  ""},
		[ORDER_HANDED_OVER] = {"",   "",   "",   "bhs", "",    "hs"},
		[ORDER_DELIVERED]   = {"",   "",   "",   "",    "",    "bs"},
		[ORDER_RETURNED]    = {"",   "",   "",   "",    "",    ""},
		[ORDER_CANCELLED]   = {"",   "",   "",   "",    "",    ""},
	};
	static const struct { enum order_by by; char letter; } actors[] = {{BY_BUYER, 'b'}, {BY_HOST, 'h'}, {BY_STAFF, 's'}};
	for (enum order_state s = 0; s < ORDER_STATES; s++) {
		assert_int_equal(order_state_parse(order_state_wire(s)), s);
		for (enum order_event e = 0; e < ORDER_EVENTS; e++)
			for (size_t a = 0; a < 3; a++) {
				enum order_state to;
				assert_int_equal(order_next(s, e, actors[a].by, &to), strchr(table[s][e], actors[a].letter) ? OK : ERR_BAD_STATE);
			}
	}
	for (enum order_event e = 0; e < ORDER_EVENTS; e++) {
		enum order_event back;
		assert_int_equal(order_event_parse(order_event_wire(e), &back), OK);
		assert_int_equal(back, e);
	}
}

static void test_each_host_moves_its_own_child(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct order o;
	struct order_line_new lines[] = {{.product = m.saree.s, .quantity = 2}, {.product = m.bowl.s, .quantity = 2}};
	assert_int_equal(DO(w, place, .in = &(struct order_new){.person = m.buyer.s, .lines = lines, .n_lines = 2, .to = home}, .out = &id), OK);
	struct order_actor weaver = {BY_HOST, m.booth}, potter = {BY_HOST, m.other_booth}, buyer = {BY_BUYER, {""}};
	assert_int_equal(DO(w, act, .a = id.s, .in = &weaver, .n = ORDER_EVENT_ACCEPT), OK);
	assert_int_equal(DO(w, act, .a = id.s, .in = &weaver, .n = ORDER_EVENT_ACCEPT), ERR_BAD_STATE);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	assert_int_equal(o.state, ORDER_PLACED); /* the slowest child */
	assert_true(order_can(&o, &buyer, ORDER_EVENT_CANCEL));
	assert_true(order_can(&o, &potter, ORDER_EVENT_ACCEPT));
	assert_false(order_can(&o, &weaver, ORDER_EVENT_ACCEPT));
	assert_int_equal(DO(w, act, .a = id.s, .in = &buyer, .n = ORDER_EVENT_CANCEL), OK); /* what is not accepted yet */
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	assert_int_equal(o.state, ORDER_ACCEPTED);
	assert_int_equal(stock_of(w, &m.bowl), 100);
	assert_int_equal(stock_of(w, &m.saree), 3);
	assert_int_equal(DO(w, act, .a = id.s, .in = &weaver, .n = ORDER_EVENT_CANCEL), OK);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	assert_int_equal(o.state, ORDER_CANCELLED);
	assert_int_equal(stock_of(w, &m.saree), 5);
}

static void test_handlers_may_run_twice(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct order o;
	tick_twice(w->tick); /* each handler runs, is rolled back, and runs again */
	assert_int_equal(buy(w, &m, &m.saree, 2, &id), OK);
	assert_int_equal(buy(w, &m, &m.saree, 4, &id), ERR_SOLD_OUT);
	assert_int_equal(buy(w, &m, &m.saree, 3, &id), OK);
	assert_int_equal(DO(w, act, .a = id.s, .in = &(struct order_actor){BY_HOST, m.booth}, .n = ORDER_EVENT_CANCEL), OK);
	assert_int_equal(stock_of(w, &m.saree), 3);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	assert_string_equal(o.number, "O25-000002");
}

static void test_who_acts_on_an_order(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct order o;
	struct order_actor a;
	assert_int_equal(buy(w, &m, &m.saree, 1, &id), OK);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	assert_int_equal(order_actor_of(&o, &(struct person){.id = m.buyer, .role = ROLE_BUYER}, &a), OK);
	assert_int_equal(a.by, BY_BUYER);
	assert_int_equal(order_actor_of(&o, &(struct person){.role = ROLE_ARTISAN, .booth = m.booth}, &a), OK);
	assert_int_equal(a.by, BY_HOST);
	assert_int_equal(order_actor_of(&o, &(struct person){.role = ROLE_ARTISAN, .booth = m.other_booth}, &a), ERR_FORBIDDEN);
	assert_int_equal(order_actor_of(&o, &(struct person){.role = ROLE_ORGANIZER}, &a), OK);
	assert_int_equal(a.by, BY_STAFF);
	assert_int_equal(order_actor_of(&o, &(struct person){.id = m.guest, .role = ROLE_GUEST}, &a), ERR_FORBIDDEN);
}

static int listed;
static void count_order(void *arg, const struct order *o) { (void)arg, (void)o, listed++; }

static void test_lists_by_buyer_and_booth(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id first, second;
	assert_int_equal(buy(w, &m, &m.saree, 1, &first), OK);
	assert_int_equal(buy(w, &m, &m.bowl, 1, &second), OK);
	const struct { struct order_filter f; int want; } rows[] = {
		{{"", "", "", 50}, 2}, {{"", m.buyer.s, "", 50}, 2}, {{"", m.guest.s, "", 50}, 0}, {{"", "", m.booth.s, 50}, 1},
		{{second.s, "", "", 50}, 1}, {{first.s, "", "", 50}, 0}, {{"", "", "", 1}, 1},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		listed = 0;
		assert_int_equal(order_list(w->db, &rows[i].f, count_order, NULL), OK);
		assert_int_equal(listed, rows[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_an_order_remembers_all_of_its_line),
		WORLD_TEST(test_one_child_for_each_seller_of_record),
		WORLD_TEST(sec_21_one_piece_and_500_buyers),
		WORLD_TEST(test_a_refused_line_leaves_no_trace_of_the_others),
		WORLD_TEST(test_who_may_buy_what),
		WORLD_TEST(test_twenty_lines_and_not_one_more),
		WORLD_TEST(test_a_flash_price_by_time_and_quantity),
		WORLD_TEST(test_a_flash_price_ends_on_its_millisecond),
		WORLD_TEST(sec_22_limits_of_a_flash_price),
		cmocka_unit_test(test_every_state_and_event),
		WORLD_TEST(test_each_host_moves_its_own_child),
		WORLD_TEST(test_handlers_may_run_twice),
		WORLD_TEST(test_who_acts_on_an_order),
		WORLD_TEST(test_lists_by_buyer_and_booth),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
