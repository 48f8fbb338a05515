/* certificate_test.c — anyone reads a certificate; a doubt goes to the desk, and its decision is what the next one reads. */
#include "tests/unit/gate/ask.h"

#include "trade/certificate.h"

#define KEY(n) "00000000000000" n

HANDLER(place_and_ready, order_place(tx, q->in, q->out))
HANDLER(act, order_act(tx, q->a, &(struct order_actor){.by = BY_STAFF}, (enum order_event)q->n))

static void keep(void *arg, const char *code) { strcpy(arg, code); }

static void some_code(struct ground *g, char ret[static SHORT_CODE_CHARS + 1])
{
	struct order_id id;
	struct order o;
	const struct order_line_new line = {.product = g->m.saree.s, .quantity = 2};
	assert_int_equal(DO(g->w, place_and_ready, .in = &(struct order_new){.person = g->m.buyer.s, .lines = &line, .n_lines = 1, .to = home}, .out = &id), OK);
	assert_int_equal(DO(g->w, act, .a = id.s, .n = ORDER_EVENT_ACCEPT), OK);
	assert_int_equal(DO(g->w, act, .a = id.s, .n = ORDER_EVENT_READY), OK);
	assert_int_equal(order_find(g->w->db, id.s, &o), OK);
	assert_int_equal(certificate_of_child(g->w->db, o.children[0].id, "", keep, ret), OK);
}

static void test_anyone_reads_it_and_nothing_personal(void **state)
{
	struct ground *g = *state;
	char code[SHORT_CODE_CHARS + 1], name[SHORT_CODE_CHARS + 8];
	some_code(g, code);
	snprintf(name, sizeof name, "%s-2", code);
	ask_as(g, NULL);
	assert_int_equal(ASK(g, .tx = verify_get, .at = name), 200);
	SAYS(g, "\"piece\":2,\"pieces\":2,\"artisan\":{\"en\":\"Weavers\",\"hi\":\"बुनकर\"},\"district\":\"varanasi\"");
	SAYS(g, "\"state\":\"good\",\"reason\":null");
	SAYS(g, "\"scans\":1,\"often\":false");
	SAYS_NOT(g, "Asha"); /* the buyer's */
	snprintf(name, sizeof name, "%s-3", code);
	assert_int_equal(ASK(g, .tx = verify_get, .at = name), 404);
	assert_int_equal(ASK(g, .tx = verify_get, .at = "0000000000000000"), 404);
	assert_int_equal(ASK(g, .tx = verify_get, .at = "x"), 404);
	assert_int_equal(ASK(g, .tx = origin_keys_get), 200);
	SAYS(g, "{\"keys\":[]}");
}

static void test_from_doubt_to_take_down(void **state)
{
	struct ground *g = *state;
	char code[SHORT_CODE_CHARS + 1], id[128];
	some_code(g, code);
	ask_as(g, NULL);
	assert_int_equal(ASK(g, .tx = doubts_post, .at = code, .key = KEY("01"), .body = "{\"reason\":\"not-from-there\",\"note\":\"Bought in Surat\"}"), 201);
	told(g, "id", id);
	assert_int_equal(ASK(g, .tx = doubts_post, .at = code, .key = KEY("02"), .body = "{\"reason\":\"envy\"}"), 422);
	SAYS(g, "\"field\":\"reason\"");
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .read = desk_doubts_get, .query = "open=1"), 200);
	SAYS(g, "\"doubt\":\"not-from-there\",\"note\":\"Bought in Surat\"");
	assert_int_equal(ASK(g, .tx = desk_doubt_decision_post, .at = id, .key = KEY("03"), .body = "{\"decision\":\"maybe\",\"note\":\"x\"}"), 422);
	assert_int_equal(ASK(g, .tx = desk_doubt_decision_post, .at = id, .key = KEY("04"), .body = "{\"decision\":\"false\",\"note\":\"Visited: a power loom\"}"), 200);
	assert_int_equal(ASK(g, .tx = desk_doubt_decision_post, .at = id, .key = KEY("05"), .body = "{\"decision\":\"dismissed\",\"note\":\"x\"}"), 409);
	assert_int_equal(ASK(g, .read = desk_doubts_get, .query = "open=1"), 200);
	SAYS(g, "{\"items\":[]");
	ask_as(g, NULL);
	assert_int_equal(ASK(g, .tx = verify_get, .at = code), 200);
	SAYS(g, "\"state\":\"revoked\",\"reason\":\"Visited: a power loom\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {GROUND_TEST(test_anyone_reads_it_and_nothing_personal), GROUND_TEST(test_from_doubt_to_take_down)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
