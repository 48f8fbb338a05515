/* notices_test.c — people say how they want to be told; the desk sends again; the helpline takes a task and settles it. */
#include "tests/unit/gate/ask.h"

#include "base/config.h"
#include "notify/outbox.h"
#include "trade/call_task.h"
#include "trade/housekeeping.h"
#include "trade/tell.h"

#define KEY(n) "00000000000000" n
#define WISHES "\"lang\":\"hi\",\"mail\":true,\"sms\":true,\"whatsapp\":false,\"push\":true,\"quiet_from_min\":1320,\"quiet_until_min\":420"
#define BROWSER "\"p256dh\":\"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4\",\"auth\":\"BTBZMqHH6r4Tts7J_aSIgg\""

static err_t add_letter(struct tx *tx, void *arg)
{
	(void)arg;
	char id[ID_CHARS + 1];
	struct outbox_item item;
	bool some;
	TRY(outbox_put(tx, &(struct outbox_message){.kind = OUTBOX_SMS, .to = "+919800000042", .body = "x", .notice = "trial.anyone.hi"}));
	TRY(outbox_claim(tx, OUTBOX_SMS, &item, &some));
	memcpy(id, item.id, sizeof id);
	return outbox_give_up(tx, id, "answer 400");
}

static err_t make_agent(struct tx *tx, void *arg) { return person_new(tx, &(struct person_new){.role = ROLE_HELPLINE, .name = "Anita"}, arg); }

static err_t place_one(struct tx *tx, void *arg)
{
	struct ground *g = arg;
	struct order_line_new line = {.product = g->m.saree.s, .quantity = 2};
	struct order_id id;
	return order_place(tx, &(struct order_new){.person = g->m.buyer.s, .lines = &line, .n_lines = 1, .to = home}, &id);
}

static void test_wishes_are_kept(void **state)
{
	struct ground *g = *state;
	ask_as(g, g->artisan.s);
	assert_int_equal(ASK(g, .tx = me_notices_get), 200);
	SAYS(g, "\"phone\":null,\"phone_used\":null");
	SAYS(g, "\"mail\":true,\"sms\":true,\"whatsapp\":false,\"push\":true");
	assert_int_equal(ASK(g, .tx = me_notices_put, .body = "{\"phone\":\"98000 00001\",\"zone\":\"Asia/Kolkata\"," WISHES "}"), 200);
	SAYS(g, "\"phone\":\"+919800000001\",\"phone_used\":\"+919800000001\"");
	SAYS(g, "\"quiet_from_min\":1320");
	assert_int_equal(ASK(g, .tx = me_notices_put, .body = "{\"phone\":\"1\",\"zone\":\"Asia/Kolkata\"," WISHES "}"), 422);
	SAYS(g, "\"field\":\"phone\"");
	assert_int_equal(ASK(g, .tx = me_notices_put, .body = "{\"zone\":\"Asia/Nowhere\"," WISHES "}"), 422);
	SAYS(g, "\"field\":\"zone\"");
}

static err_t carry_texts(struct tx *tx, void *arg)
{
	(void)arg;
	return tell_set_up(tx, (const bool[OUTBOX_KINDS]){[OUTBOX_SMS] = true}, "https://mela.example");
}

struct taken { struct outbox_item item; bool some; };
static err_t take_text(struct tx *tx, void *arg)
{
	struct taken *t = arg;
	return outbox_claim(tx, OUTBOX_SMS, &t->item, &t->some);
}

static void sec_12_the_old_number_hears_of_the_new_one(void **state)
{
	struct ground *g = *state;
	struct taken t;
	assert_int_equal(world_do(g->w, carry_texts, NULL), OK);
	ask_as(g, g->artisan.s);
	assert_int_equal(ASK(g, .tx = me_notices_put, .body = "{\"phone\":\"98000 00001\",\"zone\":\"Asia/Kolkata\"," WISHES "}"), 200);
	assert_int_equal(world_do(g->w, take_text, &t), OK);
	assert_false(t.some); /* there was none before, and the same is no change */
	assert_int_equal(ASK(g, .tx = me_notices_put, .body = "{\"phone\":\"98000 00001\",\"zone\":\"Asia/Kolkata\"," WISHES "}"), 200);
	assert_int_equal(world_do(g->w, take_text, &t), OK);
	assert_false(t.some);
	assert_int_equal(ASK(g, .tx = me_notices_put, .body = "{\"phone\":\"98000 00002\",\"zone\":\"Asia/Kolkata\"," WISHES "}"), 200);
	assert_int_equal(world_do(g->w, take_text, &t), OK); /* also in the night */
	assert_true(t.some);
	assert_string_equal(t.item.to, "+919800000001");
	assert_string_equal(t.item.notice, "number-changed.anyone.hi");
}

#define PUT_PHONE(p) .tx = me_notices_put, .body = "{\"phone\":\"" p "\",\"zone\":\"Asia/Kolkata\"," WISHES "}"

