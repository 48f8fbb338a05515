/* waiting_test.c — who waits for a scarce thing gets what comes back, in turn. */
#include "tests/unit/trade/cart_bed.h"

#include "trade/tell.h"
#include "trade/waiting.h"

HANDLER(join, waiting_join(tx, q->a, q->b, "", q->n))
HANDLER(set_up_house, tell_set_up(tx, q->in, "https://mela.example"))
HANDLER(serve_all, waiting_serve_all(tx))
HANDLER(give, stock_give(tx, q->a, "", q->n))

static void test_the_next_in_line_gets_what_comes_back(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct person_id second = buyer_called(w, "second@example.in"), third = buyer_called(w, "third@example.in");
	assert_int_equal(DO(w, set_up_house, .in = (const bool[OUTBOX_KINDS]){[OUTBOX_MAIL] = true}), OK);
	put_in(w, m.buyer.s, &m.saree, 5);
	assert_int_equal(DO(w, join, .a = m.guest.s, .b = m.saree.s, .n = 1), ERR_UNCONFIRMED);
	assert_int_equal(DO(w, join, .a = second.s, .b = m.bowl.s, .n = 1), ERR_BAD_STATE); /* it is free */
	assert_int_equal(DO(w, join, .a = second.s, .b = m.saree.s, .n = 4), OK);
	assert_int_equal(DO(w, join, .a = third.s, .b = m.saree.s, .n = 2), OK);
	assert_int_equal(DO(w, join, .a = second.s, .b = m.saree.s, .n = 4), OK); /* again: the place is kept */
	world_wait_ms(10 * MINUTE);
	assert_int_equal(DO(w, expire), OK);
	assert_int_equal(stock_of(w, &m.saree), 1); /* four are kept for the second; the third asks for more than one */
	struct cart_view *v = view(w, second.s, "IN");
	assert_int_equal(v->about[0].state, CART_HELD);
	assert_int_equal(v->about[0].held_ms, clock_wall_ms() + WAITING_OFFER_MS);
	assert_int_equal(letters(w), 1);
	world_wait_ms(WAITING_OFFER_MS);
	assert_int_equal(DO(w, expire), OK); /* not taken: the third's turn */
	assert_int_equal(view(w, third.s, "IN")->about[0].state, CART_HELD);
	assert_int_equal(letters(w), 2);
	assert_int_equal(stock_of(w, &m.saree), 3);
}

static void test_a_cancelled_order_and_new_pieces_go_to_who_waits(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct person_id second = buyer_called(w, "second@example.in");
	struct order_id id;
	int fault;
	put_in(w, m.buyer.s, &m.saree, 5);
	assert_int_equal(order_cart(w, m.buyer.s, &id, &fault), OK);
	assert_int_equal(DO(w, join, .a = second.s, .b = m.saree.s, .n = 1), OK);
	assert_int_equal(DO(w, act, .a = id.s, .in = &(struct order_actor){BY_STAFF, {""}}, .n = ORDER_EVENT_CANCEL), OK);
	assert_int_equal(view(w, second.s, "IN")->about[0].state, CART_HELD);
	assert_int_equal(stock_of(w, &m.saree), 4);
	put_in(w, m.buyer.s, &m.saree, 4);
	put_in(w, second.s, &m.saree, 0);
	put_in(w, m.buyer.s, &m.saree, 5);
	assert_int_equal(DO(w, join, .a = second.s, .b = m.saree.s, .n = 2), OK);
	assert_int_equal(DO(w, give, .a = m.saree.s, .n = 2), OK); /* the maker puts two more in */
	assert_int_equal(DO(w, serve_all), OK);
	assert_int_equal(view(w, second.s, "IN")->about[0].state, CART_HELD);
	assert_int_equal(stock_of(w, &m.saree), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_the_next_in_line_gets_what_comes_back),
		WORLD_TEST(test_a_cancelled_order_and_new_pieces_go_to_who_waits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
