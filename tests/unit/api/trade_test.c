/* trade_test.c — enquiries, leads and orders through their routes: keys, confirmation, rights, states. */
#include "tests/unit/gate/ask.h"

#define ADDRESS "\"address\":{\"name\":\"Asha\",\"phone\":\"9000000000\",\"line1\":\"12 Lanka\",\"city\":\"Varanasi\",\"state\":\"UP\",\"pin\":\"221005\",\"country\":\"IN\"}"
#define KEY1 "0123456789abcdef"
#define KEY2 "fedcba9876543210"
#define KEY3 "0000000000000003"

static int64_t count_enquiries(struct ground *g)
{
	struct api_count { int n; } c = {0};
	assert_int_equal(ASK(g, .read = enquiries_get), 200);
	for (const char *at = g->rp.body.data; (at = strstr(at, "\"booth_slug\":\"silk-weavers\",\"booth_name\"")); at++) c.n++;
	return c.n;
}

static void wish(struct ground *g, const char *key, char id[static 128])
{
	char body[300];
	snprintf(body, sizeof body, "{\"product\":\"%s\",\"quantity\":3,\"unit\":\"piece\",\"country\":\"DE\",\"note\":\"नीले में?\",\"name\":\"Guest\"}", g->m.saree.s);
	assert_int_equal(ASK(g, .tx = enquiries_post, .at = "/api/v1/enquiries", .key = key, .body = body), 201);
	told(g, "id", id);
}

static void test_a_guests_enquiry_is_kept_once(void **state)
{
	struct ground *g = *state;
	char first[128], again[128];
	ask_as(g, g->m.guest.s);
	wish(g, KEY1, first);
	SAYS(g, "\"confirmed\":false,\"state\":\"open\",\"lead\":null,\"order\":null,\"moment\":null");
	SAYS(g, "\"product\":{\"id\":");
	wish(g, KEY1, again);
	assert_string_equal(first, again);
	assert_int_equal(count_enquiries(g), 1);
	assert_int_equal(ASK(g, .tx = enquiries_post, .at = "/api/v1/enquiries", .key = KEY1, .body = "{\"booth\":\"silk-weavers\"}"), 422);
	SAYS(g, "\"code\":\"key-reused\"");
}

/* The first answer, and with it the cookie, may be lost: a 503 whose commit had happened after all, a broken connection. */
static void test_a_strangers_retry_is_the_same_guests(void **state)
{
	struct ground *g = *state;
	char first[128], again[128];
	wish(g, KEY1, first);
	wish(g, KEY1, again);
	assert_string_equal(first, again);
	assert_int_equal(g->rp.n_headers > 0, true);
	ask_as(g, g->organizer.s);
	assert_int_equal(count_enquiries(g), 1);
	ask_as(g, NULL);
	snprintf(g->as.ip, sizeof g->as.ip, "192.0.2.2"); /* the key alone opens nothing */
	wish(g, KEY1, again);
	assert_string_not_equal(first, again);
	ask_as(g, NULL);
	assert_int_equal(ASK(g, .tx = enquiries_post, .at = "/api/v1/enquiries", .key = KEY1, .body = "{\"booth\":\"silk-weavers\"}"), 422);
	SAYS(g, "\"code\":\"key-reused\"");
}

