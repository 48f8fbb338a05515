/* catalogue_test.c — an artisan offers with five fields, the desk approves, edits and undoes; nobody touches another's booth. */
#include "tests/unit/gate/ask.h"

#include "fair/odop_line.h"

#define KEY(n) "00000000000000" n
#define FIVE "\"name_hi\":\"ज़री साड़ी\",\"price_minor\":450000,\"stock\":3"

static int post(struct ground *g, http_tx_fn *fn, const char *at, const char *key, const char *body) { return ASK(g, .tx = fn, .at = at, .key = key, .body = body); }

static err_t register_line(struct tx *tx, void *arg)
{
	const struct market *m = arg;
	struct seller_id seller;
	TRY(seller_new(tx, &(struct seller){.name = "Weavers of the booth", .booth = m->booth, .country = "IN", .principal = m->registered}, &seller));
	return odop_line_put(tx, &(struct odop_line){.district = "varanasi", .code = "first", .name_en = "Silk sarees", .name_hi = "सिल्क साड़ी", .category = "textile",
	                                             .hsn = "5007;5208", .from_day = 20180124, .grade = 'B'});
}
static void open_register(struct ground *g) { assert_int_equal(world_do(g->w, register_line, &g->m), OK); }

static void offered(struct ground *g, char id[static 128])
{
	open_register(g);
	ask_as(g, g->artisan.s);
	assert_int_equal(post(g, catalogue_products_post, "", KEY("01"), "{\"listing\":{" FIVE "}}"), 201);
	told(g, "id", id);
}

static void test_from_five_fields_to_the_page(void **state)
{
	struct ground *g = *state;
	char id[128], slug[128];
	offered(g, id);
	SAYS(g, "\"state\":\"offered\"");
	SAYS(g, "\"can\":[\"withdraw\"]");
	told(g, "slug", slug);
	assert_int_equal(ASK(g, .read = product_get, .at = slug), 404);
	assert_int_equal(post(g, catalogue_state_post, id, KEY("02"), "{\"event\":\"approve\"}"), 409);
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .read = catalogue_products_get, .query = "state=offered"), 200);
	SAYS(g, id);
	assert_int_equal(post(g, catalogue_state_post, id, KEY("03"), "{\"event\":\"approve\"}"), 200);
	assert_int_equal(ASK(g, .read = product_get, .at = slug), 200);
	SAYS(g, "\"hsn\":\"5007\"");
	SAYS(g, "\"variants\":[]");
	assert_int_equal(ASK(g, .read = catalogue_products_get, .query = "q=%E0%A4%9C%E0%A4%BC%E0%A4%B0%E0%A5%80&state=listed"), 200);
	SAYS(g, id);
}

static void test_what_is_not_of_the_district_is_refused_with_what_is(void **state)
{
	struct ground *g = *state;
	open_register(g);
	ask_as(g, g->artisan.s);
	assert_int_equal(post(g, catalogue_products_post, "", KEY("01"), "{\"listing\":{" FIVE ",\"category\":\"leather\"}}"), 422);
	SAYS(g, "not-registered");
	SAYS(g, "listing.category");
	SAYS(g, "Silk sarees / सिल्क साड़ी");
	assert_int_equal(post(g, catalogue_products_post, "", KEY("02"), "{\"listing\":{\"name_hi\":\"x\"}}"), 422);
	SAYS(g, "listing.price_minor");
}

