/* seller_test.c — an artisan applies, the desk approves, enters what it found and links; the buyer sees who sells and who made. */
#include "tests/unit/gate/ask.h"

#define KEY(n) "00000000000000" n
#define APPLICATION "\"name\":{\"en\":\"Basket maker\",\"hi\":\"टोकरी कारीगर\"},\"phone\":\"9800000000\",\"pehchan\":\"UP1234\",\"pan\":\"AAAPA1234A\",\"upi\":\"asha@upi\",\"claim\":\"enrolled\",\"claim_number\":\"09AAAPA1234A1EN\""

static int post(struct ground *g, http_tx_fn *fn, const char *at, const char *key, const char *body) { return ASK(g, .tx = fn, .at = at, .key = key, .body = body); }

static void booth_without_seller(struct ground *g, char slug[static 128])
{
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .tx = desk_booths_post, .body = "{\"name\":{\"en\":\"Baskets\",\"hi\":\"टोकरी\"},\"artisan\":{\"en\":\"B\",\"hi\":\"ब\"},\"district\":\"varanasi\",\"category\":\"textile\"}"), 201);
	told(g, "slug", slug);
}

static void test_from_application_to_selling(void **state)
{
	struct ground *g = *state;
	char slug[128], id[128], body[900];
	booth_without_seller(g, slug);
	snprintf(body, sizeof body, "{\"booth\":\"%s\"," APPLICATION "}", slug);
	assert_int_equal(post(g, desk_sellers_post, "", KEY("01"), body), 201);
	SAYS(g, "\"state\":\"applied\",\"status\":\"unregistered\"");
	SAYS_NOT(g, "asha@upi"); /* what is kept for retries holds no account */
	told(g, "id", id);
	assert_int_equal(post(g, desk_sellers_post, "", KEY("02"), body), 409);
	assert_int_equal(ASK(g, .read = desk_sellers_get, .query = "state=applied"), 200);
	SAYS(g, id);
	assert_int_equal(ASK(g, .read = desk_sellers_get, .query = "state=asleep"), 422);
	assert_int_equal(ASK(g, .tx = desk_seller_get, .at = id), 200);
	SAYS(g, "\"upi\":\"a•••@upi\"");
	SAYS(g, "\"may\":[{\"place\":\"same-state\",\"way\":\"enquiry\",\"reason\":\"seller-waits\"}");
	assert_int_equal(post(g, desk_seller_state_post, id, KEY("03"), "{\"event\":\"open\"}"), 409);
	assert_int_equal(post(g, desk_seller_state_post, id, KEY("04"), "{\"event\":\"approve\",\"note\":\"card seen\"}"), 200);
	assert_int_equal(post(g, desk_seller_state_post, id, KEY("05"), "{\"event\":\"open\"}"), 200);
	SAYS(g, "\"can\":[\"pause\",\"close\"]");
	assert_int_equal(post(g, desk_seller_tax_post, id, KEY("06"), "{\"kind\":\"enrolled\",\"number\":\"09AAAPA1234A1EN\",\"from\":\"2025-01-01\",\"proof\":\"portal\"}"), 200);
	SAYS(g, "\"status\":\"enrolled\"");
	snprintf(body, sizeof body, "{\"principal\":\"%s\",\"from\":\"2025-11-23\"}", g->m.registered.s);
	assert_int_equal(post(g, desk_seller_principal_post, id, KEY("07"), body), 422); /* not registered yet on that day */
	snprintf(body, sizeof body, "{\"principal\":\"%s\",\"from\":\"2025-11-24\"}", g->m.registered.s); /* today, and registered by now */
	assert_int_equal(post(g, desk_seller_principal_post, id, KEY("08"), body), 200);
	world_wait_ms(86400000);
	assert_int_equal(ASK(g, .tx = desk_seller_get, .at = id), 200);
	SAYS(g, "\"principal\":{\"en\":\"Weavers\"");
	SAYS(g, "{\"place\":\"other-state\",\"way\":\"principal\",\"reason\":\"enrolled-state\"}");
	SAYS(g, "\"state\":\"approved\",\"note\":\"card seen\"");
}

