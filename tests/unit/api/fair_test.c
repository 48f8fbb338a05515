/* fair_test.c — what visitors read, and what the desk and the studio do. */
#include "tests/unit/gate/ask.h"

static void test_the_lobby(void **state)
{
	struct ground *g = *state;
	assert_int_equal(ASK(g, .async = fair_get), 200);
	SAYS(g, "\"name\":{\"en\":\"Fair\",\"hi\":\"मेला\"},\"begins_at\":\"2025-11-24T16:00:00.000Z\"");
	SAYS(g, "\"live\":[],\"next\":[]");
	SAYS(g, "{\"code\":\"varanasi\",\"name\":{\"en\":\"Varanasi\"");
	SAYS(g, "\"code\":\"textile\",\"name\":{\"en\":\"Textiles & handloom\",\"hi\":\"वस्त्र और हथकरघा\"},\"products\":3}");
}

static void test_booths(void **state)
{
	struct ground *g = *state;
	assert_int_equal(ASK(g, .async = booths_get, .query = "limit=1"), 200);
	SAYS(g, "\"state\":\"off\",\"viewers\":0,\"began_at\":null,\"next_slot\":null}],\"next\":\"silk-weavers\"}");
	assert_int_equal(ASK(g, .async = booths_get, .query = "limit=1&cursor=silk-weavers"), 200);
	SAYS(g, "\"slug\":\"silk-weavers-2\"");
	SAYS(g, "\"next\":null");
	assert_int_equal(ASK(g, .async = booths_get, .query = "q=%E0%A4%B0%E0%A5%87%E0%A4%B6%E0%A4%AE"), 200);
	SAYS(g, "\"slug\":\"silk-weavers\"");
	assert_int_equal(ASK(g, .async = booths_get, .query = "q=brass"), 200);
	SAYS(g, "{\"items\":[],\"next\":null}");
	assert_int_equal(ASK(g, .async = booth_get, .at = "silk-weavers"), 200);
	SAYS(g, "\"hosts\":[\"Weavers\"]");
	SAYS(g, "\"languages\":[\"hi\"]");
	SAYS_NOT(g, "token");
	assert_int_equal(ASK(g, .async = booth_get, .at = "nowhere"), 404);
	assert_int_equal(ASK(g, .async = booths_get, .query = "limit=0"), 422);
	SAYS(g, "\"field\":\"limit\"");
}

static void finds_nothing(struct ground *g, const char *query)
{
	assert_int_equal(ASK(g, .read = products_get, .query = query), 200);
	SAYS(g, "{\"items\":[],\"next\":null,\"some\":false,\"count\":0,\"count_more\":false}");
}

static void finds(struct ground *g, const char *query, const char *slug)
{
	char want[128];
	snprintf(want, sizeof want, "\"slug\":\"%s\"", slug);
	assert_int_equal(ASK(g, .read = products_get, .query = query), 200);
	SAYS(g, want);
}

static void test_products_are_found(void **state)
{
	struct ground *g = *state;
	char next[128], query[200];
	assert_int_equal(ASK(g, .read = products_get, .query = "limit=2"), 200);
	snprintf(query, sizeof query, "limit=2&cursor=%s", told(g, "next", next));
	assert_int_equal(ASK(g, .read = products_get, .query = query), 200);
	SAYS(g, "\"next\":null");
	finds(g, "q=%E0%A4%9C%E0%A4%B0%E0%A5%80", "zari-silk-saree"); /* जरी finds ज़री */
	finds_nothing(g, "q=bowl&booth=silk-weavers");
	finds_nothing(g, "live=1");
	finds(g, "q=kaala+katora&sort=price&price_from=250000&price_to=250000&gi=1&sold=1&country=IN", "black-bowl");
	SAYS(g, "\"next\":null,\"some\":false,\"count\":1,\"count_more\":false}");
	finds_nothing(g, "q=bowl&sold=1&country=DE");
	finds(g, "sort=newest&limit=1", "wooden-toy");
	finds(g, "sort=newest&limit=1&cursor=n0.3", "black-bowl");
	SAYS(g, "\"next\":\"n0.2\",\"some\":false}");
	static const char *const wrong[] = {"q=bowl&cursor=7.x", "cursor=n0.3", "cursor=f0.3x", "cursor=f-1.3", "cursor=f0.0", "sort=best", "price_from=-1",
	                                    "price_from=3&price_to=2", "price_to=1000000000001", "country=DEU"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) assert_int_equal(ASK(g, .read = products_get, .query = wrong[i]), 422);
	assert_int_equal(ASK(g, .read = products_get, .query = "q=%FF"), 422);
}

