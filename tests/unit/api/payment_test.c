/* payment_test.c — paying through its routes: what each side sees and may, the statement, and the gateway's messages. */
#include "tests/unit/gate/ask.h"

#include <sodium.h>

#include "base/config.h"
#include "gate/pay_gateway_in.h"
#include "api/hook.h"
#include "trade/payment.h"

#define ADDRESS "\"address\":{\"name\":\"Asha\",\"phone\":\"9000000000\",\"line1\":\"12 Lanka\",\"city\":\"Varanasi\",\"state\":\"UP\",\"pin\":\"221005\",\"country\":\"IN\"}"
#define KEY1 "0123456789abcdef"
#define KEY2 "fedcba9876543210"
#define SECRET "a-secret-of-the-gateway"

static struct config settings;

/* An order for one bowl; its payment's id. */
static void owe(struct ground *g, const char *key, char order[static 128], char payment[static 128])
{
	char body[400];
	config_defaults(&settings);
	strcpy(settings.pay_upi, "fair@bank");
	strcpy(settings.gateway_hook_secret, SECRET);
	g->house.config = &settings;
	ask_as(g, g->m.buyer.s);
	snprintf(body, sizeof body, "{\"lines\":[{\"product\":\"%s\",\"quantity\":1}]," ADDRESS "}", g->m.bowl.s);
	assert_int_equal(ASK(g, .tx = orders_post, .at = "/api/v1/orders", .key = key, .body = body), 201);
	told(g, "id", order);
	assert_int_equal(ASK(g, .tx = order_payments_get, .at = order), 200);
	told(g, "id", payment);
}

static void test_the_buyer_is_shown_how_to_pay(void **state)
{
	struct ground *g = *state;
	char order[128], id[128];
	owe(g, KEY1, order, id);
	SAYS(g, "\"method\":\"cod\",\"state\":\"due\",\"amount\":{\"minor\":250000,\"currency\":\"INR\"}");
	SAYS(g, "\"ways\":[\"upi\",\"cod\"]");
	assert_int_equal(ASK(g, .tx = payment_method_post, .at = id, .key = "pay-key-00000001", .body = "{\"method\":\"upi\"}"), 200);
	SAYS(g, "\"link\":\"upi://pay?pa=fair@bank&pn=Mela&tr=O25000001X1");
	SAYS(g, "\"qr_svg\":\"<svg");
	assert_int_equal(ASK(g, .tx = payment_method_post, .at = id, .key = "pay-key-00000002", .body = "{\"method\":\"gateway\"}"), 422);
	assert_int_equal(ASK(g, .tx = payment_method_post, .at = id, .key = "pay-key-00000003", .body = "{\"method\":\"bank\"}"), 422);
	assert_int_equal(ASK(g, .tx = payment_reference_post, .at = id, .key = "pay-key-00000004", .body = "{\"reference\":\"12345\"}"), 422);
	SAYS(g, "\"field\":\"reference\"");
	assert_int_equal(ASK(g, .tx = payment_reference_post, .at = id, .key = "pay-key-00000005", .body = "{\"reference\":\"1234 5678 9012\"}"), 200);
	SAYS(g, "\"state\":\"claimed\"");
	SAYS(g, "\"reference\":\"123456789012\"");
	SAYS_NOT(g, "history");
}

