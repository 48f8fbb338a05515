/* overlay_test.c — pins, flash prices and stock on the picture. */
#include "stage.h"

#include "trade/flash.h"

static void pin(struct stage *g, uint64_t by, const char *product)
{
	struct live_pin_set m;
	text_copy(m.product, sizeof m.product, product);
	sessions_receive(g->s, (struct conn_id){by}, LIVE_pin_set, "r", "", &m);
	tick_end(g->w->tick);
}

static void unpin(struct stage *g, const char *product)
{
	struct live_pin_clear m;
	text_copy(m.product, sizeof m.product, product);
	sessions_receive(g->s, (struct conn_id){HOST}, LIVE_pin_clear, "r", "", &m);
	tick_end(g->w->tick);
}

static void flash(struct stage *g, int64_t price_minor, int64_t quantity, int64_t starts_in_s, int64_t lasts_s)
{
	struct live_flash_start m = {.price_minor = price_minor, .quantity = quantity, .starts_in_s = starts_in_s, .lasts_s = lasts_s};
	text_copy(m.product, sizeof m.product, g->products[SHAWL].s);
	sessions_receive(g->s, (struct conn_id){HOST}, LIVE_flash_start, "r", "", &m);
	tick_end(g->w->tick);
}

static void test_three_pins_and_no_fourth(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	pin(g, HOST, g->products[SHAWL].s);
	HEARS(g, ANN, "\"t\":\"overlay.changed\",\"booth\":\"indigo\",\"seq\":1,\"d\":{\"action\":\"pin\",\"product\":");
	HEARS(g, ANN, "\"card\":{\"id\":");
	HEARS(g, ANN, "\"price\":{\"minor\":90000,\"currency\":\"INR\"}");
	pin(g, HOST, g->products[RUG].s);
	pin(g, HOST, g->products[LAMP].s);
	pin(g, HOST, g->products[BELL].s);
	HEARS(g, HOST, "\"code\":\"conflict\",\"detail\":\"Three products are on the picture already");
	assert_int_equal(stage_count(g, ANN, "overlay.changed"), 3);
	pin(g, HOST, g->products[LAMP].s); /* pinned already: nothing changes */
	assert_int_equal(stage_count(g, ANN, "overlay.changed"), 3);
	unpin(g, g->products[RUG].s);
	HEARS(g, ANN, "\"d\":{\"action\":\"unpin\",\"product\":");
	pin(g, HOST, g->products[BELL].s);
	assert_int_equal(stage_count(g, ANN, "overlay.changed"), 5);
}

static void test_what_cannot_be_pinned(void **state)
{
	struct stage *g = *state;
	char other[ID_CHARS + 1];
	stage_all_enter(g);
	id_new(other);
	pin(g, HOST, other);
	HEARS(g, HOST, "\"code\":\"no-product\"");
	pin(g, ANN, g->products[SHAWL].s);
	HEARS(g, ANN, "\"code\":\"forbidden\"");
	unpin(g, g->products[SHAWL].s);
	HEARS(g, HOST, "\"code\":\"not-found\"");
}

static void test_a_flash_price_begins_and_ends_by_the_servers_clock(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	flash(g, 70000, 3, 5, 10);
	HEARS(g, ANN, "\"state\":\"planned\",\"price_minor\":70000,\"was_minor\":90000,\"currency\":\"INR\",\"quantity\":3,\"remaining\":3");
	world_wait_ms(3999);
	stage_second(g);
	HEARS_NOT(g, ANN, "\"state\":\"on\""); /* 1 ms too early */
	stage_second(g);
	HEARS(g, ANN, "\"state\":\"on\"");
	world_wait_ms(8000);
	stage_second(g);
	HEARS_NOT(g, ANN, "\"state\":\"over\"");
	stage_second(g);
	HEARS(g, ANN, "\"state\":\"over\"");
	stage_second(g);
	assert_int_equal(stage_count(g, ANN, "flash.changed"), 3);
}

static void test_a_flash_price_must_be_lower(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	flash(g, 90000, 3, 0, 10);
	HEARS(g, HOST, "\"code\":\"bad-field\"");
	flash(g, 89999, 3, 0, 10);
	HEARS(g, ANN, "\"state\":\"on\"");
}

static void test_an_end_that_fell_into_a_restart_is_told_afterwards(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	flash(g, 70000, 3, 0, 10);
	sessions_free(g->s);
	world_wait_ms(60000);
	stage_open_room(g);
	stage_all_enter(g);
	stage_second(g);
	HEARS(g, ANN, "\"state\":\"over\"");
}

