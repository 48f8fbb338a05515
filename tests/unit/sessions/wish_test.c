/* wish_test.c — enquiries over the live channel, and who hears of enquiries, leads and orders whichever door they came through. */
#include "stage.h"

#include "sessions/notice.h"
#include "trade/cart.h"
#include "trade/enquiry.h"
#include "trade/lead.h"
#include "trade/order.h"

static void ask(struct stage *g, uint64_t conn, const char *key, int64_t quantity)
{
	struct live_enquiry_open m = {.quantity = quantity, .note = "for a wedding", .viewer = "v7", .rtp_ts = 90000};
	text_copy(m.product, sizeof m.product, g->products[SHAWL].s);
	text_copy(m.key, sizeof m.key, key);
	sessions_receive(g->s, (struct conn_id){conn}, LIVE_enquiry_open, "r", "", &m);
}

/* The id in the last `ok` of a connection. */
static void answered_enquiry(struct stage *g, uint64_t conn, char ret[static ID_CHARS + 1])
{
	const char *ok = stage_heard(g, conn, "\"d\":{\"enquiry\":\"");
	assert_non_null(ok);
	text_copy(ret, ID_CHARS + 1, strstr(ok, "\"d\":{\"enquiry\":\"") + strlen("\"d\":{\"enquiry\":\""));
	assert_true(id_valid(ret));
}

static int64_t enquiries(struct stage *g)
{
	int64_t n = 0;
	assert_int_equal(db_int(g->w->db, &n, Q_ENQUIRY_COUNT_ALL), OK);
	return n;
}

static void test_a_guests_enquiry_is_kept_before_it_is_acknowledged(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	SAY_NOW(g, STAFF, desk_watch);
	stage_up(g, 1);
	world_wait_ms(3000);
	g->media.knows_frame = true;
	g->media.frame_mono_us = clock_mono_us() - 500000;
	stage_forget(g);
	ask(g, BOB, "key-1", 12);
	assert_int_equal(g->n, g->first);
	tick_end(g->w->tick);
	HEARS(g, BOB, "\"t\":\"ok\",\"id\":\"r\"");
	HEARS(g, HOST, "\"t\":\"enquiry.opened\",\"booth\":\"indigo\",\"d\":{\"enquiry\":");
	HEARS(g, HOST, "\"quantity\":12,\"unit\":\"piece\",\"country\":\"DE\",\"note\":\"for a wedding\",\"lang\":\"en\",\"name\":\"bob\",\"confirmed\":false,"
	               "\"media_us\":2500000");
	HEARS(g, STAFF, "enquiry.opened");
	HEARS_NOT(g, ANN, "enquiry");
}

static void test_a_retry_finds_the_same_enquiry(void **state)
{
	struct stage *g = *state;
	char first[ID_CHARS + 1], again[ID_CHARS + 1];
	stage_all_enter(g);
	ask(g, BOB, "key-1", 12);
	tick_end(g->w->tick);
	answered_enquiry(g, BOB, first);
	sessions_free(g->s);
	stage_open_room(g);
	stage_all_enter(g);
	ask(g, BOB, "key-1", 12);
	tick_end(g->w->tick);
	answered_enquiry(g, BOB, again);
	assert_string_equal(first, again);
	assert_int_equal(enquiries(g), 1);
	HEARS_NOT(g, HOST, "enquiry.opened");
	ask(g, BOB, "key-1", 13);
	tick_end(g->w->tick);
	HEARS(g, BOB, "key-reused");
	ask(g, BOB, "", 12);
	tick_end(g->w->tick);
	HEARS(g, BOB, "\"code\":\"missing-field\"");
	HEARS(g, BOB, "\"field\":\"key\"");
}

static void test_a_failed_commit_keeps_nothing_and_says_so(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	tick_fail_commits(g->w->tick, 1);
	ask(g, BOB, "key-1", 12);
	tick_end(g->w->tick);
	HEARS(g, BOB, "store-unavailable");
	HEARS_NOT(g, HOST, "enquiry.opened");
	ask(g, BOB, "key-1", 12);
	tick_end(g->w->tick);
	HEARS(g, HOST, "enquiry.opened");
	assert_int_equal(enquiries(g), 1);
}