static void sec_21_who_takes_orders_back_pays_the_next_one_first(void **state)
{
	struct ground *g = *state;
	char order[128], id[128], key[24], path[200];
	for (int i = 0; i < 3; i++) {
		snprintf(key, sizeof key, "take-back-%08d", i);
		owe(g, key, order, id);
		SAYS(g, "\"pay_first\":false");
		snprintf(key, sizeof key, "take-back-a%07d", i);
		assert_int_equal(ASK(g, .tx = order_state_post, .at = order, .key = key, .body = "{\"event\":\"cancel\"}"), 200);
	}
	owe(g, KEY1, order, id);
	SAYS(g, "\"method\":\"bank\",\"state\":\"due\"");
	SAYS(g, "\"pay_first\":true,\"ways\":[\"upi\"]");
	assert_int_equal(ASK(g, .tx = payment_method_post, .at = id, .key = "pay-key-00000031", .body = "{\"method\":\"cod\"}"), 409);
	SAYS(g, "pay-first");
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .read = desk_pay_first_get), 200);
	SAYS(g, "\"withdrawn\":3");
	snprintf(path, sizeof path, "%s", g->m.buyer.s);
	assert_int_equal(ASK(g, .tx = desk_forgive_post, .at = path, .key = "pay-key-00000032", .body = "{}"), 200);
	assert_int_equal(ASK(g, .read = desk_pay_first_get), 200);
	SAYS(g, "\"items\":[]");
	ask_as(g, g->m.buyer.s);
	assert_int_equal(ASK(g, .tx = payment_method_post, .at = id, .key = "pay-key-00000033", .body = "{\"method\":\"cod\"}"), 200);
}

static void test_each_side_sees_and_may_its_own(void **state)
{
	struct ground *g = *state;
	char order[128], id[128];
	owe(g, KEY1, order, id);
	assert_int_equal(ASK(g, .tx = payment_state_post, .at = id, .key = "pay-key-00000006", .body = "{\"event\":\"pay\"}"), 403); /* the buyer cannot say that he paid */
	ask_as(g, g->m.guest.s);
	assert_int_equal(ASK(g, .tx = order_payments_get, .at = order), 403);
	assert_int_equal(ASK(g, .tx = payment_method_post, .at = id, .key = "pay-key-00000007", .body = "{\"method\":\"upi\"}"), 403);
	ask_as(g, g->artisan.s);
	assert_int_equal(ASK(g, .tx = payment_state_post, .at = id, .key = "pay-key-00000008", .body = "{\"event\":\"pay\"}"), 403); /* the fair collects, not she */
	ask_as(g, NULL);
	assert_int_equal(ASK(g, .tx = order_payments_get, .at = order), 401);
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .tx = payment_state_post, .at = id, .key = "pay-key-00000009", .body = "{\"event\":\"void\"}"), 422);
	assert_int_equal(ASK(g, .tx = payment_state_post, .at = id, .key = "pay-key-00000010", .body = "{\"event\":\"pay\",\"reference\":\"CASH77\"}"), 200);
	SAYS(g, "\"history\":[{\"event\":\"pay\",\"state\":\"paid\",\"source\":\"desk\",\"reference\":\"CASH77\"");
	SAYS_NOT(g, "\"upi\"");
	assert_int_equal(ASK(g, .read = desk_payments_get, .query = "state=paid"), 200);
	SAYS(g, id);
	assert_int_equal(ASK(g, .read = desk_payments_get, .query = "state=gone"), 422);
}

static void test_a_statement_and_what_it_leaves_open(void **state)
{
	struct ground *g = *state;
	char order[128], id[128], other[128], line[128], body[160];
	owe(g, KEY1, order, other);
	owe(g, KEY2, order, id);
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .tx = desk_bank_post, .body = "{\"csv\":\"Date,Narration,Reference,Credit\\n25/11/2025,UPI/O25000002X1/ASHA,526000000001,2500.00\\n25/11/2025,NO NAME,526000000002,2500.00\\n\"}"), 200);
	SAYS(g, "{\"credits\":2,\"fresh\":2,\"matched\":1}");
	assert_int_equal(ASK(g, .tx = desk_bank_post, .body = "{\"csv\":\"Date,Narration,Credit\\n25/11/2025,x,many\\n\"}"), 422);
	SAYS(g, "Line 2, credit.");
	assert_int_equal(ASK(g, .read = desk_bank_get), 200);
	SAYS(g, "\"narration\":\"NO NAME\",\"state\":\"open\",\"payment\":null");
	told(g, "id", line);
	assert_int_equal(ASK(g, .tx = desk_bank_line_post, .at = line, .key = "pay-key-00000011", .body = "{\"aside\":true}"), 200);
	assert_int_equal(ASK(g, .tx = desk_bank_line_post, .at = line, .key = "pay-key-00000012", .body = "{\"aside\":false}"), 200);
	snprintf(body, sizeof body, "{\"payment\":\"%s\"}", id);
	assert_int_equal(ASK(g, .tx = desk_bank_line_post, .at = line, .key = "pay-key-00000013", .body = body), 409); /* that one is paid */
	snprintf(body, sizeof body, "{\"payment\":\"%s\"}", other);
	assert_int_equal(ASK(g, .tx = desk_bank_line_post, .at = line, .key = "another-key-0001", .body = body), 200);
	SAYS(g, "\"source\":\"bank\",\"reference\":\"526000000002\"");
}