static void test_what_an_enquiry_must_say(void **state)
{
	struct ground *g = *state;
	ask_as(g, g->m.guest.s);
	static const struct { const char *body; int status; const char *says; } rows[] = {
		{"{}", 422, "\"code\":\"missing-field\",\"field\":\"booth\""},
		{"{\"booth\":\"nowhere\"}", 404, "\"code\":\"no-booth\",\"field\":\"booth\""},
		{"{\"product\":\"x\"}", 422, "\"field\":\"product\""},
		{"{\"booth\":\"silk-weavers\",\"quantity\":-1}", 422, "\"field\":\"quantity\""},
		{"{\"booth\":\"silk-weavers\",\"colour\":\"blue\"}", 422, "\"code\":\"unknown-field\",\"field\":\"colour\""},
		{"{\"booth\":\"silk-weavers\",\"moment\":{\"viewer\":\"v\"}}", 422, "\"field\":\"moment.rtp_ts\""},
		{"{\"booth\":\"silk-weavers\"", 400, "\"code\":\"bad-json\""},
		{"{\"booth\":\"silk-weavers\",\"moment\":{\"viewer\":\"v\",\"rtp_ts\":4294967295}}", 201, "\"product\":null"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert_int_equal(ASK(g, .tx = enquiries_post, .at = "/api/v1/enquiries", .key = KEY1, .body = rows[i].body), rows[i].status);
		SAYS(g, rows[i].says);
	}
}

static void sec_09_both_sides_write_and_strangers_do_not_read(void **state)
{
	struct ground *g = *state;
	char id[128];
	ask_as(g, g->m.guest.s);
	wish(g, KEY1, id);
	ask_as(g, g->artisan.s);
	assert_int_equal(ASK(g, .tx = enquiry_messages_post, .at = id, .key = KEY1, .body = "{\"phrase\":\"namaste\"}"), 201);
	SAYS(g, "\"by\":\"artisan\",\"text\":null,\"phrase\":\"namaste\"");
	ask_as(g, g->m.guest.s);
	assert_int_equal(ASK(g, .tx = enquiry_messages_post, .at = id, .key = KEY2, .body = "{\"text\":\"thank you\",\"lang\":\"en\"}"), 201);
	assert_int_equal(ASK(g, .tx = enquiry_messages_post, .at = id, .key = KEY3, .body = "{\"phrase\":\"no such phrase\"}"), 422);
	assert_int_equal(ASK(g, .tx = enquiry_get, .at = id), 200);
	SAYS(g, "\"messages\":[{");
	SAYS(g, "\"text\":\"thank you\"");
	ask_as(g, g->m.buyer.s);
	assert_int_equal(ASK(g, .tx = enquiry_get, .at = id), 403);
	ask_as(g, NULL);
	assert_int_equal(ASK(g, .tx = enquiry_get, .at = id), 401);
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .tx = enquiry_get, .at = id), 200);
}

static void test_an_enquiry_becomes_one_lead_after_confirmation(void **state)
{
	static const char terms[] = "{\"quantity\":500,\"unit\":\"piece\",\"target_price\":{\"minor\":200000,\"currency\":\"INR\"},\"incoterm\":\"FOB\",\"destination\":\"DE\",\"company\":\"Haus\"}";
	struct ground *g = *state;
	char id[128];
	ask_as(g, g->m.guest.s);
	wish(g, KEY1, id);
	assert_int_equal(ASK(g, .tx = enquiry_lead_post, .at = id, .key = KEY2, .body = terms), 403);
	SAYS(g, "\"code\":\"unconfirmed\"");
	ask_as(g, g->m.buyer.s);
	wish(g, KEY1, id);
	assert_int_equal(ASK(g, .tx = enquiry_lead_post, .at = id, .key = KEY2, .body = terms), 201);
	SAYS(g, "\"target_price\":{\"minor\":200000,\"currency\":\"INR\"},\"incoterm\":\"FOB\"");
	assert_int_equal(ASK(g, .tx = enquiry_lead_post, .at = id, .key = KEY2, .body = terms), 201);
	assert_int_equal(ASK(g, .tx = enquiry_lead_post, .at = id, .key = KEY3, .body = terms), 409);
	SAYS(g, "\"code\":\"already-converted\"");
	assert_int_equal(ASK(g, .read = mine_get), 200);
	SAYS(g, "\"state\":\"lead\"");
	SAYS(g, "\"leads\":[{");
	SAYS(g, "\"orders\":[]");
}

