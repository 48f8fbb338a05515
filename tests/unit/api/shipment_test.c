/* shipment_test.c — a parcel through the API: asked for, booked by a partner that also misbehaves, told of by signed news, tracked. */
#include "tests/unit/gate/ask.h"

#include "../partner.h"

#include "base/config.h"
#include "api/haulier_http.h"
#include "api/hook.h"
#include "trade/certificate.h"
#include "trade/haul.h"

#define KEY(n) "00000000000000" n
#define SECRET "0123456789abcdef"
#define YARD "{\"name\":\"Weavers\",\"phone\":\"9000000001\",\"line1\":\"4 Madanpura\",\"city\":\"Varanasi\",\"state\":\"UP\",\"pin\":\"221001\"}"

HANDLER(place, order_place(tx, q->in, q->out))
HANDLER(act, order_act(tx, q->a, &(struct order_actor){.by = BY_STAFF}, (enum order_event)q->n))
HANDLER(publish, origin_key_publish(tx, q->in))

static void take(void *arg, const struct shipment *s) { *(struct shipment *)arg = *s; }

static struct shipment parcel_of(struct ground *g, const struct order_id *id)
{
	struct shipment s = {.id = ""};
	assert_int_equal(shipment_of_order(g->w->db, id->s, "", take, &s), OK);
	return s;
}

static struct order_id ready(struct ground *g, int64_t quantity)
{
	struct order_id id;
	const struct order_line_new line = {.product = g->m.bowl.s, .quantity = quantity};
	assert_int_equal(DO(g->w, place, .in = &(struct order_new){.person = g->m.buyer.s, .lines = &line, .n_lines = 1, .to = home}, .out = &id), OK);
	assert_int_equal(DO(g->w, act, .a = id.s, .n = ORDER_EVENT_ACCEPT), OK);
	assert_int_equal(DO(g->w, act, .a = id.s, .n = ORDER_EVENT_READY), OK);
	return id;
}

static void asked_for(struct ground *g, const struct shipment *s, const char *key)
{
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .tx = desk_pickup_put, .at = s->maker, .body = YARD), 200);
	assert_int_equal(ASK(g, .tx = shipment_ask_post, .at = s->id, .key = key, .body = "{\"weight_g\":1200}"), 200);
	SAYS(g, "\"state\":\"requested\"");
}

/* ── who sees what ── */

static void test_each_sees_its_side(void **state)
{
	struct ground *g = *state;
	struct order_id id = ready(g, 1);
	struct shipment s = parcel_of(g, &id);
	asked_for(g, &s, KEY("01"));
	assert_int_equal(ASK(g, .tx = order_shipments_get, .at = id.s), 200);
	SAYS(g, "\"may_ask\":true");
	SAYS(g, "\"job\":\"book\"");
	ask_as(g, g->m.buyer.s);
	assert_int_equal(ASK(g, .tx = order_shipments_get, .at = id.s), 200);
	SAYS(g, s.code);
	SAYS_NOT(g, "may_ask");
	ask_as(g, g->m.guest.s);
	assert_int_equal(ASK(g, .tx = order_shipments_get, .at = id.s), 403);
	ask_as(g, g->artisan.s); /* of the other booth */
	assert_int_equal(ASK(g, .tx = order_shipments_get, .at = id.s), 403);
	assert_int_equal(ASK(g, .tx = shipment_ask_post, .at = s.id, .key = KEY("02"), .body = "{\"weight_g\":1200}"), 403);
	assert_int_equal(ASK(g, .tx = shipment_news_post, .at = s.id, .key = KEY("03"), .body = "{\"state\":\"picked_up\"}"), 403);
	ask_as(g, NULL);
	assert_int_equal(ASK(g, .tx = track_get, .at = s.code), 200);
	SAYS(g, "\"state\":\"requested\"");
	static const char *const personal[] = {"Asha", "Lanka", "221005", "9000000000", "Madanpura", "9000000001"};
	for (size_t i = 0; i < sizeof personal / sizeof *personal; i++) SAYS_NOT(g, personal[i]);
	assert_int_equal(ASK(g, .tx = track_get, .at = "0000000000000000"), 404);
}