/* ── the gateway's messages ── */

static const char *sign_body(const char *body)
{
	static char hex[65];
	unsigned char mac[32];
	crypto_auth_hmacsha256_state st;
	crypto_auth_hmacsha256_init(&st, (const unsigned char *)SECRET, strlen(SECRET));
	crypto_auth_hmacsha256_update(&st, (const unsigned char *)body, strlen(body));
	crypto_auth_hmacsha256_final(&st, mac);
	sodium_bin2hex(hex, sizeof hex, mac, sizeof mac);
	return hex;
}

static int tell(struct ground *g, const char *id, const char *event, int amount)
{
	char body[400];
	snprintf(body, sizeof body, "{\"event\":\"%s\",\"payload\":{\"payment\":{\"entity\":{\"id\":\"pay_1\",\"amount\":%d,\"currency\":\"INR\",\"notes\":{\"mark\":\"O25000001X1\"}}}},\"more\":[1]}", event, amount);
	return ASK(g, .tx = hook_post, .at = "gateway", .body = body, .hook = {id, "", sign_body(body)});
}

static enum payment_state state_of(struct ground *g, const char *id)
{
	struct payment p;
	assert_int_equal(payment_find(g->w->db, id, &p), OK);
	return p.state;
}

static void sec_23_the_gateway_tells_late_twice_and_disordered(void **state)
{
	struct ground *g = *state;
	char order[128], id[128];
	owe(g, KEY1, order, id);
	assert_int_equal(tell(g, "e1", "payment.failed", 250000), 200);
	assert_int_equal(state_of(g, id), PAYMENT_FAILED);
	assert_int_equal(tell(g, "e2", "payment.captured", 250001), 200); /* another amount than the one owed */
	assert_int_equal(state_of(g, id), PAYMENT_FAILED);
	assert_int_equal(tell(g, "e3", "payment_link.paid", 250000), 200);
	assert_int_equal(tell(g, "e4", "payment.captured", 250000), 200);
	assert_int_equal(tell(g, "e4", "payment.captured", 250000), 200);
	assert_int_equal(tell(g, "e5", "payment.failed", 250000), 200);
	assert_int_equal(state_of(g, id), PAYMENT_PAID);
	assert_int_equal(tell(g, "e6", "refund.processed", 250000), 200);
	assert_int_equal(tell(g, "e7", "payment.captured", 250000), 200);
	assert_int_equal(state_of(g, id), PAYMENT_REFUNDED);
	assert_int_equal(tell(g, "e8", "settlement.processed", 1), 200); /* of no matter here */
}

static void sec_23_a_forged_message_changes_nothing(void **state)
{
	struct ground *g = *state;
	char order[128], id[128], flipped[65];
	static const char body[] = "{\"event\":\"payment.captured\",\"payload\":{\"payment\":{\"entity\":{\"id\":\"pay_1\",\"amount\":250000,\"currency\":\"INR\",\"notes\":{\"mark\":\"O25000001X1\"}}}}}";
	owe(g, KEY1, order, id);
	for (size_t at = 0; at < 64; at += 7) {
		strcpy(flipped, sign_body(body));
		flipped[at] = flipped[at] == '0' ? '1' : '0';
		assert_int_equal(ASK(g, .tx = hook_post, .at = "gateway", .body = body, .hook = {"e1", "", flipped}), 403);
	}
	assert_int_equal(ASK(g, .tx = hook_post, .at = "gateway", .body = body, .hook = {"e1", "", ""}), 403);
	assert_int_equal(ASK(g, .tx = hook_post, .at = "gateway", .body = body, .hook = {"", "", sign_body(body)}), 403);
	assert_int_equal(state_of(g, id), PAYMENT_DUE);
	settings.gateway_hook_secret[0] = '\0';
	assert_int_equal(ASK(g, .tx = hook_post, .at = "gateway", .body = body, .hook = {"e1", "", sign_body(body)}), 404);
}

