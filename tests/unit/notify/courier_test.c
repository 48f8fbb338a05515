/* courier_test.c — messages over real HTTP to a partner that takes them, refuses them, asks for patience, or has forgotten the browser. */
#include "tests/unit/world.h"

#include "../partner.h"

#include "gate/gateway_in.h"
#include "notify/courier.h"
#include "notify/push.h"
#include "notify/subscription.h"
#include "people/person.h"

#define P256DH "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
#define AUTH "BTBZMqHH6r4Tts7J_aSIgg"

HANDLER(put, outbox_put(tx, q->in))
HANDLER(make, person_new(tx, &(struct person_new){.role = ROLE_GUEST}, q->out))
HANDLER(subscribe, subscription_put(tx, q->a, q->in, q->out))

struct post {
	struct world *w;
	struct loop *loop;
	struct partner p;
	struct outgoing *outgoing;
	struct gateway *sms;
	struct vapid *vapid;
	struct push push;
	struct courier *courier;
	char exempt[40], url[96];
};

static void on_turn(void *tick) { tick_end(tick); }

static int set_up(void **state)
{
	struct post *s = calloc(1, sizeof *s);
	void *world;
	if (world_set_up(&world) != 0) return -1;
	s->w = world;
	partner_start(&s->p);
	s->loop = loop_new();
	loop_on_turn(s->loop, on_turn, s->w->tick);
	s->outgoing = outgoing_start(s->loop);
	snprintf(s->exempt, sizeof s->exempt, "127.0.0.1:%d", s->p.port);
	assert_int_equal(vapid_open(s->w->dir, "", &s->vapid), OK);
	s->push = (struct push){.vapid = s->vapid, .exempt = s->exempt};
	*state = s;
	return 0;
}

static int tear_down(void **state)
{
	struct post *s = *state;
	void *world = s->w;
	char key[100];
	outgoing_stop(s->outgoing);
	courier_stop(s->courier);
	gateway_free(s->sms);
	vapid_free(s->vapid);
	snprintf(key, sizeof key, "%s/vapid.key", s->w->dir);
	remove(key);
	partner_stop(&s->p);
	loop_stop(s->loop);
	loop_free(s->loop);
	free(s);
	return world_tear_down(&world);
}

/* A courier whose SMS gateway is the partner at this path. */
static void open_at(struct post *s, const char *path, const char *entity)
{
	snprintf(s->url, sizeof s->url, "%s", partner_url(&s->p, path));
	const struct gateway_config c = {.kind = OUTBOX_SMS, .url = s->url, .key = "k-1", .sender = "MELAUP", .entity = entity, .templates = "",
	                                 .read = gateway_in};
	assert_int_equal(gateway_new(&c, &s->sms), OK);
	const struct carrier list[] = {gateway_carrier(s->sms), push_carrier(&s->push)};
	s->courier = courier_start(s->loop, s->w->tick, s->outgoing, list, 2);
}

static void add(struct post *s, enum outbox_kind kind, const char *to, const char *body)
{
	const struct outbox_message m = {.kind = kind, .to = to, .body = body, .notice = "order-placed.maker.hi"};
	assert_int_equal(DO(s->w, put, .in = &m), OK);
	courier_kick(s->courier);
}

static int64_t how_many(struct post *s, const char *state)
{
	struct rows r;
	int64_t n = 0;
	db_query(s->w->db, &r, Q_OUTBOX_COUNTS);
	while (rows_next(&r))
		if (strcmp(rows_text(&r, 0), state) == 0) n = rows_int(&r, 1);
	assert_int_equal(rows_end(&r), OK);
	return n;
}

static void wait_for(struct post *s, const char *state, int64_t n)
{
	while (how_many(s, state) < n) loop_turn(s->loop, true);
}

static void test_an_sms_goes_out_as_the_face_says(void **state)
{
	struct post *s = *state;
	open_at(s, "/ok", "");
	add(s, OUTBOX_SMS, "+919800000000", "नया ऑर्डर");
	wait_for(s, "sent", 1);
	assert_non_null(strstr(s->p.heard, "\r\nAuthorization: Bearer k-1\r\n"));
	assert_non_null(strstr(s->p.heard, "\r\nIdempotency-Key: "));
	assert_non_null(strstr(s->p.heard, "\"kind\":\"sms\",\"to\":\"+919800000000\",\"text\":\"नया ऑर्डर\",\"unicode\":true,\"sender\":\"MELAUP\",\"lang\":\"hi\"}"));
}

static void test_what_answers_mean(void **state)
{
	struct post *s = *state;
	static const struct { const char *path, *state; } rows[] = {{"/201", "sent"}, {"/garbage", "sent"}, {"/400", "failed"}, {"/404", "failed"}};
	int64_t sent = 0, failed = 0;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		open_at(s, rows[i].path, "");
		add(s, OUTBOX_SMS, "+919800000000", "x");
		bool is_sent = strcmp(rows[i].state, "sent") == 0;
		wait_for(s, rows[i].state, is_sent ? ++sent : ++failed);
		courier_stop(s->courier);
		gateway_free(s->sms);
	}
	s->courier = NULL;
	s->sms = NULL;
	assert_int_equal(how_many(s, "due"), 0);
}

