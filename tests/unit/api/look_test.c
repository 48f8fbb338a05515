/* look_test.c — contact data is masked for those who work here, and shown for a reason that is written down. */
#include "tests/unit/gate/ask.h"

#include "trade/look.h"

#define PHONE "\"phone\":\"9000000000\""
#define STREET "12 Lanka"

struct placing { struct ground *g; struct order_id id; };

static err_t place_one(struct tx *tx, void *arg)
{
	struct placing *p = arg;
	struct order_line_new line = {.product = p->g->m.saree.s, .quantity = 1};
	return order_place(tx, &(struct order_new){.person = p->g->m.buyer.s, .lines = &line, .n_lines = 1, .to = home}, &p->id);
}

static struct order_id placed(struct ground *g)
{
	struct placing p = {.g = g};
	assert_int_equal(world_do(g->w, place_one, &p), OK);
	return p.id;
}

static int look(struct ground *g, const char *kind, const char *id, const char *reason)
{
	static char body[256];
	snprintf(body, sizeof body, "{\"kind\":\"%s\",\"id\":\"%s\",\"reason\":\"%s\"}", kind, id, reason);
	return ASK(g, .tx = desk_looks_post, .body = body);
}

static void sec_11_an_address_is_masked_until_somebody_says_why(void **state)
{
	struct ground *g = *state;
	struct order_id id = placed(g);
	ask_as(g, g->m.buyer.s);
	assert_int_equal(ASK(g, .tx = order_get, .at = id.s), 200);
	SAYS(g, PHONE); /* one's own */
	ask_as(g, g->artisan.s);
	assert_int_equal(ASK(g, .tx = order_get, .at = id.s), 200);
	SAYS(g, STREET); /* the parcel is theirs to send */
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .tx = order_get, .at = id.s), 200);
	SAYS_NOT(g, PHONE);
	SAYS_NOT(g, STREET);
	SAYS(g, "\"phone\":\"••••0000\",\"line1\":\"••••\",\"masked\":true");
	assert_int_equal(ASK(g, .read = orders_get), 200);
	SAYS_NOT(g, STREET);
	assert_int_equal(look(g, "order", id.s, "curiosity"), 422);
	SAYS(g, "\"field\":\"reason\"");
	assert_int_equal(look(g, "order", id.s, "call"), 422); /* the server's own word */
	assert_int_equal(look(g, "call-task", id.s, "delivery"), 422);
	assert_int_equal(look(g, "order", "00000000-0000-7000-8000-000000000000", "delivery"), 404);
	assert_int_equal(look(g, "order", id.s, "delivery"), 200);
	SAYS(g, PHONE);
	SAYS(g, STREET);
	SAYS(g, "\"today\":1,\"alert\":50,\"most\":200");
	assert_int_equal(ASK(g, .read = desk_looks_get), 200);
	SAYS(g, "\"by\":\"Olga\",\"kind\":\"order\"");
	SAYS(g, "\"reason\":\"delivery\"");
	ask_as(g, g->m.buyer.s);
	assert_int_equal(ASK(g, .read = me_data_get), 200);
	SAYS(g, "\"looks\":[{\"kind\":\"order\",\"reason\":\"delivery\"");
}

static void sec_11_the_fiftieth_look_the_last_and_one_more(void **state)
{
	struct ground *g = *state;
	struct order_id id = placed(g);
	g->config.looks_alert = 2;
	g->config.looks_max = 3;
	ask_as(g, g->organizer.s);
	for (int i = 0; i < 3; i++) assert_int_equal(look(g, "order", id.s, "complaint"), 200);
	assert_int_equal(look(g, "order", id.s, "complaint"), 429);
	SAYS_NOT(g, STREET);
}

#define FORM "\"name\":{\"en\":\"Basket maker\",\"hi\":\"टोकरी कारीगर\"},\"phone\":\"9800000012\",\"pan\":\"AAAPA1234A\",\"upi\":\"asha@upi\",\"claim\":\"enrolled\",\"claim_number\":\"09AAAPA1234A1EN\""
#define YARD "{\"name\":\"Weavers\",\"phone\":\"9000000001\",\"line1\":\"4 Madanpura\",\"city\":\"Varanasi\",\"state\":\"UP\",\"pin\":\"221001\"}"

static void sec_11_a_sellers_numbers_and_workshop_are_masked_for_the_desk(void **state)
{
	struct ground *g = *state;
	char id[128];
	ask_as(g, g->artisan.s);
	assert_int_equal(ASK(g, .tx = studio_seller_post, .key = "0000000000000001", .body = "{" FORM "}"), 201);
	told(g, "id", id);
	assert_int_equal(ASK(g, .tx = studio_pickup_put, .body = YARD), 200);
	SAYS(g, "4 Madanpura");
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .tx = desk_seller_get, .at = id), 200);
	SAYS(g, "\"phone\":\"••••0012\"");
	SAYS(g, "\"upi\":\"a•••@upi\",\"masked\":true");
	SAYS_NOT(g, "9800000012");
	assert_int_equal(ASK(g, .tx = desk_pickup_get, .at = id), 200);
	SAYS(g, "\"masked\":true");
	SAYS_NOT(g, "Madanpura");
	assert_int_equal(ASK(g, .tx = desk_pickup_put, .at = id, .body = "{\"name\":\"Weavers\",\"phone\":\"9000000001\",\"line1\":\"••••\",\"city\":\"Varanasi\",\"state\":\"UP\",\"pin\":\"221001\"}"), 422);
	assert_int_equal(look(g, "seller", id, "approval"), 200);
	SAYS(g, "\"phone\":\"9800000012\",\"pehchan\":null,\"pan\":\"AAAPA1234A\"");
	assert_int_equal(look(g, "pickup-place", id, "delivery"), 200);
	SAYS(g, "4 Madanpura");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		GROUND_TEST(sec_11_an_address_is_masked_until_somebody_says_why), GROUND_TEST(sec_11_the_fiftieth_look_the_last_and_one_more),
		GROUND_TEST(sec_11_a_sellers_numbers_and_workshop_are_masked_for_the_desk),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
