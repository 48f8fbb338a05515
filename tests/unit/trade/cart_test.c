/* cart_test.c — scarce things are held for a while and come back, carts survive, and what changed is said. */
#include "tests/unit/trade/cart_bed.h"

#include "trade/flash.h"

HANDLER(end_all, hold_end_all(tx, q->a, ignore, NULL))
HANDLER(place, order_place(tx, q->in, q->out))
HANDLER(adopt, cart_adopt(tx, q->a, q->b))
HANDLER(start_flash, flash_start(tx, q->in))
HANDLER(new_product, product_new(tx, q->in, q->out))

static void test_a_scarce_thing_is_held_and_comes_back(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	assert_int_equal(put_in(w, m.buyer.s, &m.saree, 2), HOLD_HELD);
	assert_int_equal(stock_of(w, &m.saree), 3);
	assert_int_equal(put_in(w, m.buyer.s, &m.bowl, 2), HOLD_PLENTY); /* a hundred of them: nobody need wait */
	assert_int_equal(stock_of(w, &m.bowl), 100);
	struct cart_view *v = view(w, m.buyer.s, "IN");
	assert_int_equal(v->about[0].state, CART_HELD);
	assert_int_equal(v->about[0].held_ms, WORLD_NOW_MS + 10 * MINUTE);
	assert_int_equal(v->about[1].state, CART_GOOD);
	world_wait_ms(10 * MINUTE - 1);
	assert_int_equal(DO(w, expire), OK);
	assert_int_equal(stock_of(w, &m.saree), 3);
	world_wait_ms(1);
	assert_int_equal(DO(w, expire), OK);
	assert_int_equal(stock_of(w, &m.saree), 5);
	assert_int_equal(view(w, m.buyer.s, "IN")->about[0].state, CART_GOOD); /* the line stays, no longer held */
}

static void sec_21_a_hold_is_never_made_longer(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	assert_int_equal(put_in(w, m.buyer.s, &m.saree, 2), HOLD_HELD);
	world_wait_ms(9 * MINUTE);
	assert_int_equal(put_in(w, m.buyer.s, &m.saree, 2), HOLD_HELD);
	assert_int_equal(put_in(w, m.buyer.s, &m.saree, 5), HOLD_HELD); /* more of it, until the same minute */
	assert_int_equal(stock_of(w, &m.saree), 0);
	world_wait_ms(MINUTE);
	assert_int_equal(DO(w, expire), OK);
	assert_int_equal(stock_of(w, &m.saree), 5);
	assert_int_equal(put_in(w, m.buyer.s, &m.saree, 5), HOLD_RESTING); /* nor taken anew at once */
	world_wait_ms(HOLD_REST_MS - 1);
	assert_int_equal(put_in(w, m.buyer.s, &m.saree, 5), HOLD_RESTING);
	world_wait_ms(1);
	assert_int_equal(put_in(w, m.buyer.s, &m.saree, 5), HOLD_HELD);
}

static void test_out_of_the_cart_or_signed_out_it_is_free(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	assert_int_equal(put_in(w, m.buyer.s, &m.saree, 5), HOLD_HELD);
	put_in(w, m.buyer.s, &m.saree, 0);
	assert_int_equal(stock_of(w, &m.saree), 5);
	assert_int_equal(view(w, m.buyer.s, "IN")->bill.n_lines, 0);
	assert_int_equal(put_in(w, m.buyer.s, &m.saree, 4), HOLD_HELD); /* an undo */
	assert_int_equal(DO(w, end_all, .a = m.buyer.s), OK);
	assert_int_equal(stock_of(w, &m.saree), 5);
	assert_int_equal(view(w, m.buyer.s, "IN")->bill.n_lines, 1); /* the cart stays for the next time */
}