static int64_t tried(struct post *s, const char *path)
{
	int64_t due;
	open_at(s, path, "");
	int before = atomic_load(&s->p.asked);
	add(s, OUTBOX_SMS, "+919800000000", "x");
	do loop_turn(s->loop, true);
	while (outbox_next_due(s->w->db, OUTBOX_SMS, &due) != OK || due - clock_wall_ms() == OUTBOX_LEASE_MS || due == clock_wall_ms());
	assert_int_equal(atomic_load(&s->p.asked), before + 1);
	return due - clock_wall_ms();
}

static void test_a_busy_gateway_is_asked_again_when_it_says(void **state)
{
	struct post *s = *state;
	assert_int_equal(tried(s, "/429"), OUTBOX_FIRST_MS); /* seven seconds were asked for: our own wait is longer */
}

static void test_a_broken_gateway_is_asked_again_later(void **state)
{
	struct post *s = *state;
	assert_int_equal(tried(s, "/500"), OUTBOX_FIRST_MS);
	world_wait_ms(OUTBOX_FIRST_MS);
	courier_kick(s->courier);
	while (atomic_load(&s->p.asked) < 2) loop_turn(s->loop, true);
}

static void test_without_a_registered_template_nothing_goes_to_operators(void **state)
{
	struct post *s = *state;
	open_at(s, "/ok", "1101");
	add(s, OUTBOX_SMS, "+919800000000", "x");
	wait_for(s, "failed", 1);
	assert_int_equal(atomic_load(&s->p.asked), 0);
}

static void add_browser(struct post *s, const char *url, char ret_id[static ID_CHARS + 1])
{
	struct person_id p;
	struct subscription b = {.p256dh = P256DH, .auth = AUTH};
	snprintf(b.endpoint, sizeof b.endpoint, "%s", url);
	assert_int_equal(DO(s->w, make, .out = &p), OK);
	assert_int_equal(DO(s->w, subscribe, .a = p.s, .in = &b, .out = ret_id), OK);
}

static void test_a_push_message_is_sealed_and_signed_for(void **state)
{
	struct post *s = *state;
	char id[ID_CHARS + 1];
	open_at(s, "/ok", "");
	add_browser(s, partner_url(&s->p, "/201"), id);
	add(s, OUTBOX_PUSH, id, "{\"title\":\"secret\"}");
	wait_for(s, "sent", 1);
	assert_non_null(strstr(s->p.heard, "\r\nContent-Encoding: aes128gcm\r\n"));
	assert_non_null(strstr(s->p.heard, "\r\nTTL: 259200\r\n"));
	assert_non_null(strstr(s->p.heard, "\r\nAuthorization: vapid t="));
	size_t body = partner_body_at(s->p.heard);
	assert_int_equal(s->p.heard_len - body, 16 + 5 + 65 + strlen("{\"title\":\"secret\"}") + 1 + 16);
	assert_null(memmem(s->p.heard, s->p.heard_len, "secret", 6));
}

static void test_a_browser_that_is_gone_is_forgotten(void **state)
{
	struct post *s = *state;
	struct subscription found;
	char id[ID_CHARS + 1];
	static const char *const paths[] = {"/404", "/410"};
	open_at(s, "/ok", "");
	for (int i = 0; i < 2; i++) {
		add_browser(s, partner_url(&s->p, paths[i]), id);
		add(s, OUTBOX_PUSH, id, "{}");
		wait_for(s, "failed", 2 * i + 1);
		assert_int_equal(subscription_find(s->w->db, id, &found), ERR_NOT_FOUND);
		add(s, OUTBOX_PUSH, id, "{}");
		wait_for(s, "failed", 2 * i + 2);
	}
	assert_int_equal(atomic_load(&s->p.asked), 2);
}

static void sec_24_nobody_leads_us_into_our_own_network(void **state)
{
	struct post *s = *state;
	char id[ID_CHARS + 1];
	open_at(s, "/ok", "");
	s->push.exempt = "";
	add_browser(s, partner_url(&s->p, "/201"), id); /* as if a name had been pointed here after it was checked */
	add(s, OUTBOX_PUSH, id, "{}");
	wait_for(s, "failed", 1);
	assert_int_equal(atomic_load(&s->p.asked), 0);
}

static void test_many_at_a_time_and_kinds_take_turns(void **state)
{
	struct post *s = *state;
	char id[ID_CHARS + 1];
	open_at(s, "/slow", "");
	add_browser(s, partner_url(&s->p, "/201"), id);
	for (int i = 0; i < COURIER_FLIGHTS; i++) add(s, OUTBOX_SMS, "+919800000000", "x");
	while (atomic_load(&s->p.asked) < COURIER_FLIGHTS) loop_turn(s->loop, true);
	add(s, OUTBOX_PUSH, id, "{}");   /* all hands are full: it waits, and nothing is lost */
	assert_int_equal(how_many(s, "due"), COURIER_FLIGHTS + 1);
	assert_int_equal(atomic_load(&s->p.asked), COURIER_FLIGHTS);
}

#define POST_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		POST_TEST(test_an_sms_goes_out_as_the_face_says), POST_TEST(test_what_answers_mean), POST_TEST(test_a_busy_gateway_is_asked_again_when_it_says),
		POST_TEST(test_a_broken_gateway_is_asked_again_later), POST_TEST(test_without_a_registered_template_nothing_goes_to_operators),
		POST_TEST(test_a_push_message_is_sealed_and_signed_for), POST_TEST(test_a_browser_that_is_gone_is_forgotten),
		POST_TEST(sec_24_nobody_leads_us_into_our_own_network), POST_TEST(test_many_at_a_time_and_kinds_take_turns),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
