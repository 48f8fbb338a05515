/* hook_test.c — a partner's signed messages: forged, twice, late, out of order, under an old secret and a new one. */
#include "tests/unit/gate/ask.h"

#include "base/config.h"
#include "api/hook.h"
#include "store/retention.h"
#include "trade/hook_event.h"

#define SECRET "a_secret_of_the_partner"
#define NEXT "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
#define BODY "{\"n\":1}"
#define NOW "1764000000"

static const char *sign(const char *secret, const char *id, const char *at, const char *body)
{
	static char ret[HOOK_SIGNATURE_CHARS + 1];
	assert_int_equal(hook_sign(secret, id, at, body, strlen(body), ret), OK);
	return ret;
}

static err_t check(const char *id, const char *at, const char *signature, const char *secrets, const char *body)
{
	return hook_check(&(struct http_hook){id, at, signature}, secrets, body, strlen(body), WORLD_NOW_MS);
}

/* The public example of the convention, checked with another program. */
static void test_the_conventions_own_vector(void **state)
{
	(void)state;
	const char *body = "{\"test\": 2432232314}", *secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
	const struct http_hook h = {"msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="};
	assert_int_equal(hook_check(&h, secret, body, strlen(body), 1614265330000LL), OK);
}

static void sec_23_forged(void **state)
{
	(void)state;
	char good[HOOK_SIGNATURE_CHARS + 1];
	strcpy(good, sign(SECRET, "m1", NOW, BODY));
	assert_int_equal(check("m1", NOW, good, SECRET, BODY), OK);
	assert_int_equal(check("m2", NOW, good, SECRET, BODY), ERR_BAD_SIGNATURE);
	assert_int_equal(check("m1", "1764000001", good, SECRET, BODY), ERR_BAD_SIGNATURE);
	assert_int_equal(check("m1", NOW, good, "another_secret_of_somebody", BODY), ERR_BAD_SIGNATURE);
	assert_int_equal(check("m1", NOW, good, "", BODY), ERR_BAD_SIGNATURE);
	assert_int_equal(check("m1", NOW, "", SECRET, BODY), ERR_BAD_SIGNATURE);
	assert_int_equal(check("m1", NOW, good + 3, SECRET, BODY), ERR_BAD_SIGNATURE);
	assert_int_equal(check("m1", NOW, good, SECRET, "{\"n\": 1}"), ERR_BAD_SIGNATURE); /* the same JSON in other bytes */
	for (size_t i = 0; i < strlen(BODY) * 8; i++) {
		char body[] = BODY;
		body[i / 8] ^= (char)(1 << i % 8);
		assert_int_equal(hook_check(&(struct http_hook){"m1", NOW, good}, SECRET, body, strlen(BODY), WORLD_NOW_MS), ERR_BAD_SIGNATURE);
	}
	for (size_t i = 3; i < sizeof good - 2; i++) {
		char bad[sizeof good];
		strcpy(bad, good);
		bad[i] = bad[i] == 'A' ? 'B' : 'A';
		assert_int_equal(check("m1", NOW, bad, SECRET, BODY), ERR_BAD_SIGNATURE);
	}
}

static void test_malformed_heads(void **state)
{
	(void)state;
	char id[HOOK_EVENT_CHARS + 2];
	memset(id, 'x', sizeof id);
	id[HOOK_EVENT_CHARS] = 0;
	assert_int_equal(check(id, NOW, sign(SECRET, id, NOW, BODY), SECRET, BODY), OK);
	id[HOOK_EVENT_CHARS] = 'x', id[HOOK_EVENT_CHARS + 1] = 0;
	assert_int_equal(check(id, NOW, sign(SECRET, id, NOW, BODY), SECRET, BODY), ERR_BAD_SIGNATURE);
	static const char *const ids[] = {"", "a b", "a/b", "é"}, *const times[] = {"", "-1", "1764000000x", "+1764000000", "1764000000000000"};
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) assert_int_equal(check(ids[i], NOW, sign(SECRET, ids[i], NOW, BODY), SECRET, BODY), ERR_BAD_SIGNATURE);
	for (size_t i = 0; i < sizeof times / sizeof *times; i++)
		assert_int_equal(check("m1", times[i], sign(SECRET, "m1", times[i], BODY), SECRET, BODY), ERR_BAD_SIGNATURE);
}