static void test_a_lead_brings_its_enquiry(void **state)
{
	struct ground *g = *state;
	char body[300], id[128];
	ask_as(g, g->m.buyer.s);
	snprintf(body, sizeof body, "{\"product\":\"%s\",\"quantity\":50,\"unit\":\"piece\",\"incoterm\":\"CIF\",\"destination\":\"AE\"}", g->m.toy.s);
	assert_int_equal(ASK(g, .tx = leads_post, .at = "/api/v1/leads", .key = KEY1, .body = body), 201);
	SAYS(g, "\"target_price\":null");
	told(g, "id", id);
	ask_as(g, g->artisan.s);
	assert_int_equal(ASK(g, .tx = lead_get, .at = id), 200);
	assert_int_equal(ASK(g, .read = leads_get), 200);
	SAYS(g, "\"quantity\":50");
	ask_as(g, g->m.guest.s);
	assert_int_equal(ASK(g, .tx = lead_get, .at = id), 403);
	assert_int_equal(ASK(g, .tx = leads_post, .at = "/api/v1/leads", .key = KEY1, .body = body), 403);
}

static void test_a_lead_is_moved_by_host_and_staff(void **state)
{
	struct ground *g = *state;
	char body[300], id[128];
	ask_as(g, g->m.buyer.s);
	snprintf(body, sizeof body, "{\"product\":\"%s\",\"quantity\":50,\"unit\":\"piece\",\"incoterm\":\"CIF\",\"destination\":\"AE\"}", g->m.toy.s);
	assert_int_equal(ASK(g, .tx = leads_post, .at = "/api/v1/leads", .key = KEY1, .body = body), 201);
	SAYS(g, "\"state\":\"open\"");
	SAYS(g, "\"can\":[]");
	told(g, "id", id);
	assert_int_equal(ASK(g, .tx = lead_state_post, .at = id, .key = KEY2, .body = "{\"event\":\"win\"}"), 403);
	ask_as(g, g->artisan.s);
	assert_int_equal(ASK(g, .tx = lead_state_post, .at = id, .key = KEY1, .body = "{\"event\":\"fly\"}"), 422);
	SAYS(g, "\"field\":\"event\"");
	assert_int_equal(ASK(g, .tx = lead_state_post, .at = id, .key = KEY1, .body = "{\"event\":\"contact\"}"), 200);
	SAYS(g, "\"state\":\"contacted\"");
	SAYS(g, "\"can\":[\"win\",\"lose\"]");
	assert_int_equal(ASK(g, .tx = lead_state_post, .at = id, .key = KEY1, .body = "{\"event\":\"contact\"}"), 200); /* a retry */
	assert_int_equal(ASK(g, .tx = lead_state_post, .at = id, .key = KEY2, .body = "{\"event\":\"contact\"}"), 409);
	SAYS(g, "\"code\":\"bad-state\"");
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .tx = lead_state_post, .at = id, .key = KEY1, .body = "{\"event\":\"win\"}"), 200);
	assert_int_equal(ASK(g, .read = leads_get), 200);
	SAYS(g, "\"state\":\"won\"");
	ask_as(g, g->m.buyer.s);
	assert_int_equal(ASK(g, .read = mine_get), 200);
	SAYS(g, "\"state\":\"won\"");
	ask_as(g, NULL);
	assert_int_equal(ASK(g, .tx = lead_state_post, .at = "0", .key = KEY3, .body = "{\"event\":\"win\"}"), 404);
}

static int buy(struct ground *g, const char *product, int quantity, const char *key)
{
	char body[600];
	snprintf(body, sizeof body, "{\"lines\":[{\"product\":\"%s\",\"quantity\":%d,\"shown_minor\":250000}]," ADDRESS "}", product, quantity);
	return ASK(g, .tx = orders_post, .at = "/api/v1/orders", .key = key, .body = body);
}