static void write_in(struct stage *g, uint64_t conn, const char *enquiry, const char *text, const char *key)
{
	struct live_enquiry_write m = {0};
	text_copy(m.enquiry, sizeof m.enquiry, enquiry);
	text_copy(m.text, sizeof m.text, text);
	text_copy(m.key, sizeof m.key, key);
	sessions_receive(g->s, (struct conn_id){conn}, LIVE_enquiry_write, "r", "", &m);
	tick_end(g->w->tick);
}

static void test_both_sides_write_in_its_thread(void **state)
{
	struct stage *g = *state;
	char id[ID_CHARS + 1];
	stage_all_enter(g);
	ask(g, BOB, "key-1", 12);
	tick_end(g->w->tick);
	answered_enquiry(g, BOB, id);
	write_in(g, HOST, id, "in ten days", "w1");
	HEARS(g, BOB, "\"by\":\"artisan\",\"text\":\"in ten days\"");
	HEARS(g, BOB, "\"t\":\"enquiry.changed\"");
	HEARS(g, BOB, "\"state\":\"answered\"");
	stage_forget(g);
	write_in(g, HOST, id, "in ten days", "w1");
	HEARS_NOT(g, BOB, "enquiry.wrote");
	HEARS(g, HOST, "\"t\":\"ok\"");
	write_in(g, BOB, id, "good", "w2");
	HEARS(g, HOST, "\"by\":\"buyer\",\"text\":\"good\"");
	write_in(g, ANN, id, "me too", "w3");
	HEARS(g, ANN, "\"code\":\"forbidden\"");
	write_in(g, STAFF, id, "may I help?", "w4");
	HEARS(g, BOB, "\"by\":\"organizer\"");
}

static err_t open_lead(struct tx *tx, void *request)
{
	struct stage *g = request;
	struct enquiry_id e;
	struct lead_id l;
	TRY(enquiry_open(tx, &(struct enquiry_new){.person = g->people[ANN].id.s, .product = g->products[SHAWL].s, .quantity = 100}, &e, NULL));
	TRY(lead_open(tx, &(struct lead_new){.enquiry = e.s, .unit = "piece", .incoterm = "FOB", .destination = "DE", .quantity = 100}, &l));
	return notice_lead_opened(tx, g->s, &l);
}

static void test_a_lead_from_another_door_is_told_live(void **state)
{
	struct stage *g = *state;
	SAY_NOW(g, STAFF, desk_watch);
	stage_forget(g);
	assert_int_equal(tick_handle(g->w->tick, open_lead, g), OK);
	assert_int_equal(g->n, g->first);
	tick_end(g->w->tick);
	HEARS(g, HOST, "\"t\":\"lead.opened\"");
	HEARS(g, STAFF, "\"t\":\"lead.opened\"");
	HEARS(g, ANN, "\"t\":\"enquiry.changed\"");
	HEARS(g, ANN, "\"state\":\"lead\",\"lead\":");
	HEARS_NOT(g, BOB, "");
}

static err_t place(struct tx *tx, void *request)
{
	struct stage *g = request;
	struct order_id id;
	struct order_line_new line = {.product = g->products[BELL].s, .quantity = 3};
	struct address to = {.name = "Ann", .phone = "+911234567890", .line1 = "1 Road", .city = "Delhi", .state = "Delhi", .pin = "110001", .country = "IN"};
	struct order o;
	TRY(order_place(tx, &(struct order_new){.person = g->people[ANN].id.s, .lines = &line, .n_lines = 1, .to = to, .ret_order = &o}, &id));
	return notice_order_placed(tx, g->s, &o);
}

static void test_an_order_is_told_to_host_staff_and_buyer(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	SAY_NOW(g, STAFF, desk_watch);
	assert_int_equal(tick_handle(g->w->tick, place, g), OK);
	tick_end(g->w->tick);
	static const uint64_t told[] = {HOST, STAFF, ANN, PHONE2};
	for (size_t i = 0; i < sizeof told / sizeof *told; i++) HEARS(g, told[i], "\"t\":\"order.placed\",\"booth\":\"indigo\",\"d\":{\"order\":");
	HEARS(g, HOST, "\"quantity\":3,\"total_minor\":270000,\"currency\":\"INR\",\"name\":\"Ann\",\"country\":\"IN\"");
	HEARS(g, BOB, "\"t\":\"stock.changed\"");
	HEARS(g, BOB, "\"available\":2");
	HEARS_NOT(g, BOB, "order.placed");
	assert_int_equal(stage_count(g, ANN, "order.placed"), 1);
	stage_forget(g);
	assert_int_equal(tick_handle(g->w->tick, place, g), ERR_SOLD_OUT);
	tick_end(g->w->tick);
	assert_int_equal(g->n, g->first);
}