static void test_the_desk_tells_and_runs(void **state)
{
	struct ground *g = *state;
	struct order_id id = ready(g, 1);
	struct shipment s = parcel_of(g, &id);
	char body[120], run[128];
	asked_for(g, &s, KEY("01"));
	assert_int_equal(ASK(g, .tx = shipment_ask_post, .at = s.id, .key = KEY("02"), .body = "{\"weight_g\":1200,\"window_from\":\"2025-11-26T18:00\",\"window_until\":\"2025-11-26T10:00\"}"), 422);
	SAYS(g, "\"field\":\"window_until\"");
	snprintf(body, sizeof body, "{\"shipments\":[{\"id\":\"%s\"}]}", s.id);
	assert_int_equal(ASK(g, .tx = desk_pickup_runs_post, .key = KEY("03"), .body = body), 201);
	SAYS_NOT(g, "Lanka"); /* what is kept for retries holds no address */
	told(g, "id", run);
	assert_int_equal(ASK(g, .tx = desk_pickup_runs_post, .key = KEY("04"), .body = body), 409);
	assert_int_equal(ASK(g, .tx = desk_pickup_run_get, .at = run), 200);
	SAYS(g, "\"from\":{\"name\":\"Weavers\"");
	SAYS(g, "\"to\":{\"name\":\"Asha\"");
	SAYS(g, "\"collect\":{\"minor\":250000,\"currency\":\"INR\"}");
	assert_int_equal(ASK(g, .tx = desk_pickup_run_get, .at = s.id), 404);
	assert_int_equal(ASK(g, .tx = shipment_news_post, .at = s.id, .key = KEY("05"), .body = "{\"state\":\"booked\"}"), 403);
	assert_int_equal(ASK(g, .tx = shipment_news_post, .at = s.id, .key = KEY("06"), .body = "{\"state\":\"gone\"}"), 422);
	assert_int_equal(ASK(g, .tx = shipment_news_post, .at = s.id, .key = KEY("08"), .body = "{\"state\":\"picked_up\",\"photo\":\"../../etc\"}"), 422);
	SAYS(g, "\"field\":\"photo\"");
	assert_int_equal(ASK(g, .tx = shipment_news_post, .at = s.id, .key = KEY("07"), .body = "{\"state\":\"picked_up\",\"place\":\"Varanasi\",\"note\":\"by Ram\"}"), 200);
	assert_int_equal(ASK(g, .tx = order_get, .at = id.s), 200);
	SAYS(g, "\"state\":\"handed_over\"");
	assert_int_equal(ASK(g, .read = desk_shipments_get, .query = "state=picked_up"), 200);
	SAYS(g, "\"note\":\"by Ram\"");
	assert_int_equal(ASK(g, .read = desk_shipments_get, .query = "state=lost"), 422);
	ask_as(g, NULL);
	assert_int_equal(ASK(g, .tx = track_get, .at = s.code), 200);
	SAYS_NOT(g, "by Ram");
}

static void test_labels_carry_certificates(void **state)
{
	struct ground *g = *state;
	struct order_id id = ready(g, 14);
	struct shipment s = parcel_of(g, &id);
	struct origin_key *key;
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .tx = shipment_label_get, .at = s.id), 503); /* no key */
	assert_int_equal(origin_key_open(g->w->dir, &key), OK);
	assert_int_equal(DO(g->w, publish, .in = key), OK);
	g->house.origin_key = key;
	assert_int_equal(ASK(g, .tx = shipment_label_get, .at = s.id), 200);
	SAYS(g, "\"pieces_total\":14");
	SAYS(g, "\"collect\":{\"minor\":3500000,\"currency\":\"INR\"}");
	SAYS(g, "-12\"");
	SAYS_NOT(g, "-13\"");
	SAYS(g, "https://mela.example/track/");
	const char *hash = strstr(g->rp.body.data, "-1#");
	assert_non_null(hash);
	struct origin o;
	char token[ORIGIN_TOKEN_CHARS + 1];
	snprintf(token, sizeof token, "%.*s", (int)strcspn(hash + 3, "\""), hash + 3);
	assert_int_equal(origin_verify(token, (const unsigned char (*)[ORIGIN_PUBLIC_BYTES])&key->public_key, 1, &o), OK);
	assert_string_equal(o.product, "Black Bowl");
	assert_int_equal(ASK(g, .tx = shipment_label_get, .at = s.id, .query = "from=13"), 200);
	SAYS(g, "-14\"");
	SAYS_NOT(g, "-12\"");
	ask_as(g, NULL);
	assert_int_equal(ASK(g, .tx = origin_keys_get), 200);
	SAYS(g, "\"until_at\":null");
	g->house.origin_key = NULL;
	origin_key_close(key);
	char path[128];
	snprintf(path, sizeof path, "%s/origin.key", g->w->dir);
	assert_int_equal(remove(path), 0);
}