static void test_change_and_undo(void **state)
{
	struct ground *g = *state;
	char id[128];
	offered(g, id);
	const char *body = "{\"name_hi\":\"साड़ी\",\"name_en\":\"Saree\",\"price_minor\":460000,\"variants\":[{\"sku\":\"R\",\"name_hi\":\"लाल\",\"stock\":2}]}";
	assert_int_equal(ASK(g, .tx = catalogue_product_put, .at = id, .body = body), 428);
	assert_int_equal(ASK(g, .tx = catalogue_product_put, .at = id, .body = body, .if_match = "\"2\""), 412);
	assert_int_equal(ASK(g, .tx = catalogue_product_put, .at = id, .body = body, .if_match = "\"1\""), 200);
	SAYS(g, "\"version\":2,\"changed\":true");
	SAYS(g, "\"sku\":\"R\"");
	SAYS(g, "\"available\":2");
	assert_int_equal(post(g, catalogue_undo_post, id, KEY("04"), "{\"version\":9}"), 404);
	assert_int_equal(post(g, catalogue_undo_post, id, KEY("05"), "{\"version\":1}"), 200);
	SAYS(g, "\"version\":3");
	SAYS(g, "\"minor\":450000");
	SAYS(g, "\"variants\":[]");
	assert_int_equal(ASK(g, .read = catalogue_versions_get, .at = id), 200);
	SAYS(g, "\"version\":3");
	SAYS(g, "\"version\":1");
}

static void sec_09_another_booths_products_are_not_there(void **state)
{
	struct ground *g = *state;
	char body[300];
	open_register(g);
	ask_as(g, g->artisan.s);
	assert_int_equal(ASK(g, .tx = catalogue_product_get, .at = g->m.bowl.s), 404);
	assert_int_equal(ASK(g, .tx = catalogue_product_put, .at = g->m.bowl.s, .body = "{" FIVE "}", .if_match = "\"1\""), 404);
	assert_int_equal(post(g, catalogue_state_post, g->m.bowl.s, KEY("06"), "{\"event\":\"withdraw\"}"), 404);
	assert_int_equal(post(g, catalogue_undo_post, g->m.bowl.s, KEY("07"), "{\"version\":1}"), 404);
	assert_int_equal(ASK(g, .read = catalogue_versions_get, .at = g->m.bowl.s), 404);
	snprintf(body, sizeof body, "{\"booth\":\"%s\",\"listing\":{" FIVE "}}", g->m.other_booth.s);
	assert_int_equal(post(g, catalogue_products_post, "", KEY("08"), body), 403);
	assert_int_equal(post(g, catalogue_drafts_post, "", KEY("09"), body), 403);
	ask_as(g, g->organizer.s);
	assert_int_equal(post(g, catalogue_products_post, "", KEY("10"), body), 409); /* no seller there */
	SAYS(g, "no-seller");
	assert_int_equal(post(g, catalogue_products_post, "", KEY("11"), "{\"listing\":{" FIVE "}}"), 422);
}

static void test_a_draft_is_kept_and_becomes_a_product(void **state)
{
	struct ground *g = *state;
	char id[128], body[300];
	open_register(g);
	ask_as(g, g->artisan.s);
	assert_int_equal(post(g, catalogue_drafts_post, "", KEY("01"), "{\"listing\":{\"price_minor\":100}}"), 201);
	told(g, "id", id);
	assert_int_equal(ASK(g, .tx = catalogue_draft_put, .at = id, .body = "{\"listing\":{\"name_hi\":\"ज़री\"}}"), 200);
	assert_int_equal(ASK(g, .read = catalogue_drafts_get), 200);
	SAYS(g, "\"listing\":{\"name_hi\":\"ज़री\"}");
	snprintf(body, sizeof body, "{\"draft\":\"%s\",\"listing\":{" FIVE "}}", id);
	assert_int_equal(post(g, catalogue_products_post, "", KEY("02"), body), 201);
	assert_int_equal(ASK(g, .read = catalogue_drafts_get), 200);
	SAYS(g, "\"items\":[]");
	assert_int_equal(ASK(g, .tx = catalogue_draft_delete, .at = id), 404);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		GROUND_TEST(test_from_five_fields_to_the_page),
		GROUND_TEST(test_what_is_not_of_the_district_is_refused_with_what_is),
		GROUND_TEST(test_change_and_undo),
		GROUND_TEST(sec_09_another_booths_products_are_not_there),
		GROUND_TEST(test_a_draft_is_kept_and_becomes_a_product),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