static void sec_23_old_and_future_timestamps(void **state)
{
	(void)state;
	static const struct { const char *at; err_t e; } rows[] = {
		{"1763999700", OK}, {"1763999699", ERR_STALE}, {"1764000300", OK}, {"1764000301", ERR_STALE}, {"0", ERR_STALE}, {"999999999999", ERR_STALE}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(check("m1", rows[i].at, sign(SECRET, "m1", rows[i].at, BODY), SECRET, BODY), rows[i].e);
}

static void sec_40_a_secret_is_replaced(void **state)
{
	(void)state;
	char both[200];
	const char *old = "0123456789abcdef";
	assert_int_equal(check("m1", NOW, sign(old, "m1", NOW, BODY), "0123456789abcdef, " NEXT, BODY), OK);
	assert_int_equal(check("m1", NOW, sign(NEXT, "m1", NOW, BODY), "0123456789abcdef," NEXT, BODY), OK);
	assert_int_equal(check("m1", NOW, sign(old, "m1", NOW, BODY), NEXT, BODY), ERR_BAD_SIGNATURE);
	snprintf(both, sizeof both, "v2,xyz v1,AAAA %s", sign(old, "m1", NOW, BODY));
	assert_int_equal(check("m1", NOW, both, old, BODY), OK);
	assert_int_equal(check("m1", NOW, sign(NEXT, "m1", NOW, BODY), "aaaaaaaaaaaaaaaa,bbbbbbbbbbbbbbbb,cccccccccccccccc," NEXT, BODY), OK);
	assert_int_equal(check("m1", NOW, sign(NEXT, "m1", NOW, BODY), "aaaaaaaaaaaaaaaa,bbbbbbbbbbbbbbbb,cccccccccccccccc,dddddddddddddddd," NEXT, BODY), ERR_BAD_SIGNATURE);
	char unused[HOOK_SIGNATURE_CHARS + 1];
	assert_int_equal(hook_sign("fifteen bytes..", "m1", NOW, BODY, strlen(BODY), unused), ERR_BAD_FIELD);
	assert_int_equal(hook_sign("whsec_not base64 at all", "m1", NOW, BODY, strlen(BODY), unused), ERR_BAD_FIELD);
}

/* ── through a handler that writes what it is told ── */

static err_t note(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	(void)rp;
	if (strstr(rq->body, "refuse")) return ERR_BAD_STATE;
	return db_exec(tx_db(tx), Q_SETTING_PUT, V(rq->body), V(rq->hook.id));
}

static err_t told_by_partner(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return hook_run(tx, rq, rp, "courier", hook_check(&rq->hook, "0123456789abcdef", rq->body, rq->body_len, tx_now_ms(tx)), note); }

static int tell(struct ground *g, const char *id, const char *at, const char *body)
{
	return ASK(g, .tx = told_by_partner, .body = body, .hook = {id, at, sign("0123456789abcdef", id, at, body)});
}

static int64_t kept(struct ground *g, const char *body)
{
	struct rows r;
	db_query(g->w->db, &r, Q_SETTING_GET, V(body));
	int64_t n = rows_next(&r);
	assert_int_equal(rows_end(&r), OK);
	return n;
}

static void sec_23_twice_counts_once(void **state)
{
	struct ground *g = *state;
	assert_int_equal(tell(g, "m1", NOW, BODY), 200);
	SAYS(g, "{\"first\":true}");
	assert_int_equal(kept(g, BODY), 1);
	for (int i = 0; i < 1000; i++) {
		assert_int_equal(tell(g, "m1", NOW, BODY), 200);
		SAYS(g, "{\"first\":false}");
	}
	assert_int_equal(tell(g, "m1", NOW, "{\"n\":2}"), 409); /* an id is never used for something else */
	assert_int_equal(kept(g, "{\"n\":2}"), 0);
}

static void test_a_refused_message_may_come_again(void **state)
{
	struct ground *g = *state;
	assert_int_equal(tell(g, "m1", NOW, "{\"refuse\":1}"), 409);
	assert_int_equal(tell(g, "m1", NOW, BODY), 200);
	SAYS(g, "{\"first\":true}");
}

static void sec_23_a_forged_message_changes_nothing(void **state)
{
	struct ground *g = *state;
	assert_int_equal(ASK(g, .tx = told_by_partner, .body = BODY, .hook = {"m1", NOW, "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}), 403);
	SAYS(g, "bad-signature");
	assert_int_equal(kept(g, BODY), 0);
	assert_int_equal(tell(g, "m1", "1763990000", BODY), 403);
	SAYS(g, "stale");
	assert_int_equal(tell(g, "m1", NOW, BODY), 200); /* the forged one has not used up the id */
	SAYS(g, "{\"first\":true}");
}

HANDLER(sweep, retention_sweep(tx, RETENTION_PARTNERS, q->n))

static void sec_23_ids_are_kept_for_weeks(void **state)
{
	struct ground *g = *state;
	assert_int_equal(tell(g, "m1", NOW, BODY), 200);
	world_wait_ms(retention_ms(RETENTION_PARTNERS));
	assert_int_equal(DO(g->w, sweep, .n = 10), OK);
	assert_int_equal(tell(g, "m1", "1767888000", BODY), 200);
	SAYS(g, "{\"first\":false}");
	world_wait_ms(1);
	assert_int_equal(DO(g->w, sweep, .n = 10), OK);
	assert_int_equal(tell(g, "m1", "1767888000", BODY), 200);
	SAYS(g, "{\"first\":true}");
}

static void test_partners_without_a_secret_are_unknown(void **state)
{
	struct ground *g = *state;
	static struct config c;
	config_defaults(&c);
	g->house.config = &c;
	assert_int_equal(ASK(g, .tx = hook_post, .at = "nobody", .body = BODY, .hook = {"m1", NOW, sign(SECRET, "m1", NOW, BODY)}), 404);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_conventions_own_vector), cmocka_unit_test(sec_23_forged), cmocka_unit_test(test_malformed_heads),
		cmocka_unit_test(sec_23_old_and_future_timestamps), cmocka_unit_test(sec_40_a_secret_is_replaced),
		GROUND_TEST(sec_23_twice_counts_once), GROUND_TEST(test_a_refused_message_may_come_again), GROUND_TEST(sec_23_a_forged_message_changes_nothing),
		GROUND_TEST(sec_23_ids_are_kept_for_weeks), GROUND_TEST(test_partners_without_a_secret_are_unknown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
