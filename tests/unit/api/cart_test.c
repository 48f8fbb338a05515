/* cart_test.c — the cart through its routes: a guest's cookie, holds, what is said of a line at fault, coupons by who makes them. */
#include "tests/unit/gate/ask.h"

#include "trade/cart.h"

#define ADDRESS "\"address\":{\"name\":\"Asha\",\"phone\":\"9000000000\",\"line1\":\"12 Lanka\",\"city\":\"Varanasi\",\"state\":\"UP\",\"pin\":\"221005\",\"country\":\"IN\"}"
#define KEY1 "0123456789abcdef"
#define KEY2 "fedcba9876543210"
#define KEY3 "0000000000000003"
#define DATES "\"from\":\"2025-11-01T00:00\",\"until\":\"2025-12-31T00:00\""

static int put(struct ground *g, const char *product, const char *body) { return ASK(g, .tx = cart_line_put, .at = product, .body = body); }

static void test_a_stranger_becomes_a_guest_with_a_cart(void **state)
{
	struct ground *g = *state;
	ask_as(g, NULL);
	assert_int_equal(put(g, g->m.bowl.s, "{\"quantity\":2,\"shown_minor\":250000}"), 200);
	SAYS(g, "{\"count\":1,\"hold\":\"plenty\",\"held_until\":null}");
	assert_true(g->rp.n_headers > 0); /* the cookie */
	ask_as(g, NULL);
	assert_int_equal(ASK(g, .read = cart_get), 200);
	SAYS(g, "\"count\":0");
	SAYS(g, "\"total\":null");
}

static void sec_21_so_much_is_held_for_strangers_of_one_address_and_no_more(void **state)
{
	struct ground *g = *state;
	static const char *const said[] = {"\"hold\":\"held\"", "\"hold\":\"held\"", "\"count\":1,\"hold\":\"too-many\""};
	g->config.scarce_stock = 1000;
	g->house.guest_holds = buckets_new(16, (struct bucket_rule){2, 2, 60});
	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		ask_as(g, NULL);
		assert_int_equal(put(g, g->m.bowl.s, "{\"quantity\":1}"), 200);
		SAYS(g, said[i]);
	}
	assert_int_equal(stock_of(g->w, &g->m.bowl), 98);
	ask_as(g, g->m.buyer.s);
	assert_int_equal(put(g, g->m.bowl.s, "{\"quantity\":1}"), 200);
	SAYS(g, said[0]);
	clock_fake_advance_us(1800000000);
	ask_as(g, NULL);
	assert_int_equal(put(g, g->m.bowl.s, "{\"quantity\":1}"), 200);
	SAYS(g, said[0]);
	buckets_free(g->house.guest_holds);
}

static void test_a_cart_from_line_to_order(void **state)
{
	struct ground *g = *state;
	ask_as(g, g->m.buyer.s);
	assert_int_equal(put(g, g->m.saree.s, "{\"quantity\":5,\"shown_minor\":250000}"), 200);
	SAYS(g, "\"hold\":\"plenty\""); /* five are not scarce here */
	assert_int_equal(put(g, g->m.saree.s, "{\"quantity\":3,\"shown_minor\":250000}"), 200);
	assert_int_equal(put(g, g->m.toy.s, "{\"quantity\":1}"), 200);
	assert_int_equal(ASK(g, .read = cart_get, .query = "country=IN&state=UP&pin=221005"), 200);
	SAYS(g, "\"count\":2");
	SAYS(g, "\"way\":\"direct\"");
	SAYS(g, "\"way\":\"enquiry\",\"reason\":\"not-enrolled\"");
	SAYS(g, "\"total\":{\"minor\":750000,\"currency\":\"INR\"}");
	assert_int_equal(ASK(g, .tx = cart_order_post, .at = "/api/v1/cart/order", .key = KEY1, .body = "{" ADDRESS ",\"total_minor\":749999}"), 409);
	assert_int_equal(ASK(g, .tx = cart_order_post, .at = "/api/v1/cart/order", .key = KEY2, .body = "{" ADDRESS ",\"total_minor\":750000}"), 201);
	SAYS(g, "\"shipping_minor\":0");
	assert_int_equal(ASK(g, .tx = cart_order_post, .at = "/api/v1/cart/order", .key = KEY2, .body = "{" ADDRESS ",\"total_minor\":750000}"), 201); /* the same order again */
	assert_int_equal(stock_of(g->w, &g->m.saree), 2);
	assert_int_equal(ASK(g, .read = cart_get), 200);
	SAYS(g, "\"count\":1");
}