/* ── the partner's news ── */

static struct config settings;

static int tell(struct ground *g, const struct shipment *s, const char *id, const char *state, int64_t at_ms, const char *secret)
{
	char body[200], at[24], signature[HOOK_SIGNATURE_CHARS + 1];
	snprintf(body, sizeof body, "{\"shipment\":\"%s\",\"state\":\"%s\",\"at_ms\":%lld,\"place\":\"Kanpur\",\"ref\":\"AWB-9\"}", s->code, state, (long long)at_ms);
	snprintf(at, sizeof at, "%lld", (long long)(clock_wall_ms() / 1000));
	assert_int_equal(hook_sign(secret, id, at, body, strlen(body), signature), OK);
	ask_as(g, NULL);
	return ASK(g, .tx = hook_post, .at = "logistics", .body = body, .hook = {id, at, signature});
}

static void sec_23_signed_news_moves_the_order_once(void **state)
{
	struct ground *g = *state;
	struct order_id id = ready(g, 1);
	struct shipment s = parcel_of(g, &id);
	config_defaults(&settings);
	strcpy(settings.logistics_secrets, SECRET);
	g->house.config = &settings;
	assert_int_equal(tell(g, &s, "e1", "delivered", WORLD_NOW_MS, "fedcba9876543210"), 403); /* forged */
	assert_int_equal(parcel_of(g, &id).state, SHIPMENT_PACKING);
	assert_int_equal(tell(g, &s, "e2", "delivered", WORLD_NOW_MS + 200, SECRET), 200); /* out of order */
	assert_int_equal(tell(g, &s, "e2", "delivered", WORLD_NOW_MS + 200, SECRET), 200); /* twice */
	SAYS(g, "{\"first\":false}");
	assert_int_equal(tell(g, &s, "e1", "picked_up", WORLD_NOW_MS + 100, SECRET), 200); /* late */
	assert_int_equal(parcel_of(g, &id).state, SHIPMENT_DELIVERED);
	assert_string_equal(parcel_of(g, &id).ref, "AWB-9");
	assert_int_equal(tell(g, &s, "e3", "booked", WORLD_NOW_MS, SECRET), 403);
	assert_int_equal(tell(g, &s, "e4", "lost", WORLD_NOW_MS, SECRET), 422);
	assert_int_equal(tell(g, &s, "e5", "delivered", WORLD_NOW_MS + SHIPMENT_AHEAD_MS + 1, SECRET), 422);
	strcpy(s.code, "0000000000000000");
	assert_int_equal(tell(g, &s, "e6", "delivered", WORLD_NOW_MS, SECRET), 404);
	ask_as(g, g->m.buyer.s);
	assert_int_equal(ASK(g, .tx = order_get, .at = id.s), 200);
	SAYS(g, "\"state\":\"delivered\"");
	assert_int_equal(ASK(g, .tx = order_shipments_get, .at = id.s), 200);
	SAYS(g, "\"place\":\"Kanpur\"");
}

/* ── the partner is asked ── */

struct trip { struct partner p; struct outgoing *outgoing; struct haul *c; struct haul_partner face; char url[96]; };