static void test_a_stopped_flash_is_over(void **state)
{
	struct stage *g = *state;
	struct live_flash_stop m;
	stage_all_enter(g);
	flash(g, 70000, 3, 0, 10);
	text_copy(m.product, sizeof m.product, g->products[SHAWL].s);
	sessions_receive(g->s, (struct conn_id){HOST}, LIVE_flash_stop, "r", "", &m);
	tick_end(g->w->tick);
	HEARS(g, ANN, "\"state\":\"over\"");
	stage_second(g);
	assert_int_equal(stage_count(g, ANN, "flash.changed"), 2);
}

struct piece_sale { struct stage *g; int64_t quantity; };
static err_t sell(struct tx *tx, void *request)
{
	const struct piece_sale *sale = request;
	const struct product_id *p = &sale->g->products[SHAWL];
	int64_t minor;
	TRY(flash_take(tx, p->s, sale->quantity, &minor));
	TRY(stock_take(tx, p->s, NULL, sale->quantity));
	return notice_stock_changed(tx, sale->g->s, p);
}

static void test_stock_and_price_are_live(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	assert_int_equal(tick_handle(g->w->tick, sell, &(struct piece_sale){g, 1}), OK);
	HEARS_NOT(g, ANN, "stock.changed");
	tick_end(g->w->tick);
	HEARS(g, ANN, "\"available\":4,\"price_minor\":90000,\"currency\":\"INR\"}");
	flash(g, 70000, 2, 0, 60);
	assert_int_equal(tick_handle(g->w->tick, sell, &(struct piece_sale){g, 1}), OK);
	tick_end(g->w->tick);
	HEARS(g, ANN, "\"available\":3,\"price_minor\":70000");
	HEARS(g, ANN, "\"quantity\":2,\"remaining\":1");
	assert_int_equal(tick_handle(g->w->tick, sell, &(struct piece_sale){g, 1}), OK);
	tick_end(g->w->tick);
	HEARS(g, ANN, "\"state\":\"over\",\"price_minor\":70000,\"was_minor\":90000,\"currency\":\"INR\",\"quantity\":2,\"remaining\":0");
	HEARS(g, ANN, "\"available\":2,\"price_minor\":90000");
	stage_forget(g);
	assert_int_equal(tick_handle(g->w->tick, sell, &(struct piece_sale){g, 3}), ERR_SOLD_OUT);
	tick_end(g->w->tick);
	HEARS_NOT(g, ANN, "stock.changed");
}

static void sell_one(struct stage *g)
{
	assert_int_equal(tick_handle(g->w->tick, sell, &(struct piece_sale){g, 1}), OK);
	tick_end(g->w->tick);
}

static void test_in_a_rush_the_stock_is_told_four_times_and_then_where_it_stands(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	for (int i = 0; i < STOCK_TOLD_MAX; i++) sell_one(g);
	assert_int_equal(stage_count(g, ANN, "stock.changed"), STOCK_TOLD_MAX);
	HEARS(g, ANN, "\"available\":1,");
	sell_one(g);
	assert_int_equal(stage_count(g, ANN, "stock.changed"), STOCK_TOLD_MAX);
	stage_second(g);
	assert_int_equal(stage_count(g, ANN, "stock.changed"), STOCK_TOLD_MAX + 1);
	HEARS(g, ANN, "\"available\":0,");
	stage_second(g);
	assert_int_equal(stage_count(g, ANN, "stock.changed"), STOCK_TOLD_MAX + 1); /* once */
}

static void test_what_is_owed_outlives_a_commit_that_fails(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	for (int i = 0; i < STOCK_TOLD_MAX; i++) sell_one(g);
	sell_one(g);
	stage_forget(g);
	world_wait_ms(STOCK_TOLD_MS);
	tick_fail_commits(g->w->tick, 1);
	sessions_beat(g->s);
	tick_end(g->w->tick);
	HEARS_NOT(g, ANN, "stock.changed");
	stage_second(g);
	HEARS(g, ANN, "\"available\":0,");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_three_pins_and_no_fourth),
		STAGE_TEST(test_what_cannot_be_pinned),
		STAGE_TEST(test_a_flash_price_begins_and_ends_by_the_servers_clock),
		STAGE_TEST(test_a_flash_price_must_be_lower),
		STAGE_TEST(test_an_end_that_fell_into_a_restart_is_told_afterwards),
		STAGE_TEST(test_a_stopped_flash_is_over),
		STAGE_TEST(test_stock_and_price_are_live),
		STAGE_TEST(test_in_a_rush_the_stock_is_told_four_times_and_then_where_it_stands),
		STAGE_TEST(test_what_is_owed_outlives_a_commit_that_fails),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