static void sweep(struct ground *g)
{
	struct housekeeping h = {0};
	assert_int_equal(world_do(g->w, housekeeping, &h), OK);
}

static void sec_12_a_new_number_counts_after_a_day_and_not_before(void **state)
{
	struct ground *g = *state;
	ask_as(g, g->m.buyer.s);
	assert_int_equal(ASK(g, PUT_PHONE("98000 00001")), 200);
	SAYS(g, "\"phone_used\":\"+919800000001\",\"phone_holds_at\":null"); /* the first replaces none */
	assert_int_equal(ASK(g, PUT_PHONE("98000 00002")), 200);
	SAYS(g, "\"phone\":\"+919800000002\",\"phone_used\":\"+919800000001\",\"phone_holds_at\":\"2025-11-25T");
	world_wait_ms(86400000 - 1);
	assert_int_equal(ASK(g, PUT_PHONE("98000 00002")), 200); /* the same wish does not wait anew */
	sweep(g);
	assert_int_equal(ASK(g, .tx = me_notices_get), 200);
	SAYS(g, "\"phone_used\":\"+919800000001\"");
	world_wait_ms(1);
	sweep(g);
	assert_int_equal(ASK(g, .tx = me_notices_get), 200);
	SAYS(g, "\"phone_used\":\"+919800000002\",\"phone_holds_at\":null");
}

static void sec_12_a_number_is_not_taken_away_at_once_either(void **state)
{
	struct ground *g = *state;
	ask_as(g, g->m.buyer.s);
	assert_int_equal(ASK(g, PUT_PHONE("98000 00001")), 200);
	assert_int_equal(ASK(g, PUT_PHONE("")), 200);
	SAYS(g, "\"phone\":null,\"phone_used\":\"+919800000001\"");
	assert_int_equal(ASK(g, PUT_PHONE("98000 00002")), 200); /* which would otherwise be a first one */
	SAYS(g, "\"phone_used\":\"+919800000001\"");
	world_wait_ms(86400000);
	assert_int_equal(ASK(g, PUT_PHONE("98000 00001")), 200); /* its owner puts it back */
	SAYS(g, "\"phone_holds_at\":null");
	sweep(g);
	assert_int_equal(ASK(g, .tx = me_notices_get), 200);
	SAYS(g, "\"phone_used\":\"+919800000001\"");
}

HANDLER(sign_in, login_open(tx, q->a, q->out))

static void sec_12_the_desk_stops_a_change_and_signs_everybody_out(void **state)
{
	struct ground *g = *state;
	struct login_token token;
	struct person p;
	bool stale;
	assert_int_equal(DO(g->w, sign_in, .a = g->m.buyer.s, .out = &token), OK);
	ask_as(g, g->m.buyer.s);
	assert_int_equal(ASK(g, PUT_PHONE("98000 00001")), 200);
	assert_int_equal(ASK(g, PUT_PHONE("98000 00002")), 200);
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .read = desk_changes_get), 200);
	SAYS(g, "\"phone\":\"••••0002\"");
	assert_int_equal(ASK(g, .tx = desk_change_stop_post, .at = g->m.buyer.s, .key = KEY("01"), .body = "{}"), 200);
	assert_int_equal(ASK(g, .tx = desk_change_stop_post, .at = g->m.buyer.s, .key = KEY("02"), .body = "{}"), 404);
	assert_int_equal(login_find(g->w->db, token.s, clock_wall_ms(), &p, &stale), ERR_NOT_SIGNED_IN);
	world_wait_ms(86400000);
	sweep(g);
	ask_as(g, g->m.buyer.s);
	assert_int_equal(ASK(g, .tx = me_notices_get), 200);
	SAYS(g, "\"phone\":\"+919800000001\",\"phone_used\":\"+919800000001\"");
}

static void test_browsers_listen(void **state)
{
	struct ground *g = *state;
	struct config config;
	char id[128];
	config_defaults(&config);
	g->house.config = &config;
	ask_as(g, g->m.buyer.s);
	assert_int_equal(ASK(g, .tx = me_browsers_post, .key = KEY("01"), .body = "{\"endpoint\":\"https://push.example.net/1\"," BROWSER "}"), 503); /* no key of ours */
	g->house.push_key = "BPublic";
	assert_int_equal(ASK(g, .tx = me_browsers_post, .key = KEY("02"), .body = "{\"endpoint\":\"https://push.example.net/1\"," BROWSER "}"), 201);
	told(g, "id", id);
	assert_int_equal(ASK(g, .tx = me_browsers_post, .key = KEY("03"), .body = "{\"endpoint\":\"https://10.0.0.1/1\"," BROWSER "}"), 422);
	SAYS(g, "\"field\":\"endpoint\"");
	assert_int_equal(ASK(g, .tx = me_notices_get), 200);
	SAYS(g, "\"push_key\":\"BPublic\",\"browsers\":[{\"id\":\"");
	ask_as(g, g->artisan.s);
	assert_int_equal(ASK(g, .tx = me_browser_delete, .at = id), 204);
	ask_as(g, g->m.buyer.s);
	assert_int_equal(ASK(g, .tx = me_notices_get), 200);
	SAYS(g, "https://push.example.net/1"); /* another's is not theirs to drop */
	assert_int_equal(ASK(g, .tx = me_browser_delete, .at = id), 204);
	assert_int_equal(ASK(g, .tx = me_notices_get), 200);
	SAYS(g, "\"browsers\":[]");
}