static void test_a_product_says_how_it_is_sold(void **state)
{
	struct ground *g = *state;
	assert_int_equal(ASK(g, .read = product_get, .at = "zari-silk-saree"), 200);
	SAYS(g, "\"price\":{\"minor\":250000,\"currency\":\"INR\"},\"flash\":null,\"unit\":\"piece\",\"available\":5");
	SAYS(g, "\"sold_to_you\":\"order\",\"reason\":null");
	ask_as(g, g->m.guest.s); /* from Germany */
	assert_int_equal(ASK(g, .read = product_get, .at = "zari-silk-saree"), 200);
	SAYS(g, "\"sold_to_you\":\"enquiry\",\"reason\":\"no-export-papers\"");
	assert_int_equal(ASK(g, .read = product_get, .at = "wooden-toy"), 200);
	SAYS(g, "\"reason\":\"not-enrolled-abroad\"");
	assert_int_equal(ASK(g, .read = product_get, .at = "wooden-toy", .query = "country=IN&state=UP&pin=226001"), 200);
	SAYS(g, "\"sold_to_you\":\"enquiry\",\"reason\":\"not-enrolled\"");
	assert_int_equal(ASK(g, .read = product_get, .at = "zari-silk-saree", .query = "country=IN&pin=682001&state=Kerala"), 200);
	SAYS(g, "\"way\":\"direct\",\"reason\":\"direct\",\"seller\":{\"en\":\"Weavers\"");
	SAYS(g, "\"paper\":\"tax-invoice\",\"tax\":\"igst\"");
	assert_int_equal(ASK(g, .read = product_get, .at = "zari-silk-saree", .query = "country=I"), 422);
	assert_int_equal(ASK(g, .read = product_get, .at = "nothing"), 404);
}

static void test_phrases(void **state)
{
	struct ground *g = *state;
	assert_int_equal(ASK(g, .read = phrases_get), 200);
	SAYS(g, "{\"id\":\"show_back\",\"group\":\"ask\",\"en\":\"Can you show the back?\"");
}

static void test_the_desk_makes_a_fair_and_a_booth(void **state)
{
	struct ground *g = *state;
	char id[128];
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .tx = desk_fairs_post, .body = "{\"name\":{\"en\":\"Winter\",\"hi\":\"शीत\"},\"begins_at\":\"2026-12-01T10:00\",\"ends_at\":\"2026-12-05T18:00\",\"time_zone\":\"Asia/Kolkata\"}"), 201);
	SAYS(g, "\"begins_at\":\"2026-12-01T04:30:00.000Z\"");
	assert_int_equal(ASK(g, .tx = desk_fair_put, .body = "{\"name\":{\"en\":\"Winter\",\"hi\":\"शीत\"},\"begins_at\":\"2026-03-29T02:30\",\"ends_at\":\"2026-12-05T18:00\",\"time_zone\":\"Europe/Berlin\"}"), 422);
	SAYS(g, "\"field\":\"begins_at\"");
	assert_int_equal(ASK(g, .tx = desk_fair_put, .body = "{\"name\":{\"en\":\"W\",\"hi\":\"श\"},\"begins_at\":\"2026-12-01T10:00\",\"ends_at\":\"2026-12-05T18:00\",\"time_zone\":\"Asia/Atlantis\"}"), 422);
	SAYS(g, "\"field\":\"time_zone\"");
	assert_int_equal(ASK(g, .tx = desk_booths_post, .body = "{\"name\":{\"en\":\"Pots\",\"hi\":\"घड़े\"},\"artisan\":{\"en\":\"Om\",\"hi\":\"ओम\"},\"district\":\"varanasi\",\"category\":\"pottery\"}"), 201);
	told(g, "id", id);
	SAYS(g, "\"publish\":{\"whip\":\"/whip/pots\",\"token\":\"");
	assert_int_equal(ASK(g, .tx = desk_booth_patch, .at = id, .body = "{\"name\":{\"en\":\"Black pots\",\"hi\":\"काले घड़े\"}}"), 200);
	SAYS(g, "\"en\":\"Black pots\"");
	SAYS(g, "\"en\":\"Om\"");
	assert_int_equal(ASK(g, .tx = desk_booth_patch, .at = id, .body = "{\"category\":\"cars\"}"), 422);
	assert_int_equal(ASK(g, .async = desk_booths_get), 200);
	SAYS(g, "\"health\":null");
	assert_int_equal(ASK(g, .read = desk_districts_get), 200);
	SAYS(g, "\"grade\":\"B\"");
}