static void test_what_a_refund_says(void **state)
{
	(void)state;
	static const struct { const char *json; int64_t minor; } rows[] = {
		{"{\"event\":\"refund.processed\",\"payload\":{\"payment\":{\"entity\":{\"amount\":500,\"amount_refunded\":300}},\"refund\":{\"entity\":{\"amount\":200}}}}", 300},
		{"{\"event\":\"refund.processed\",\"payload\":{\"payment\":{\"entity\":{\"amount\":500}},\"refund\":{\"entity\":{\"amount\":200}}}}", 200},
		{"{\"event\":\"refund.processed\",\"payload\":{\"payment\":{\"entity\":{\"amount\":500}}}}", 500},
		{"{\"event\":\"payment.captured\",\"payload\":{\"payment\":{\"entity\":{\"amount\":500,\"amount_refunded\":300}},\"refund\":{\"entity\":{\"amount\":200}}}}", 500}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct pay_gateway_message m;
		assert_int_equal(pay_gateway_message_in(rows[i].json, strlen(rows[i].json), &m), OK);
		assert_int_equal(m.amount_minor, rows[i].minor);
	}
}

static void test_answers_of_the_gateway(void **state)
{
	(void)state;
	struct pay_gateway_word w;
	const struct { const char *json, *link, *refund; bool paid; } rows[] = {
		{"{\"id\":\"plink_1\",\"short_url\":\"https://g/1\",\"status\":\"created\",\"amount_paid\":0}", "plink_1", "", false},
		{"{\"id\":\"plink_1\",\"status\":\"paid\",\"amount_paid\":100,\"currency\":\"INR\",\"payments\":[{\"payment_id\":\"pay_1\"}]}", "plink_1", "", true},
		{"{\"id\":\"plink_1\",\"status\":\"paid\",\"payments\":[]}", "plink_1", "", false},
		{"{\"payment_links\":[{\"id\":\"plink_2\",\"short_url\":\"u\"}]}", "plink_2", "", false},
		{"{\"payment_links\":[]}", "", "", false},
		{"{\"entity\":\"refund\",\"id\":\"rfnd_1\"}", "", "rfnd_1", false},
		{"{\"entity\":\"collection\",\"items\":[{\"id\":\"rfnd_2\"}]}", "", "rfnd_2", false},
		{"{\"id\":7,\"status\":{},\"payments\":\"x\"}", "", "", false},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(pay_gateway_in(rows[i].json, strlen(rows[i].json), &w), OK);
		assert_string_equal(w.link, rows[i].link);
		assert_string_equal(w.refund, rows[i].refund);
		assert_int_equal(w.paid, rows[i].paid);
	}
	assert_int_equal(pay_gateway_in("[]", 2, &w), ERR_BAD_FIELD);
	assert_int_equal(pay_gateway_in("{", 1, &w), ERR_BAD_JSON);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		GROUND_TEST(test_the_buyer_is_shown_how_to_pay), GROUND_TEST(sec_21_who_takes_orders_back_pays_the_next_one_first), GROUND_TEST(test_each_side_sees_and_may_its_own), GROUND_TEST(test_a_statement_and_what_it_leaves_open),
		GROUND_TEST(sec_23_the_gateway_tells_late_twice_and_disordered), GROUND_TEST(sec_23_a_forged_message_changes_nothing), cmocka_unit_test(test_what_a_refund_says), cmocka_unit_test(test_answers_of_the_gateway),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