static void test_others_see_that_it_is_held_and_until_when(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct person_id other = buyer_called(w, "other@example.in");
	int64_t n, until;
	assert_int_equal(put_in(w, m.buyer.s, &m.saree, 5), HOLD_HELD);
	assert_int_equal(put_in(w, other.s, &m.saree, 1), HOLD_GONE);
	struct cart_view *v = view(w, other.s, "IN");
	assert_int_equal(v->about[0].state, CART_ELSEWHERE);
	assert_int_equal(v->about[0].held_ms, WORLD_NOW_MS + 10 * MINUTE);
	assert_int_equal(hold_by_others(w->db, "", m.saree.s, "", &n, &until), OK);
	assert_int_equal(n, 5);
	assert_int_equal(hold_by_others(w->db, m.buyer.s, m.saree.s, "", &n, &until), OK);
	assert_int_equal(n, 0);
	struct order_id id;
	int fault = -1;
	assert_int_equal(order_cart(w, other.s, &id, &fault), ERR_SOLD_OUT);
	assert_int_equal(fault, 0);
	assert_int_equal(order_cart(w, m.buyer.s, &id, &fault), OK);
	assert_int_equal(view(w, other.s, "IN")->about[0].state, CART_GONE);
}

static void sec_21_five_holds_and_not_one_more(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct product_id ids[HOLDS_MAX + 1];
	for (int i = 0; i <= HOLDS_MAX; i++) {
		struct product p = product_like("Jar", "मर्तबान", &m.booth, &m.registered, 1);
		assert_int_equal(DO(w, new_product, .in = &p, .out = &ids[i]), OK);
		assert_int_equal(put_in(w, m.guest.s, &ids[i], 1), i < HOLDS_MAX ? HOLD_HELD : HOLD_TOO_MANY);
	}
	put_in(w, m.guest.s, &ids[0], 0);
	assert_int_equal(put_in(w, m.guest.s, &ids[HOLDS_MAX], 1), HOLD_HELD);
}

static void test_twenty_lines_and_not_one_more(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	for (int i = 0; i <= CART_LINES_MAX; i++) {
		struct product p = product_like("Jar", "मर्तबान", &m.booth, &m.registered, 100);
		struct product_id id;
		struct cart_done done;
		assert_int_equal(DO(w, new_product, .in = &p, .out = &id), OK);
		const struct cart_item item = {.product = id.s, .variant = "", .quantity = 1};
		assert_int_equal(DO(w, put, .a = m.guest.s, .in = &item, .out = &done), i < CART_LINES_MAX ? OK : ERR_FULL);
	}
	const struct { int64_t quantity; err_t want; } rows[] = {{-1, ERR_BAD_FIELD}, {PRODUCT_STOCK_MAX + 1, ERR_BAD_FIELD}, {PRODUCT_STOCK_MAX, OK}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct cart_done done;
		assert_int_equal(DO(w, put, .a = m.buyer.s, .in = &(struct cart_item){.product = m.bowl.s, .variant = "", .quantity = rows[i].quantity}, .out = &done), rows[i].want);
	}
}

static void sec_21_500_carts_of_one_piece(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct product p = product_like("The only one", "इकलौता", &m.booth, &m.registered, 1);
	struct product_id one;
	p.one_of_a_kind = true;
	assert_int_equal(DO(w, new_product, .in = &p, .out = &one), OK);
	int held = 0, sold = 0, refused = 0;
	struct order_id id;
	for (int i = 0; i < 500; i++) {
		char email[40];
		int fault;
		snprintf(email, sizeof email, "b%d@example.in", i);
		struct person_id who = buyer_called(w, email);
		held += put_in(w, who.s, &one, 1) == HOLD_HELD;
		if (i == 0) continue; /* the one who holds it decides last */
		refused += order_cart(w, who.s, &id, &fault) == ERR_SOLD_OUT;
	}
	assert_int_equal(held, 1);
	assert_int_equal(refused, 499);
	struct person_id first;
	int fault;
	assert_int_equal(person_find_by_email(w->db, "b0@example.in", ROLE_BUYER, &first), OK);
	sold += order_cart(w, first.s, &id, &fault) == OK;
	assert_int_equal(sold, 1);
	assert_int_equal(stock_of(w, &one), 0);
	assert_int_equal(DO(w, expire), OK);
	world_wait_ms(60 * MINUTE);
	assert_int_equal(DO(w, expire), OK); /* what was sold does not come back */
	assert_int_equal(stock_of(w, &one), 0);
}