static void trip_start(struct ground *g, struct trip *t, const char *path)
{
	partner_start(&t->p);
	snprintf(t->url, sizeof t->url, "%s", partner_url(&t->p, path));
	t->outgoing = outgoing_start(g->loop);
	t->face = (struct haul_partner){.face = &haulier_http, .url = t->url, .token = "tok"};
	t->c = haul_start(g->loop, g->w->tick, t->outgoing, &t->face);
}

/* One question and what follows from it. */
static void trip_go(struct ground *g, struct trip *t, const struct order_id *id)
{
	int before = atomic_load(&t->p.asked);
	haul_kick(t->c);
	tick_end(g->w->tick);
	for (int i = 0; i < 500 && parcel_of(g, id).state == SHIPMENT_REQUESTED && !*parcel_of(g, id).fault; i++) {
		loop_turn(g->loop, true);
		tick_end(g->w->tick);
	}
	assert_true(atomic_load(&t->p.asked) > before);
}

static void trip_stop(struct trip *t)
{
	outgoing_stop(t->outgoing);
	haul_stop(t->c);
	partner_stop(&t->p);
}

static void test_a_partner_books(void **state)
{
	struct ground *g = *state;
	struct order_id id = ready(g, 1);
	struct shipment s = parcel_of(g, &id);
	struct trip t;
	asked_for(g, &s, KEY("01"));
	trip_start(g, &t, "/booked");
	trip_go(g, &t, &id);
	s = parcel_of(g, &id);
	assert_int_equal(s.state, SHIPMENT_BOOKED);
	assert_string_equal(s.ref, "AWB-1");
	assert_string_equal(s.carrier, "partner");
	assert_string_equal(s.job, "");
	assert_non_null(strstr(t.p.heard, "POST /booked/pickups "));
	assert_non_null(strstr(t.p.heard, "Authorization: Bearer tok"));
	assert_non_null(strstr(t.p.heard, ":book\r\n"));
	assert_non_null(strstr(t.p.heard, "\"weight_g\":1200"));
	assert_non_null(strstr(t.p.heard, "\"collect\":{\"minor\":250000,\"currency\":\"INR\"}")); /* paid at the door */
	trip_stop(&t);
}

static void test_a_partner_that_misbehaves(void **state)
{
	struct ground *g = *state;
	static const struct { const char *path, *fault, *job; } rows[] = {
		{"/500", "HTTP 500", "book"}, {"/429", "HTTP 429", "book"}, {"/garbage", "bad-json", "book"}, {"/ok", "unknown-field", "book"}, {"/400", "HTTP 400", ""}, {"/404", "HTTP 404", ""}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char key[17];
		struct order_id id = ready(g, 1);
		struct shipment s = parcel_of(g, &id);
		struct trip t;
		snprintf(key, sizeof key, "1000000000000%03zu", i);
		asked_for(g, &s, key);
		trip_start(g, &t, rows[i].path);
		trip_go(g, &t, &id);
		s = parcel_of(g, &id);
		assert_int_equal(s.state, SHIPMENT_REQUESTED);
		assert_string_equal(s.fault, rows[i].fault);
		assert_string_equal(s.job, rows[i].job);
		trip_stop(&t);
		assert_int_equal(DO(g->w, act, .a = id.s, .n = ORDER_EVENT_CANCEL), OK); /* out of the next one's way */
	}
}

static void test_no_partner_nothing_is_asked(void **state)
{
	struct ground *g = *state;
	assert_null(haul_start(g->loop, g->w->tick, NULL, &(struct haul_partner){.face = &haulier_http, .url = "", .token = ""}));
	haul_kick(NULL);
	haul_stop(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		GROUND_TEST(test_each_sees_its_side), GROUND_TEST(test_the_desk_tells_and_runs), GROUND_TEST(test_labels_carry_certificates),
		GROUND_TEST(sec_23_signed_news_moves_the_order_once), GROUND_TEST(test_a_partner_books), GROUND_TEST(test_a_partner_that_misbehaves),
		GROUND_TEST(test_no_partner_nothing_is_asked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