static void test_an_order_takes_stock_once(void **state)
{
	struct ground *g = *state;
	ask_as(g, g->m.buyer.s);
	assert_int_equal(buy(g, g->m.saree.s, 3, KEY1), 201);
	SAYS(g, "\"state\":\"placed\"");
	SAYS(g, "\"total\":{\"minor\":750000,\"currency\":\"INR\"}");
	SAYS(g, "\"shown\":{\"minor\":250000,\"currency\":\"INR\"}");
	SAYS(g, "\"can\":[\"cancel\"]");
	assert_int_equal(buy(g, g->m.saree.s, 3, KEY1), 201);
	assert_int_equal(stock_of(g->w, &g->m.saree), 2);
	assert_int_equal(buy(g, g->m.saree.s, 3, KEY2), 409);
	SAYS(g, "\"code\":\"sold-out\"");
	assert_int_equal(buy(g, g->m.toy.s, 1, KEY3), 409);
	SAYS(g, "\"code\":\"enquiry-only\"");
	ask_as(g, g->m.guest.s);
	assert_int_equal(buy(g, g->m.saree.s, 1, KEY1), 403);
	SAYS(g, "\"code\":\"unconfirmed\"");
}

static void sec_09_an_order_is_moved_by_those_who_may(void **state)
{
	struct ground *g = *state;
	char id[128];
	ask_as(g, g->m.buyer.s);
	assert_int_equal(buy(g, g->m.saree.s, 1, KEY1), 201);
	told(g, "id", id);
	assert_int_equal(ASK(g, .tx = order_state_post, .at = id, .key = KEY2, .body = "{\"event\":\"accept\"}"), 409);
	assert_int_equal(ASK(g, .tx = order_state_post, .at = id, .key = KEY2, .body = "{\"event\":\"fly\"}"), 422);
	ask_as(g, g->artisan.s);
	assert_int_equal(ASK(g, .tx = order_state_post, .at = id, .key = KEY1, .body = "{\"event\":\"accept\"}"), 200);
	SAYS(g, "\"state\":\"accepted\"");
	assert_int_equal(ASK(g, .read = orders_get), 200);
	SAYS(g, "\"state\":\"accepted\"");
	ask_as(g, g->m.guest.s);
	assert_int_equal(ASK(g, .tx = order_get, .at = id), 403);
}

static void test_an_order_remembers_the_broadcast(void **state)
{
	struct ground *g = *state;
	go_live(g);
	world_wait_ms(5000);
	ask_as(g, g->m.buyer.s);
	assert_int_equal(buy(g, g->m.saree.s, 1, KEY1), 201);
	SAYS(g, "\"media_us\":5000000,\"estimated\":true}");
	SAYS_NOT(g, "\"moment\":null");
	assert_int_equal(buy(g, g->m.bowl.s, 1, KEY2), 201); /* of a booth that is off */
	SAYS(g, "\"moment\":null");
}

static void sec_26_a_name_cannot_become_a_formula(void **state)
{
	struct ground *g = *state;
	char body[600];
	ask_as(g, g->m.buyer.s);
	snprintf(body, sizeof body, "{\"lines\":[{\"product\":\"%s\",\"quantity\":1}],\"address\":{\"name\":\"=1+1\",\"phone\":\"9\",\"line1\":\"1\",\"city\":\"Agra\",\"state\":\"UP\",\"pin\":\"282001\",\"country\":\"IN\"}}", g->m.saree.s);
	assert_int_equal(ASK(g, .tx = orders_post, .at = "/api/v1/orders", .key = KEY1, .body = body), 201);
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .read = desk_orders_csv_get), 200);
	SAYS(g, ",1,\"piece\",2500.00,,\"INR\",");
	SAYS(g, "\"'=1+1\"");
}

static void test_an_enquiry_becomes_an_order(void **state)
{
	struct ground *g = *state;
	char id[128];
	ask_as(g, g->m.buyer.s);
	wish(g, KEY1, id);
	assert_int_equal(ASK(g, .tx = enquiry_order_post, .at = id, .key = KEY2, .body = "{\"quantity\":2," ADDRESS "}"), 201);
	assert_int_equal(stock_of(g->w, &g->m.saree), 3);
	assert_int_equal(ASK(g, .tx = enquiry_get, .at = id), 200);
	SAYS(g, "\"state\":\"order\"");
}