static void test_what_is_said_of_a_line(void **state)
{
	struct ground *g = *state;
	ask_as(g, g->m.buyer.s);
	static const struct { const char *body; int status; const char *says; } rows[] = {
		{"{}", 422, "\"field\":\"quantity\""},
		{"{\"quantity\":-1}", 422, "\"field\":\"quantity\""},
		{"{\"quantity\":1000001}", 422, "\"field\":\"quantity\""},
		{"{\"quantity\":1000000}", 200, "\"hold\":\"plenty\""},
		{"{\"quantity\":1,\"variant\":\"00000000-0000-7000-8000-000000000000\"}", 422, "\"field\":\"variant\""},
		{"{\"quantity\":1,\"colour\":\"red\"}", 422, "unknown-field"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(put(g, g->m.bowl.s, rows[i].body), rows[i].status);
		SAYS(g, rows[i].says);
	}
	assert_int_equal(put(g, "nothing", "{\"quantity\":1}"), 404);
	assert_int_equal(ASK(g, .tx = cart_order_post, .at = "/api/v1/cart/order", .key = KEY1, .body = "{" ADDRESS "}"), 409);
	SAYS(g, "\"code\":\"sold-out\",\"field\":\"lines[0]\"");
	ask_as(g, g->m.guest.s);
	assert_int_equal(ASK(g, .tx = cart_order_post, .at = "/api/v1/cart/order", .key = KEY1, .body = "{" ADDRESS "}"), 403);
	SAYS(g, "unconfirmed");
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .tx = cart_order_post, .at = "/api/v1/cart/order", .key = KEY1, .body = "{" ADDRESS "}"), 422); /* an empty cart */
}

static void test_signing_out_frees_what_was_held(void **state)
{
	struct ground *g = *state;
	ask_as(g, g->m.buyer.s);
	char body[600];
	snprintf(body, sizeof body, "{\"lines\":[{\"product\":\"%s\",\"quantity\":2}]," ADDRESS "}", g->m.saree.s);
	assert_int_equal(ASK(g, .tx = orders_post, .at = "/api/v1/orders", .key = KEY2, .body = body), 201);
	ask_as(g, g->m.guest.s);
	assert_int_equal(put(g, g->m.saree.s, "{\"quantity\":3}"), 200); /* three are left: scarce */
	SAYS(g, "\"hold\":\"held\"");
	assert_int_equal(stock_of(g->w, &g->m.saree), 0);
	ask_as(g, g->m.buyer.s);
	assert_int_equal(put(g, g->m.saree.s, "{\"quantity\":1}"), 200);
	SAYS(g, "\"hold\":\"gone\"");
	assert_int_equal(ASK(g, .read = cart_get), 200);
	SAYS(g, "\"state\":\"held-by-others\",\"held_until\":\"");
	snprintf(body, sizeof body, "{\"product\":\"%s\",\"quantity\":1}", g->m.saree.s);
	assert_int_equal(ASK(g, .tx = waiting_post, .at = "/api/v1/waiting", .key = KEY3, .body = body), 201);
	SAYS(g, "\"place\":1");
	ask_as(g, g->m.guest.s);
	assert_int_equal(ASK(g, .tx = sign_out_post), 204);
	assert_int_equal(stock_of(g->w, &g->m.saree), 2); /* one of them is kept for who waited */
	ask_as(g, g->m.buyer.s);
	assert_int_equal(ASK(g, .read = cart_get), 200);
	SAYS(g, "\"state\":\"held\"");
	SAYS(g, "\"waiting\":[]");
}