static void test_slots_do_not_overlap(void **state)
{
	struct ground *g = *state;
	char id[128];
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .tx = desk_slots_post, .body = "{\"booth\":\"silk-weavers\",\"begins_at\":\"2026-12-01T18:30\",\"ends_at\":\"2026-12-01T19:30\"}"), 201);
	SAYS(g, "\"begins_at\":\"2026-12-01T13:00:00.000Z\"");
	told(g, "id", id);
	assert_int_equal(ASK(g, .tx = desk_slots_post, .body = "{\"booth\":\"silk-weavers\",\"begins_at\":\"2026-12-01T13:30:00Z\",\"ends_at\":\"2026-12-01T15:00:00Z\"}"), 409);
	assert_int_equal(ASK(g, .tx = desk_slots_post, .body = "{\"booth\":\"silk-weavers\",\"begins_at\":\"tomorrow\",\"ends_at\":\"2026-12-01T19:30\"}"), 422);
	SAYS(g, "\"field\":\"begins_at\"");
	assert_int_equal(ASK(g, .async = booth_get, .at = "silk-weavers"), 200);
	SAYS(g, "\"slots\":[{\"id\":");
	assert_int_equal(ASK(g, .tx = desk_slot_delete, .at = id), 204);
	assert_int_equal(ASK(g, .tx = desk_slot_delete, .at = id), 404);
}

static void test_an_artisan_gets_a_code_and_a_studio(void **state)
{
	struct ground *g = *state;
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .tx = desk_code_post, .at = g->m.booth.s), 201);
	SAYS(g, "\"url\":\"https://mela.example/sign-in#");
	SAYS(g, "\"qr_svg\":\"<svg xmlns=");
	assert_int_equal(ASK(g, .tx = desk_end_post, .at = g->m.booth.s), 409);
	ask_as(g, g->artisan.s);
	assert_int_equal(ASK(g, .tx = studio_get), 200);
	SAYS(g, "\"publish\":{\"whip\":\"/whip/silk-weavers\"");
	SAYS(g, "\"pins\":[]");
}

static void test_a_live_booth_is_seen_and_ended(void **state)
{
	struct ground *g = *state;
	go_live(g);
	assert_int_equal(ASK(g, .async = fair_get), 200);
	SAYS(g, "\"live\":[{\"id\":");
	SAYS(g, "\"state\":\"live\",\"viewers\":0,\"began_at\":\"2025-11-24T16:00:00.000Z\"");
	finds(g, "live=1", "zari-silk-saree");
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .async = desk_booths_get), 200);
	SAYS(g, "\"state\":\"live\"");
	assert_int_equal(ASK(g, .tx = desk_end_post, .at = g->m.booth.s), 204);
	assert_int_equal(ASK(g, .async = fair_get), 200);
	SAYS(g, "\"live\":[]");
}

static void test_tables_for_spreadsheets(void **state)
{
	struct ground *g = *state;
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .read = desk_orders_csv_get), 200);
	assert_int_equal(strncmp(g->rp.body.data, "\xEF\xBB\xBF\"order\",", 11), 0);
	assert_string_equal(g->rp.type, "text/csv; charset=utf-8");
	assert_int_equal(ASK(g, .read = desk_leads_csv_get), 200);
	SAYS(g, "\"Incoterm\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		GROUND_TEST(test_the_lobby), GROUND_TEST(test_booths), GROUND_TEST(test_products_are_found), GROUND_TEST(test_a_product_says_how_it_is_sold),
		GROUND_TEST(test_phrases), GROUND_TEST(test_the_desk_makes_a_fair_and_a_booth), GROUND_TEST(test_slots_do_not_overlap),
		GROUND_TEST(test_an_artisan_gets_a_code_and_a_studio), GROUND_TEST(test_tables_for_spreadsheets),
		GROUND_TEST(test_a_live_booth_is_seen_and_ended),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