static void test_one_cart_becomes_one_order_with_a_child_for_each_seller(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct order o;
	int fault;
	put_in(w, m.buyer.s, &m.saree, 2);
	put_in(w, m.buyer.s, &m.bowl, 3);
	put_in(w, m.buyer.s, &m.toy, 1); /* unregistered: an enquiry */
	struct cart_view *v = view(w, m.buyer.s, "IN");
	assert_int_equal(v->bill.n_groups, 3);
	assert_int_equal(v->about[2].state, CART_ENQUIRY);
	assert_int_equal(v->bill.total.minor, 5 * 250000);
	assert_int_equal(order_cart(w, m.buyer.s, &id, &fault), OK);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	assert_int_equal(o.n_children, 2);
	assert_int_equal(o.total.minor, 5 * 250000);
	assert_int_equal(stock_of(w, &m.saree), 3); /* what was held, and no more */
	v = view(w, m.buyer.s, "IN");
	assert_int_equal(v->bill.n_lines, 1); /* the wish that is an enquiry stays */
	assert_int_equal(order_cart(w, m.buyer.s, &id, &fault), ERR_ENQUIRY_ONLY);
	put_in(w, m.buyer.s, &m.toy, 0);
	assert_int_equal(order_cart(w, m.buyer.s, &id, &fault), ERR_MISSING_FIELD);
}

static void sec_22_a_price_that_rose_is_said_and_not_charged(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct order o;
	struct cart_done done;
	int fault;
	struct flash_new n = {.booth = m.other_booth.s, .product = m.bowl.s, .price_minor = 200000, .quantity = 50, .lasts_s = 60};
	assert_int_equal(DO(w, start_flash, .in = &n), OK);
	assert_int_equal(DO(w, put, .a = m.buyer.s, .in = &(struct cart_item){.product = m.bowl.s, .variant = "", .quantity = 2, .shown_minor = 200000}, .out = &done), OK);
	assert_int_equal(view(w, m.buyer.s, "IN")->about[0].now_minor, 200000);
	world_wait_ms(60000);
	struct cart_view *v = view(w, m.buyer.s, "IN");
	assert_int_equal(v->about[0].now_minor, 250000);
	assert_int_equal(v->lines[0].shown_minor, 200000);
	assert_int_equal(order_cart(w, m.buyer.s, &id, &fault), ERR_CONFLICT);
	assert_int_equal(fault, 0);
	put_in(w, m.buyer.s, &m.bowl, 2); /* agreed: 2,500 */
	assert_int_equal(order_cart(w, m.buyer.s, &id, &fault), OK);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	assert_int_equal(o.total.minor, 500000);
}

static void test_a_held_flash_price_is_kept_for_the_hold(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct order o;
	struct flash f;
	int fault;
	struct flash_new n = {.booth = m.booth.s, .product = m.saree.s, .price_minor = 200000, .quantity = 3, .lasts_s = 60};
	assert_int_equal(DO(w, start_flash, .in = &n), OK);
	struct person_id other = buyer_called(w, "other@example.in");
	assert_int_equal(put_in(w, m.buyer.s, &m.saree, 2), HOLD_HELD);
	assert_int_equal(put_in(w, other.s, &m.saree, 1), HOLD_HELD);
	assert_int_equal(flash_find(w->db, m.saree.s, &f), OK);
	assert_int_equal(f.remaining, 0);
	put_in(w, other.s, &m.saree, 0);
	assert_int_equal(flash_find(w->db, m.saree.s, &f), OK);
	assert_int_equal(f.remaining, 1); /* given back with the piece */
	world_wait_ms(5 * MINUTE); /* the flash is over, the hold is not */
	assert_int_equal(view(w, m.buyer.s, "IN")->about[0].now_minor, 200000);
	assert_int_equal(order_cart(w, m.buyer.s, &id, &fault), OK);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	assert_int_equal(o.total.minor, 400000);
	assert_true(o.lines[0].flash);
}