static err_t hold_all(struct tx *tx, void *request)
{
	struct stage *g = request;
	struct product p;
	struct cart_done done;
	TRY(product_find(tx_db(tx), g->products[SHAWL].s, tx_now_ms(tx), &p));
	TRY(cart_put(tx, g->people[ANN].id.s, &(struct cart_item){.product = p.id.s, .variant = "", .quantity = p.stock},
	             &(struct hold_rules){.lasts_ms = 600000, .scarce_stock = p.stock}, &done));
	return notice_stock_changed(tx, g->s, &p.id);
}
static err_t end_holds(struct tx *tx, void *request) { return notice_holds_over(tx, ((struct stage *)request)->s); }

static void test_the_booth_hears_until_when_it_is_held_and_that_it_is_free(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	stage_forget(g);
	assert_int_equal(world_do(g->w, hold_all, g), OK);
	HEARS(g, BOB, "\"t\":\"stock.changed\"");
	HEARS(g, BOB, "\"available\":0");
	HEARS(g, BOB, "\"held_until_ms\":1764000600000");
	stage_forget(g);
	world_wait_ms(599999);
	assert_int_equal(world_do(g->w, end_holds, g), OK);
	HEARS_NOT(g, BOB, "stock.changed");
	world_wait_ms(1);
	assert_int_equal(world_do(g->w, end_holds, g), OK);
	HEARS(g, BOB, "\"t\":\"stock.changed\"");
	HEARS_NOT(g, BOB, "held_until_ms");
	HEARS_NOT(g, BOB, "\"available\":0,");
}

struct holding { struct stage *g; int64_t quantity; };

/* Puts so many aside, and then orders them. */
static err_t hold_some(struct tx *tx, void *request)
{
	struct holding *h = request;
	struct cart_done done;
	return cart_put(tx, h->g->people[ANN].id.s, &(struct cart_item){.product = h->g->products[BELL].s, .variant = "", .quantity = h->quantity},
	                &(struct hold_rules){.lasts_ms = 600000, .scarce_stock = 100}, &done);
}

static err_t order_held(struct tx *tx, void *request)
{
	struct holding *h = request;
	struct order_id id;
	struct order o;
	int fault;
	struct address to = {.name = "Ann", .phone = "+911234567890", .line1 = "1 Road", .city = "Delhi", .state = "Delhi", .pin = "110001", .country = "IN"};
	TRY(cart_order(tx, &(struct cart_order){.person = h->g->people[ANN].id.s, .to = to, .ret_order = &o}, &fault, &id));
	return notice_order_placed(tx, h->g->s, &o);
}

static void test_a_held_piece_that_is_ordered_is_told_of_only_if_it_was_the_last(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	assert_int_equal(world_do(g->w, hold_some, &(struct holding){g, 3}), OK);
	stage_forget(g);
	assert_int_equal(world_do(g->w, order_held, &(struct holding){g, 3}), OK);
	HEARS(g, HOST, "\"t\":\"order.placed\",\"booth\":\"indigo\"");
	HEARS_NOT(g, BOB, "stock.changed"); /* two are left, as since it was held */
	assert_int_equal(world_do(g->w, hold_some, &(struct holding){g, 2}), OK);
	stage_forget(g);
	assert_int_equal(world_do(g->w, order_held, &(struct holding){g, 2}), OK);
	HEARS(g, BOB, "\"t\":\"stock.changed\"");
	HEARS(g, BOB, "\"available\":0");
	HEARS_NOT(g, BOB, "held_until_ms");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_a_guests_enquiry_is_kept_before_it_is_acknowledged),
		STAGE_TEST(test_a_retry_finds_the_same_enquiry),
		STAGE_TEST(test_a_failed_commit_keeps_nothing_and_says_so),
		STAGE_TEST(test_both_sides_write_in_its_thread),
		STAGE_TEST(test_a_lead_from_another_door_is_told_live),
		STAGE_TEST(test_an_order_is_told_to_host_staff_and_buyer),
		STAGE_TEST(test_the_booth_hears_until_when_it_is_held_and_that_it_is_free),
		STAGE_TEST(test_a_held_piece_that_is_ordered_is_told_of_only_if_it_was_the_last),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