static void test_what_the_desk_may_not_enter(void **state)
{
	struct ground *g = *state;
	ask_as(g, g->organizer.s);
	const char *id = g->m.unregistered.s;
	static const struct { const char *body, *field; int status; } rows[] = {
		{"{\"kind\":\"barter\",\"from\":\"2026-01-01\",\"proof\":\"x\"}", "kind", 422},
		{"{\"kind\":\"regular\",\"number\":\"09AAAPA1234A1ZS\",\"from\":\"2026-01-01\",\"proof\":\"x\"}", "number", 422},
		{"{\"kind\":\"unregistered\",\"from\":\"2026-02-30\",\"proof\":\"x\"}", "from", 422},
		{"{\"kind\":\"unregistered\",\"from\":\"2026-02-02\",\"until\":\"2026-02-01\",\"proof\":\"x\"}", "until", 422},
		{"{\"kind\":\"unregistered\",\"from\":\"2026-02-02\"}", "proof", 422},
		{"{\"kind\":\"unregistered\",\"from\":\"2026-02-02\",\"until\":\"2026-02-02\",\"proof\":\"x\"}", "", 200},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char key[17], field[64];
		snprintf(key, sizeof key, "1000000000000%03zu", i);
		assert_int_equal(post(g, desk_seller_tax_post, id, key, rows[i].body), rows[i].status);
		snprintf(field, sizeof field, "\"field\":\"%s\"", rows[i].field);
		if (*rows[i].field) SAYS(g, field);
	}
	assert_int_equal(post(g, desk_seller_tax_post, "00000000-0000-7000-8000-000000000000", KEY("19"), rows[5].body), 404);
}

static void sec_18_a_seller_is_not_called_like_the_fair(void **state)
{
	struct ground *g = *state;
	char slug[128], body[900];
	static const char like[] = "\"name\":{\"en\":\"Mela OfficiaI Store\",\"hi\":\"मेला\"},\"phone\":\"9800000000\",\"pan\":\"AAAPA1234A\",\"upi\":\"asha@upi\",\"claim\":\"enrolled\",\"claim_number\":\"09AAAPA1234A1EN\"";
	booth_without_seller(g, slug);
	ask_as(g, g->artisan.s);
	snprintf(body, sizeof body, "{%s}", like);
	assert_int_equal(post(g, studio_seller_post, "", KEY("01"), body), 422);
	SAYS(g, "\"code\":\"name-reserved\",\"field\":\"name\"");
	ask_as(g, g->organizer.s);
	snprintf(body, sizeof body, "{\"booth\":\"%s\",%s}", slug, like);
	assert_int_equal(post(g, desk_sellers_post, "", KEY("02"), body), 201); /* the fair's own shop */
}

static void test_the_artisans_own_seller(void **state)
{
	struct ground *g = *state;
	ask_as(g, g->artisan.s);
	assert_int_equal(ASK(g, .tx = studio_seller_get), 200);
	SAYS(g, "{\"seller\":null}");
	assert_int_equal(post(g, studio_seller_post, "", KEY("01"), "{" APPLICATION "}"), 201);
	SAYS(g, "\"state\":\"applied\"");
	assert_int_equal(post(g, studio_seller_post, "", KEY("01"), "{" APPLICATION "}"), 201); /* the same press again */
	assert_int_equal(post(g, studio_seller_post, "", KEY("02"), "{" APPLICATION "}"), 409);
	assert_int_equal(post(g, studio_seller_post, "", KEY("03"), "{\"booth\":\"silk-weavers\"," APPLICATION "}"), 422); /* no booth but its own */
	assert_int_equal(post(g, studio_seller_state_post, "", KEY("04"), "{\"event\":\"approve\"}"), 409);
	assert_int_equal(ASK(g, .tx = studio_seller_get), 200);
	SAYS(g, "\"form\":{\"phone\":\"9800000000\"");
	assert_int_equal(post(g, studio_seller_state_post, "", KEY("05"), "{\"event\":\"close\"}"), 200);
	SAYS(g, "\"state\":\"closed\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		GROUND_TEST(test_from_application_to_selling), GROUND_TEST(test_what_the_desk_may_not_enter), GROUND_TEST(sec_18_a_seller_is_not_called_like_the_fair), GROUND_TEST(test_the_artisans_own_seller),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