static void test_dead_letters_go_out_again(void **state)
{
	struct ground *g = *state;
	char id[128];
	assert_int_equal(world_do(g->w, add_letter, NULL), OK);
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .read = desk_letters_get), 200);
	SAYS(g, "\"kind\":\"sms\",\"to\":\"+9198…42\",\"notice\":\"trial.anyone.hi\",\"error\":\"answer 400\"");
	SAYS_NOT(g, "919800000042");
	told(g, "id", id);
	assert_int_equal(ASK(g, .tx = desk_letter_again_post, .at = id, .key = KEY("01"), .body = "{}"), 200);
	assert_int_equal(ASK(g, .tx = desk_letter_again_post, .at = id, .key = KEY("02"), .body = "{}"), 409);
	assert_int_equal(ASK(g, .read = desk_letters_get), 200);
	SAYS(g, "\"items\":[]");
}

static void sec_11_a_call_from_the_queue_to_its_outcome(void **state)
{
	struct ground *g = *state;
	struct person_id agent;
	char id[128];
	clock_fake_set(WORLD_NOW_MS + 52200000, 1000000); /* noon in India */
	assert_int_equal(world_do(g->w, make_agent, &agent), OK);
	assert_int_equal(world_do(g->w, place_one, g), OK);
	ask_as(g, g->artisan.s);
	assert_int_equal(ASK(g, .tx = me_notices_put, .body = "{\"phone\":\"9800000001\",\"zone\":\"Asia/Kolkata\"," WISHES "}"), 200);
	ask_as(g, agent.s);
	assert_int_equal(ASK(g, .read = helpline_tasks_get), 200);
	SAYS(g, "\"reason\":\"purchase\",\"open\":true");
	SAYS(g, "\"artisan\":{\"en\":\"Weavers\",\"hi\":\"बुनकर\"}");
	SAYS_NOT(g, "9800000001");
	told(g, "id", id);
	assert_int_equal(ASK(g, .tx = helpline_task_get, .at = id), 200);
	SAYS(g, "\"phone\":null");
	SAYS_NOT(g, "Lanka"); /* the buyer's street is nobody's matter here */
	assert_int_equal(ASK(g, .tx = helpline_take_post, .at = id, .body = "{}"), 200);
	SAYS(g, "\"mine\":true,\"taken_by\":\"Anita\"");
	SAYS(g, "\"phone\":\"+919800000001\"");
	SAYS(g, "\"city\":\"Varanasi\"");
	SAYS(g, "\"name\":{\"en\":\"Zari Silk Saree\",\"hi\":\"ज़री सिल्क साड़ी\"},\"quantity\":2");
	assert_int_equal(ASK(g, .tx = helpline_outcome_post, .at = id, .key = KEY("01"), .body = "{\"outcome\":\"ready\"}"), 422);
	SAYS(g, "\"field\":\"ready\"");
	assert_int_equal(ASK(g, .tx = helpline_outcome_post, .at = id, .key = KEY("02"), .body = "{\"outcome\":\"settled\"}"), 422);
	SAYS(g, "\"field\":\"outcome\"");
	assert_int_equal(ASK(g, .tx = helpline_outcome_post, .at = id, .key = KEY("03"), .body = "{\"outcome\":\"ready\",\"ready\":\"2025-11-28\",\"note\":\"Friday\"}"), 200);
	SAYS(g, "\"open\":false,\"outcome\":\"ready\"");
	SAYS(g, "\"state\":\"accepted\"");
	SAYS(g, "\"by\":\"Anita\",\"outcome\":\"ready\"");
	SAYS(g, "\"accepted\":true");
	SAYS_NOT(g, "9800000001"); /* kept for retries: no number in it */
	assert_int_equal(ASK(g, .read = helpline_figures_get), 200);
	SAYS(g, "\"open\":0");
	SAYS(g, "{\"by\":\"Anita\",\"outcome\":\"ready\",\"n\":1}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		GROUND_TEST(test_wishes_are_kept), GROUND_TEST(sec_12_the_old_number_hears_of_the_new_one),
		GROUND_TEST(sec_12_a_new_number_counts_after_a_day_and_not_before), GROUND_TEST(sec_12_a_number_is_not_taken_away_at_once_either),
		GROUND_TEST(sec_12_the_desk_stops_a_change_and_signs_everybody_out), GROUND_TEST(test_browsers_listen), GROUND_TEST(test_dead_letters_go_out_again),
		GROUND_TEST(sec_11_a_call_from_the_queue_to_its_outcome),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
