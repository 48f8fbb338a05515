/* What a maker takes off the shelf while pieces stand in carts: all that is free, and not one more. */
#include "tests/unit/trade/market.h"

#include "trade/cart.h"
#include "trade/listing.h"

#define MINUTE 60000LL

static const struct hold_rules rules = {10 * MINUTE, 5, false};
static void ignore(void *arg, const char *product) { (void)arg, (void)product; }
HANDLER(put, cart_put(tx, q->a, q->in, &rules, q->out))
HANDLER(let_go, hold_end_all(tx, q->a, ignore, NULL))
HANDLER(change, listing_change(tx, q->a, q->in, q->n, "p"))

static err_t change_by(struct world *w, const struct product_id *p, int64_t pieces)
{
	struct listing l;
	struct product now;
	assert_int_equal(product_find(w->db, p->s, clock_wall_ms(), &now), OK);
	assert_int_equal(listing_of(w->db, p->s, &l), OK);
	l.stock_change = pieces;
	return DO(w, change, .a = p->s, .in = &l, .n = now.version);
}

static void test_what_stands_in_a_cart_is_not_taken_off_the_shelf(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct cart_done done;
	int64_t held, until;
	assert_int_equal(DO(w, put, .a = m.buyer.s, .in = &(struct cart_item){.product = m.saree.s, .variant = "", .quantity = 2, .shown_minor = 250000}, .out = &done), OK);
	assert_int_equal(done.hold, HOLD_HELD);
	assert_int_equal(stock_of(w, &m.saree), 3);
	assert_int_equal(change_by(w, &m.saree, -4), ERR_SOLD_OUT);
	assert_int_equal(stock_of(w, &m.saree), 3);
	assert_int_equal(change_by(w, &m.saree, -3), OK);
	assert_int_equal(stock_of(w, &m.saree), 0);
	assert_int_equal(hold_by_others(w->db, "", m.saree.s, "", &held, &until), OK);
	assert_int_equal(held, 2);
	assert_int_equal(DO(w, let_go, .a = m.buyer.s), OK);
	assert_int_equal(stock_of(w, &m.saree), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {WORLD_TEST(test_what_stands_in_a_cart_is_not_taken_off_the_shelf)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