static void test_buying_another_number_gives_the_hold_back_first(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	put_in(w, m.buyer.s, &m.saree, 3);
	struct order_line_new line = {.product = m.saree.s, .quantity = 5};
	assert_int_equal(DO(w, place, .in = &(struct order_new){.person = m.buyer.s, .lines = &line, .n_lines = 1, .to = home}, .out = &id), OK);
	assert_int_equal(stock_of(w, &m.saree), 0);
	assert_int_equal(DO(w, act, .a = id.s, .in = &(struct order_actor){BY_BUYER, {""}}, .n = ORDER_EVENT_CANCEL), OK);
	assert_int_equal(stock_of(w, &m.saree), 5);
	world_wait_ms(60 * MINUTE);
	assert_int_equal(DO(w, expire), OK);
	assert_int_equal(stock_of(w, &m.saree), 5);
}

static void test_a_guests_cart_becomes_the_buyers(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	put_in(w, m.guest.s, &m.bowl, 3);
	put_in(w, m.guest.s, &m.saree, 2);
	put_in(w, m.guest.s, &m.toy, 1);
	put_in(w, m.buyer.s, &m.bowl, 5);
	put_in(w, m.buyer.s, &m.saree, 1);
	assert_int_equal(stock_of(w, &m.saree), 2);
	assert_int_equal(DO(w, adopt, .a = m.guest.s, .b = m.buyer.s), OK);
	struct cart_line lines[CART_LINES_MAX];
	size_t n;
	assert_int_equal(cart_lines(w->db, m.guest.s, lines, &n), OK);
	assert_int_equal(n, 0);
	assert_int_equal(cart_lines(w->db, m.buyer.s, lines, &n), OK);
	assert_int_equal(n, 3);
	for (size_t i = 0; i < n; i++) {
		const int64_t want = !strcmp(lines[i].product, m.bowl.s) ? 5 : !strcmp(lines[i].product, m.saree.s) ? 2 : 1;
		assert_int_equal(lines[i].quantity, want);
	}
	world_wait_ms(60 * MINUTE);
	assert_int_equal(DO(w, expire), OK);
	assert_int_equal(stock_of(w, &m.saree), 5);
}

static void test_the_place_decides_who_sells(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	put_in(w, m.buyer.s, &m.saree, 1);
	struct cart_view *v = view(w, m.buyer.s, "DE");
	assert_int_equal(v->about[0].state, CART_ENQUIRY);
	assert_int_equal(v->bill.groups[0].sale->way, SELL_ENQUIRY);
	assert_string_equal(v->bill.groups[0].who->name, "Weavers");
	assert_int_equal(v->bill.total.minor, 0);
	v = view(w, m.buyer.s, "IN");
	assert_int_equal(v->bill.groups[0].sale->way, SELL_DIRECT);
}

static void test_handlers_may_run_twice(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	int fault;
	tick_twice(w->tick);
	assert_int_equal(put_in(w, m.buyer.s, &m.saree, 5), HOLD_HELD);
	assert_int_equal(order_cart(w, m.buyer.s, &id, &fault), OK);
	assert_int_equal(stock_of(w, &m.saree), 0);
	world_wait_ms(60 * MINUTE);
	assert_int_equal(DO(w, expire), OK);
	assert_int_equal(DO(w, act, .a = id.s, .in = &(struct order_actor){BY_STAFF, {""}}, .n = ORDER_EVENT_CANCEL), OK);
	assert_int_equal(stock_of(w, &m.saree), 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_a_scarce_thing_is_held_and_comes_back),
		WORLD_TEST(sec_21_a_hold_is_never_made_longer),
		WORLD_TEST(test_out_of_the_cart_or_signed_out_it_is_free),
		WORLD_TEST(test_others_see_that_it_is_held_and_until_when),
		WORLD_TEST(sec_21_five_holds_and_not_one_more),
		WORLD_TEST(test_twenty_lines_and_not_one_more),
		WORLD_TEST(sec_21_500_carts_of_one_piece),
		WORLD_TEST(test_one_cart_becomes_one_order_with_a_child_for_each_seller),
		WORLD_TEST(sec_22_a_price_that_rose_is_said_and_not_charged),
		WORLD_TEST(test_a_held_flash_price_is_kept_for_the_hold),
		WORLD_TEST(test_buying_another_number_gives_the_hold_back_first),
		WORLD_TEST(test_a_guests_cart_becomes_the_buyers),
		WORLD_TEST(test_the_place_decides_who_sells),
		WORLD_TEST(test_handlers_may_run_twice),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