/* An enquiry with a note of so many bytes. */
static int wish_with_note(struct ground *g, int bytes)
{
	static char body[ENQUIRY_NOTE_MAX + 200];
	char note[ENQUIRY_NOTE_MAX + 2] = "";
	memset(note, 'n', (size_t)bytes);
	snprintf(body, sizeof body, "{\"booth\":\"silk-weavers\",\"note\":\"%s\"}", note);
	return ASK(g, .tx = enquiries_post, .at = "/api/v1/enquiries", .key = KEY1, .body = body);
}

static int order_of_lines(struct ground *g, int lines)
{
	struct buf body;
	buf_init(&body);
	buf_puts(&body, "{\"lines\":[");
	for (int i = 0; i < lines; i++) buf_printf(&body, "%s{\"product\":\"%s\",\"quantity\":1}", i ? "," : "", g->m.bowl.s);
	buf_puts(&body, "]," ADDRESS "}");
	int status = ASK(g, .tx = orders_post, .at = "/api/v1/orders", .key = KEY2, .body = body.data);
	buf_fini(&body);
	return status;
}

static void test_limits_and_one_beyond(void **state)
{
	struct ground *g = *state;
	ask_as(g, g->m.buyer.s);
	assert_int_equal(wish_with_note(g, ENQUIRY_NOTE_MAX + 1), 422);
	SAYS(g, "\"code\":\"too-long\",\"field\":\"note\"");
	assert_int_equal(wish_with_note(g, ENQUIRY_NOTE_MAX), 201);
	assert_int_equal(order_of_lines(g, ORDER_LINES_MAX + 1), 422);
	SAYS(g, "\"code\":\"too-long\",\"field\":\"lines\"");
	assert_int_equal(order_of_lines(g, 0), 422);
	assert_int_equal(order_of_lines(g, ORDER_LINES_MAX), 201);
}

static void test_lists_have_pages(void **state)
{
	struct ground *g = *state;
	char id[128], cursor[160], key[40];
	ask_as(g, g->m.guest.s);
	for (int i = 0; i < 3; i++) {
		snprintf(key, sizeof key, "key-number-%08d", i);
		wish(g, key, id);
	}
	assert_int_equal(ASK(g, .read = enquiries_get, .query = "limit=2"), 200);
	snprintf(cursor, sizeof cursor, "limit=2&cursor=%s", told(g, "next", id));
	assert_int_equal(ASK(g, .read = enquiries_get, .query = cursor), 200);
	SAYS(g, "\"next\":null");
	assert_int_equal(ASK(g, .read = enquiries_get, .query = "limit=101"), 422);
	assert_int_equal(ASK(g, .read = enquiries_get, .query = "limit=100"), 200);
	assert_int_equal(ASK(g, .read = enquiries_get, .query = "state=asleep"), 422);
	ask_as(g, NULL);
	assert_int_equal(ASK(g, .read = enquiries_get), 200);
	SAYS(g, "{\"items\":[],\"next\":null}");
	assert_int_equal(ASK(g, .read = mine_get), 200);
	SAYS(g, "{\"enquiries\":[],\"leads\":[],\"orders\":[]}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		GROUND_TEST(test_a_guests_enquiry_is_kept_once), GROUND_TEST(test_a_strangers_retry_is_the_same_guests), GROUND_TEST(test_what_an_enquiry_must_say),
		GROUND_TEST(sec_09_both_sides_write_and_strangers_do_not_read), GROUND_TEST(test_an_enquiry_becomes_one_lead_after_confirmation),
		GROUND_TEST(test_a_lead_brings_its_enquiry), GROUND_TEST(test_a_lead_is_moved_by_host_and_staff), GROUND_TEST(test_an_order_takes_stock_once),
		GROUND_TEST(sec_09_an_order_is_moved_by_those_who_may), GROUND_TEST(test_an_enquiry_becomes_an_order), GROUND_TEST(test_an_order_remembers_the_broadcast),
		GROUND_TEST(sec_26_a_name_cannot_become_a_formula), GROUND_TEST(test_lists_have_pages),
		GROUND_TEST(test_limits_and_one_beyond),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