static void test_coupons_by_who_makes_them(void **state)
{
	struct ground *g = *state;
	char id[128];
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .tx = coupons_post, .at = "/api/v1/coupons", .key = KEY1, .body = "{\"code\":\"UP-FEST\",\"funder\":\"state\",\"off_bps\":1000," DATES "}"), 201);
	SAYS(g, "\"code\":\"UP-FEST\",\"funder\":\"state\",\"seller\":null");
	told(g, "id", id);
	assert_int_equal(ASK(g, .tx = coupons_post, .at = "/api/v1/coupons", .key = KEY2, .body = "{\"code\":\"UP-FEST\",\"funder\":\"fair\",\"off_bps\":1000," DATES "}"), 409);
	SAYS(g, "\"field\":\"code\"");
	assert_int_equal(ASK(g, .tx = coupons_post, .at = "/api/v1/coupons", .key = KEY2, .body = "{\"code\":\"UP-FEST2\",\"funder\":\"somebody\",\"off_bps\":1000," DATES "}"), 422);
	SAYS(g, "\"field\":\"funder\"");
	ask_as(g, g->m.buyer.s);
	assert_int_equal(put(g, g->m.bowl.s, "{\"quantity\":2}"), 200);
	assert_int_equal(ASK(g, .read = cart_get, .query = "country=IN&coupon=up-fest"), 200);
	SAYS(g, "\"coupon\":{\"verdict\":\"applied\",\"code\":\"UP-FEST\",\"funder\":\"state\"");
	SAYS(g, "\"total\":{\"minor\":450000,\"currency\":\"INR\"}");
	assert_int_equal(ASK(g, .read = cart_get, .query = "country=IN&coupon=nonsense"), 200);
	SAYS(g, "\"verdict\":\"unknown\"");
	assert_int_equal(ASK(g, .tx = cart_order_post, .at = "/api/v1/cart/order", .key = KEY1, .body = "{" ADDRESS ",\"coupon\":\"nonsense\"}"), 409);
	SAYS(g, "\"code\":\"coupon-refused\",\"field\":\"coupon\"");
	assert_int_equal(ASK(g, .tx = cart_order_post, .at = "/api/v1/cart/order", .key = KEY2, .body = "{" ADDRESS ",\"coupon\":\"UP-FEST\"}"), 201);
	SAYS(g, "\"off_minor\":50000,\"funder\":\"state\"");
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .tx = coupon_stop_post, .at = id, .key = KEY3, .body = ""), 200);
	assert_int_equal(ASK(g, .read = coupons_get), 200);
	SAYS(g, "\"uses\":1");
}

static void test_the_desks_tariff(void **state)
{
	struct ground *g = *state;
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .tx = desk_shipping_put, .body = "{\"from\":\"2025-11-01T00:00\",\"source\":\"fair\",\"rates\":[{\"zone\":\"india\",\"upto_g\":500,\"price_minor\":6000}]}"), 200);
	SAYS(g, "\"zone\":\"india\"");
	assert_int_equal(ASK(g, .tx = desk_shipping_put, .body = "{\"from\":\"2025-11-01T00:00\",\"source\":\"fair\",\"rates\":[{\"zone\":\"moon\",\"upto_g\":500,\"price_minor\":6000}]}"), 422);
	SAYS(g, "\"field\":\"rates\"");
	ask_as(g, g->m.buyer.s);
	assert_int_equal(put(g, g->m.bowl.s, "{\"quantity\":1}"), 200);
	assert_int_equal(ASK(g, .read = cart_get, .query = "country=IN"), 200);
	SAYS(g, "\"shipping_minor\":6000");
	SAYS(g, "\"total\":{\"minor\":256000");
}

/* The same figure that an order of so many would be charged: a kilogram is two parcels. */
static void test_a_product_says_what_sending_it_costs(void **state)
{
	struct ground *g = *state;
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .tx = desk_shipping_put, .body = "{\"from\":\"2025-11-01T00:00\",\"source\":\"fair\",\"rates\":[{\"zone\":\"india\",\"upto_g\":500,\"price_minor\":6000}]}"), 200);
	const struct { const char *query, *says; } rows[] = {
		{"country=IN&pin=682001&state=Kerala", "\"shipping_minor\":6000}"},
		{"country=IN&pin=682001&state=Kerala&quantity=2", "\"shipping_minor\":12000}"},
		{"country=IN&pin=682001&state=Kerala&quantity=1000000", "\"shipping_minor\":6000000000}"},
		{"country=DE", "\"shipping_minor\":null}"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(ASK(g, .read = product_get, .at = "zari-silk-saree", .query = rows[i].query), 200);
		SAYS(g, rows[i].says);
	}
	assert_int_equal(ASK(g, .read = product_get, .at = "zari-silk-saree", .query = "country=IN&quantity=0"), 422);
	assert_int_equal(ASK(g, .read = product_get, .at = "zari-silk-saree", .query = "country=IN&quantity=1000001"), 422);
	assert_int_equal(ASK(g, .read = product_get, .at = "zari-silk-saree", .query = "country=IN&variant=blue"), 422);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		GROUND_TEST(test_a_stranger_becomes_a_guest_with_a_cart),
		GROUND_TEST(sec_21_so_much_is_held_for_strangers_of_one_address_and_no_more), GROUND_TEST(test_a_cart_from_line_to_order),
		GROUND_TEST(test_what_is_said_of_a_line),
		GROUND_TEST(test_signing_out_frees_what_was_held),
		GROUND_TEST(test_coupons_by_who_makes_them),
		GROUND_TEST(test_the_desks_tariff),
		GROUND_TEST(test_a_product_says_what_sending_it_costs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
