/* What one piece costs: base, tier, variant, flash; and stock that is the sum of the variants'. */
#include "tests/unit/trade/market.h"
#include "trade/flash.h"
#include "trade/price.h"

static err_t furnish(struct tx *tx, void *arg)
{
	struct market *m = arg;
	struct db *db = tx_db(tx);
	TRY(db_exec(db, Q_VARIANT_INSERT, V("v-red"), V(m->saree.s), V(0), V("RED"), V("Red"), V("लाल"), V(0), V(2), V(0)));
	TRY(db_exec(db, Q_VARIANT_INSERT, V("v-gold"), V(m->saree.s), V(1), V("GOLD"), V("Gold"), V("सुनहरा"), V(50000), V(3), V(900)));
	TRY(db_exec(db, Q_TIER_INSERT, V(m->saree.s), V(3), V(240000)));
	return db_exec(db, Q_TIER_INSERT, V(m->saree.s), V(5), V(200000));
}

static struct product saree_of(struct world *w, const struct market *m)
{
	struct product p;
	assert_int_equal(product_find(w->db, m->saree.s, clock_wall_ms(), &p), OK);
	return p;
}

static int64_t shown(struct world *w, const struct market *m, const char *variant, int64_t quantity)
{
	struct product p = saree_of(w, m);
	struct variant v;
	struct money one;
	assert_int_equal(variant_of(w->db, &p, variant, &v), OK);
	assert_int_equal(price_shown(w->db, &p, &v, quantity, &one), OK);
	return one.minor;
}

static void test_a_tier_counts_from_its_quantity_on(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	assert_int_equal(world_do(w, furnish, &m), OK);
	const struct { int64_t quantity, want; } rows[] = {{1, 250000}, {2, 250000}, {3, 240000}, {4, 240000}, {5, 200000}, {1000, 200000}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) assert_int_equal(shown(w, &m, "v-red", rows[i].quantity), rows[i].want);
	assert_int_equal(shown(w, &m, "v-gold", 1), 300000);
	assert_int_equal(shown(w, &m, "v-gold", 5), 250000);
}

HANDLER(start_flash, flash_start(tx, q->in))

static void test_the_lower_of_flash_and_tier_is_shown(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	assert_int_equal(world_do(w, furnish, &m), OK);
	struct flash_new f = {.booth = m.booth.s, .product = m.saree.s, .price_minor = 220000, .quantity = 10, .lasts_s = 600};
	assert_int_equal(DO(w, start_flash, .in = &f), OK);
	assert_int_equal(shown(w, &m, "v-red", 1), 220000);
	assert_int_equal(shown(w, &m, "v-gold", 1), 270000);
	assert_int_equal(shown(w, &m, "v-red", 5), 200000);
}

HANDLER(place, order_place(tx, q->in, q->out))
HANDLER(act, order_act(tx, q->a, q->in, (enum order_event)q->n))

static err_t order_of(struct world *w, const struct market *m, const char *variant, int64_t quantity, struct order_id *id)
{
	struct order_line_new line = {.product = m->saree.s, .variant = variant, .quantity = quantity};
	return DO(w, place, .in = &(struct order_new){.person = m->buyer.s, .lines = &line, .n_lines = 1, .to = home}, .out = id);
}

static int64_t left(struct world *w, const struct market *m, const char *variant)
{
	struct product p = saree_of(w, m);
	struct variant v;
	assert_int_equal(variant_of(w->db, &p, variant, &v), OK);
	return v.stock;
}

static void test_an_order_names_its_variant_and_takes_from_it_alone(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct order o;
	assert_int_equal(world_do(w, furnish, &m), OK);
	assert_int_equal(order_of(w, &m, NULL, 1, &id), ERR_MISSING_FIELD);
	assert_int_equal(order_of(w, &m, "v-blue", 1, &id), ERR_BAD_FIELD);
	assert_int_equal(order_of(w, &m, "v-red", 3, &id), ERR_SOLD_OUT); /* the product has five, red two */
	assert_int_equal(stock_of(w, &m.saree), 5);
	assert_int_equal(order_of(w, &m, "v-gold", 3, &id), OK);
	assert_int_equal(left(w, &m, "v-gold"), 0);
	assert_int_equal(left(w, &m, "v-red"), 2);
	assert_int_equal(stock_of(w, &m.saree), 2);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	assert_string_equal(o.lines[0].variant.s, "v-gold");
	assert_string_equal(o.lines[0].variant_hi, "सुनहरा");
	assert_int_equal(o.total.minor, 3 * 290000);
	assert_int_equal(DO(w, act, .a = id.s, .in = &(struct order_actor){.by = BY_BUYER}, .n = ORDER_EVENT_CANCEL), OK);
	assert_int_equal(left(w, &m, "v-gold"), 3);
	assert_int_equal(stock_of(w, &m.saree), 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_a_tier_counts_from_its_quantity_on),
		WORLD_TEST(test_the_lower_of_flash_and_tier_is_shown),
		WORLD_TEST(test_an_order_names_its_variant_and_takes_from_it_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
