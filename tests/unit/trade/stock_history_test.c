/* stock_history_test.c — stock, held and sold add up after any history of carts and orders. */
#include "tests/unit/trade/cart_bed.h"

#include "trade/waiting.h"

HANDLER(end_all, hold_end_all(tx, q->a, ignore, NULL))
HANDLER(place, order_place(tx, q->in, q->out))
HANDLER(join, waiting_join(tx, q->a, q->b, "", q->n))
HANDLER(new_product, product_new(tx, q->in, q->out))

static uint64_t dice;
static int64_t roll(int64_t n)
{
	dice = dice * 6364136223846793005u + 1442695040888963407u;
	return (int64_t)((dice >> 33) % (uint64_t)n);
}

/* What is in the stock, held and sold is what there was at first, whatever happens. */
static void check_books(struct world *w, const struct product_id *ids, const int64_t *first, size_t n, const char *ended)
{
	for (size_t i = 0; i < n; i++) {
		int64_t stock = stock_of(w, &ids[i]), held, until, sold = 0;
		assert_true(stock >= 0);
		assert_int_equal(hold_by_others(w->db, "", ids[i].s, "", &held, &until), OK);
		assert_int_equal(db_int(w->db, &sold, Q_ORDER_PIECES_SOLD, V(ids[i].s)), OK);
		if (stock + held + sold != first[i]) fail_msg("%s: stock %lld + held %lld + sold %lld is not %lld", ended, (long long)stock, (long long)held, (long long)sold, (long long)first[i]);
	}
}

static void random_step(struct world *w, const struct person_id *people, const struct product_id *ids, struct order_id *orders, size_t *n_orders)
{
	const char *who = people[roll(4)].s;
	const struct product_id *p = &ids[roll(3)];
	struct cart_done done;
	int fault;
	err_t e = OK;
	switch (roll(8)) {
	case 0: case 1: case 2:
		e = DO(w, put, .a = who, .in = &(struct cart_item){.product = p->s, .variant = "", .quantity = roll(5)}, .out = &done);
		assert_true(e == OK);
		break;
	case 3: {
		const struct order_line_new line = {.product = p->s, .quantity = 1 + roll(3)};
		e = roll(2) ? DO(w, place, .in = &(struct order_new){.person = who, .lines = &line, .n_lines = 1, .to = home}, .out = &orders[*n_orders])
		            : DO(w, order, .in = &(struct cart_order){.person = who, .to = home}, .out = &orders[*n_orders], .out2 = &fault);
		*n_orders += e == OK;
		break;
	}
	case 4:
		world_wait_ms(roll(12) * MINUTE);
		assert_int_equal(DO(w, expire), OK);
		break;
	case 5:
		if (*n_orders) IGNORE(DO(w, act, .a = orders[roll((int64_t)*n_orders)].s, .in = &(struct order_actor){BY_STAFF, {""}}, .n = roll(8) ? ORDER_EVENT_CANCEL : ORDER_EVENT_ACCEPT));
		break;
	case 6: IGNORE(DO(w, join, .a = who, .b = p->s, .n = 1 + roll(3))); break;
	default: assert_int_equal(DO(w, end_all, .a = who), OK);
	}
}

static void test_stock_held_and_sold_always_add_up(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct person_id people[] = {m.buyer, buyer_called(w, "p1@example.in"), buyer_called(w, "p2@example.in"), buyer_called(w, "p3@example.in")};
	struct product only = product_like("Only", "एक", &m.booth, &m.second, 1);
	struct product_id ids[3] = {m.saree, m.bowl, m.toy};
	only.one_of_a_kind = true;
	assert_int_equal(DO(w, new_product, .in = &only, .out = &ids[2]), OK);
	const int64_t first[] = {5, 100, 1};
	struct order_id orders[2000];
	size_t n_orders = 0;
	for (uint64_t seed = 1; seed <= 20; seed++) {
		char what[40];
		dice = seed;
		snprintf(what, sizeof what, "seed %llu", (unsigned long long)seed);
		for (int i = 0; i < 100; i++) {
			random_step(w, people, ids, orders, &n_orders);
			check_books(w, ids, first, 3, what);
		}
	}
	assert_true(n_orders > 50); /* or the dice have proved nothing */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_stock_held_and_sold_always_add_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
