/* follow_test.c — whoever follows an order sees it as the store has it, and may refuse it as a whole.
 * The two lists are this test's own: it is linked before the library, whose follow.c is then not taken. */
#include "tests/unit/trade/market.h"

#include "trade/follow.h"

#define CALLS_MAX 8
static struct { int n, refuse_from; struct { int child; enum order_state state, whole; int64_t total_minor; bool moved; enum order_event event; } calls[CALLS_MAX]; } heard;

static err_t hear(const struct order *o, int child, bool moved, enum order_event event)
{
	assert_true(heard.n < CALLS_MAX);
	heard.calls[heard.n].child = child;
	heard.calls[heard.n].state = o->children[child].state;
	heard.calls[heard.n].whole = o->state;
	heard.calls[heard.n].total_minor = o->children[child].total.minor;
	heard.calls[heard.n].moved = moved;
	heard.calls[heard.n].event = event;
	heard.n++;
	return heard.refuse_from && heard.n >= heard.refuse_from ? ERR_FULL : OK;
}

err_t follow_placed(struct tx *tx, const struct order *o, int child)
{
	struct order stored;
	TRY(order_find(tx_db(tx), o->id.s, &stored)); /* it is written already, in this transaction */
	return hear(o, child, false, 0);
}
err_t follow_moved(struct tx *tx, const struct order *o, int child, enum order_event event)
{
	(void)tx;
	return hear(o, child, true, event);
}

HANDLER(place, order_place(tx, q->in, q->out))
HANDLER(act, order_act(tx, q->a, q->in, (enum order_event)q->n))

static err_t buy_two(struct world *w, const struct market *m, struct order_id *ret)
{
	struct order_line_new lines[] = {{.product = m->saree.s, .quantity = 1}, {.product = m->bowl.s, .quantity = 2}};
	return DO(w, place, .in = &(struct order_new){.person = m->buyer.s, .lines = lines, .n_lines = 2, .to = home}, .out = ret);
}

static void test_each_child_is_told_once_in_order(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	memset(&heard, 0, sizeof heard);
	assert_int_equal(buy_two(w, &m, &id), OK);
	assert_int_equal(heard.n, 2);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(heard.calls[i].child, i);
		assert_int_equal(heard.calls[i].state, ORDER_PLACED);
		assert_false(heard.calls[i].moved);
	}
	assert_int_equal(heard.calls[1].total_minor, 500000);
	assert_int_equal(DO(w, act, .a = id.s, .in = &(struct order_actor){BY_HOST, m.other_booth}, .n = ORDER_EVENT_ACCEPT), OK);
	assert_int_equal(heard.n, 3); /* the other child was not moved */
	assert_int_equal(heard.calls[2].child, 1);
	assert_int_equal(heard.calls[2].state, ORDER_ACCEPTED);
	assert_int_equal(heard.calls[2].whole, ORDER_PLACED);
	assert_int_equal(heard.calls[2].event, ORDER_EVENT_ACCEPT);
	assert_true(heard.calls[2].moved);
}

static void test_a_refusal_undoes_the_order(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct order o;
	for (int refuse = 1; refuse <= 2; refuse++) { /* at the first child, and when the first has been told */
		memset(&heard, 0, sizeof heard);
		heard.refuse_from = refuse;
		assert_int_equal(buy_two(w, &m, &id), ERR_FULL);
		assert_int_equal(stock_of(w, &m.saree), 5);
		assert_int_equal(stock_of(w, &m.bowl), 100);
	}
	memset(&heard, 0, sizeof heard);
	assert_int_equal(buy_two(w, &m, &id), OK);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	assert_string_equal(o.number, "O25-000001"); /* no number was lost, nothing else is there */
}

static void test_a_refusal_undoes_the_move(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct order o;
	struct order_actor staff = {BY_STAFF, {""}};
	memset(&heard, 0, sizeof heard);
	assert_int_equal(buy_two(w, &m, &id), OK);
	heard.refuse_from = 4; /* of the two children that are cancelled, the second */
	assert_int_equal(DO(w, act, .a = id.s, .in = &staff, .n = ORDER_EVENT_CANCEL), ERR_FULL);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	assert_int_equal(o.state, ORDER_PLACED);
	assert_int_equal(o.children[0].state, ORDER_PLACED);
	assert_int_equal(stock_of(w, &m.saree), 4);
	heard.refuse_from = 0;
	assert_int_equal(DO(w, act, .a = id.s, .in = &staff, .n = ORDER_EVENT_CANCEL), OK);
	assert_int_equal(stock_of(w, &m.saree), 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_each_child_is_told_once_in_order),
		WORLD_TEST(test_a_refusal_undoes_the_order),
		WORLD_TEST(test_a_refusal_undoes_the_move),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
