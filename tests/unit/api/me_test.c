/* me_test.c — who I am, and the ways to sign in. */
#include "tests/unit/gate/ask.h"

#include "notify/outbox.h"
#include "people/artisan_code.h"
#include "people/email_code.h"
#include "people/failure.h"
#include "people/password.h"

HANDLER(set_password, credential_set(tx, q->a, q->b))
HANDLER(make_code, artisan_code_make(tx, q->a, q->b, q->out))
HANDLER(claim, outbox_claim(tx, OUTBOX_MAIL, q->out, q->out2))

static const char *cookie(const struct ground *g)
{
	for (size_t i = 0; i < g->rp.n_headers; i++)
		if (strcmp(g->rp.headers[i].name, "set-cookie") == 0) return g->rp.headers[i].value;
	return "";
}

static void sec_07_the_cookie_of_those_who_work_here_goes_with_no_foreign_request(void **state)
{
	static const struct { enum role role; const char *site; } rows[] = {{ROLE_ORGANIZER, "Strict"}, {ROLE_HELPLINE, "Strict"}, {ROLE_BUYER, "Lax"}, {ROLE_ARTISAN, "Lax"}};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct http_reply rp = {0};
		http_reply_login(&rp, "token", role_works_here(rows[i].role) ? HTTP_LOGIN_STAFF : HTTP_LOGIN_PERSON);
		if (!strstr(rp.headers[0].value, "SameSite=") || strncmp(strstr(rp.headers[0].value, "SameSite=") + 9, rows[i].site, strlen(rows[i].site))) fail_msg("%s", rp.headers[0].value);
		http_reply_fini(&rp);
	}
}

static void test_a_new_browser_becomes_a_guest(void **state)
{
	struct ground *g = *state;
	assert_int_equal(ASK(g, .tx = me_get), 200);
	SAYS(g, "\"role\":\"guest\"");
	SAYS(g, "\"email\":null,\"email_confirmed\":false,\"booth\":null");
	assert_int_equal(strncmp(cookie(g), "__Host-mela-guest=", 18), 0);
	assert_non_null(strstr(cookie(g), "; Path=/; Secure; HttpOnly; SameSite=Lax"));
	ask_as(g, g->m.guest.s);
	assert_int_equal(ASK(g, .tx = me_get), 200);
	assert_string_equal(cookie(g), "");
	SAYS(g, g->m.guest.s);
}

static void test_a_password_opens_the_desk(void **state)
{
	struct ground *g = *state;
	char hash[PASSWORD_HASH_MAX];
	assert_int_equal(password_hash("correct horse", hash), OK);
	assert_int_equal(DO(g->w, set_password, .a = g->organizer.s, .b = hash), OK);
	assert_int_equal(ASK(g, .async = sign_in_password_post, .body = "{\"email\":\"Olga@example.org\",\"password\":\"correct horse\"}"), 200);
	SAYS(g, "\"role\":\"organizer\"");
	assert_int_equal(strncmp(cookie(g), "__Host-mela=", 12), 0);
}

static void sec_16_a_wrong_password_and_an_unknown_account_are_told_alike(void **state)
{
	struct ground *g = *state;
	char hash[PASSWORD_HASH_MAX], first[1000];
	assert_int_equal(password_hash("correct horse", hash), OK);
	assert_int_equal(DO(g->w, set_password, .a = g->organizer.s, .b = hash), OK);
	assert_int_equal(ASK(g, .async = sign_in_password_post, .body = "{\"email\":\"olga@example.org\",\"password\":\"wrong horse\"}"), 401);
	snprintf(first, sizeof first, "%s", g->rp.body.data);
	assert_int_equal(ASK(g, .async = sign_in_password_post, .body = "{\"email\":\"nobody@example.org\",\"password\":\"wrong horse\"}"), 401);
	assert_string_equal(g->rp.body.data, first);
	assert_string_equal(cookie(g), "");
	assert_int_equal(ASK(g, .async = sign_in_password_post, .body = "{\"email\":\"olga@example.org\"}"), 422);
	SAYS(g, "\"field\":\"password\"");
}

static void sec_13_one_account_is_tried_so_often(void **state)
{
	struct ground *g = *state;
	for (int i = 0; i < GROUND_TRIES; i++)
		assert_int_equal(ASK(g, .async = sign_in_password_post, .body = "{\"email\":\"olga@example.org\",\"password\":\"wrong horse\"}"), 401);
	assert_int_equal(ASK(g, .async = sign_in_password_post, .body = "{\"email\":\"OLGA@example.org\",\"password\":\"wrong horse\"}"), 429);
	assert_int_equal(ASK(g, .async = sign_in_password_post, .body = "{\"email\":\"other@example.org\",\"password\":\"wrong horse\"}"), 401);
	world_wait_ms(60000 / GROUND_TRIES);
	assert_int_equal(ASK(g, .async = sign_in_password_post, .body = "{\"email\":\"olga@example.org\",\"password\":\"wrong horse\"}"), 401);
}

static int try_password(struct ground *g, const char *password)
{
	char body[100];
	snprintf(body, sizeof body, "{\"email\":\"olga@example.org\",\"password\":\"%s\"}", password);
	return ASK(g, .async = sign_in_password_post, .body = body);
}

/* From one address, where the account's own rate is not what refuses. Right ones do not count. */
static void sec_13_five_wrong_in_a_quarter_of_an_hour_and_one_more(void **state)
{
	struct ground *g = *state;
	char hash[PASSWORD_HASH_MAX];
	assert_int_equal(password_hash("correct horse", hash), OK);
	assert_int_equal(DO(g->w, set_password, .a = g->organizer.s, .b = hash), OK);
	buckets_free(g->house.accounts);
	g->house.accounts = buckets_new(16, (struct bucket_rule){.per_min = 1000, .burst = 1000});
	assert_int_equal(try_password(g, "correct horse"), 200);
	for (int i = 0; i < PASSWORD_WRONG; i++) assert_int_equal(try_password(g, "wrong horse"), 401);
	assert_int_equal(try_password(g, "wrong horse"), 429);
	assert_int_equal(try_password(g, "correct horse"), 429);
	snprintf(g->as.ip, sizeof g->as.ip, "192.0.2.2");
	assert_int_equal(try_password(g, "correct horse"), 200);
	ask_as(g, NULL);
	world_wait_ms(PASSWORD_MINUTES * 60000 / PASSWORD_WRONG);
	assert_int_equal(try_password(g, "wrong horse"), 401);
	assert_int_equal(try_password(g, "wrong horse"), 429);
}

HANDLER(add_failure, failures_add(tx, q->a))

static void sec_13_a_closed_account_is_told_like_a_hasty_one(void **state)
{
	struct ground *g = *state;
	for (int i = 0; i < FAILURES_MAX; i++) assert_int_equal(DO(g->w, add_failure, .a = "olga@example.org"), OK);
	assert_int_equal(try_password(g, "correct horse"), 429);
	SAYS(g, "\"code\":\"too-fast\"");
}

static void sec_14_an_artisans_code_works_once(void **state)
{
	struct ground *g = *state;
	struct artisan_code code;
	char body[120];
	assert_int_equal(DO(g->w, make_code, .a = g->artisan.s, .b = g->organizer.s, .out = &code), OK);
	snprintf(body, sizeof body, "{\"code\":\"%s\"}", code.link);
	assert_int_equal(ASK(g, .tx = sign_in_code_post, .body = body), 200);
	SAYS(g, "\"role\":\"artisan\"");
	SAYS(g, "\"booth\":\"silk-weavers\"");
	assert_int_equal(ASK(g, .tx = sign_in_code_post, .body = body), 401);
	SAYS(g, "\"code\":\"expired\"");
}

/* The six digits of the mail that waits in the outbox. */
static void read_mail(struct ground *g, char ret[static 7])
{
	struct outbox_item item;
	bool some = false;
	assert_int_equal(DO(g->w, claim, .out = &item, .out2 = &some), OK);
	assert_true(some);
	snprintf(ret, 7, "%.6s", item.subject);
}

static void sec_18_nobody_signs_in_under_the_fairs_name(void **state)
{
	struct ground *g = *state;
	ask_as(g, NULL);
	assert_int_equal(ASK(g, .tx = sign_in_email_post, .body = "{\"email\":\"new@example.org\",\"name\":\"Mela Helpline\"}"), 422);
	SAYS(g, "\"code\":\"name-reserved\",\"field\":\"name\"");
	assert_int_equal(ASK(g, .tx = sign_in_email_post, .body = "{\"email\":\"new@example.org\",\"name\":\"silk-WEAVERS\"}"), 422); /* a booth */
	ask_as(g, g->m.buyer.s);
	assert_int_equal(ASK(g, .tx = sign_in_email_post, .body = "{\"email\":\"new@example.org\",\"name\":\"Ｏfficial\"}"), 422);
}

static void test_a_guest_becomes_a_buyer_by_mail(void **state)
{
	struct ground *g = *state;
	char code[7], body[120];
	ask_as(g, g->m.guest.s);
	assert_int_equal(ASK(g, .tx = sign_in_email_post, .body = "{\"email\":\"new@example.org\",\"name\":\"Nina\"}"), 202);
	read_mail(g, code);
	assert_int_equal(ASK(g, .tx = sign_in_confirm_post, .body = "{\"email\":\"new@example.org\",\"code\":\"000000x\"}"), 401);
	snprintf(body, sizeof body, "{\"email\":\"new@example.org\",\"code\":\"%s\"}", code);
	assert_int_equal(ASK(g, .tx = sign_in_confirm_post, .body = body), 200);
	SAYS(g, "\"name\":\"Nina\",\"role\":\"buyer\",\"email\":\"new@example.org\",\"email_confirmed\":true");
}

static void sec_14_wrong_tries_count_although_they_are_refused(void **state)
{
	struct ground *g = *state;
	char code[7], body[120];
	ask_as(g, g->m.guest.s);
	assert_int_equal(ASK(g, .tx = sign_in_email_post, .body = "{\"email\":\"new@example.org\"}"), 202);
	read_mail(g, code);
	for (int i = 0; i < EMAIL_CODE_TRIES; i++)
		assert_int_equal(ASK(g, .tx = sign_in_confirm_post, .body = "{\"email\":\"new@example.org\",\"code\":\"none\"}"), 401);
	snprintf(body, sizeof body, "{\"email\":\"new@example.org\",\"code\":\"%s\"}", code);
	assert_int_equal(ASK(g, .tx = sign_in_confirm_post, .body = body), 401);
}

static void sec_15_too_many_codes_are_refused(void **state)
{
	struct ground *g = *state;
	ask_as(g, g->m.guest.s);
	for (int i = 0; i < EMAIL_CODE_SENDS; i++) assert_int_equal(ASK(g, .tx = sign_in_email_post, .body = "{\"email\":\"new@example.org\"}"), 202);
	assert_int_equal(ASK(g, .tx = sign_in_email_post, .body = "{\"email\":\"new@example.org\"}"), 429);
	assert_int_equal(ASK(g, .tx = sign_in_email_post, .body = "{\"email\":\"no address\"}"), 422);
	SAYS(g, "\"field\":\"email\"");
}

static void sec_08_sign_out_takes_the_cookies_back(void **state)
{
	struct ground *g = *state;
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .tx = sign_out_post), 204);
	assert_non_null(strstr(cookie(g), "Max-Age=0"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sec_07_the_cookie_of_those_who_work_here_goes_with_no_foreign_request),
		GROUND_TEST(test_a_new_browser_becomes_a_guest), GROUND_TEST(test_a_password_opens_the_desk),
		GROUND_TEST(sec_16_a_wrong_password_and_an_unknown_account_are_told_alike), GROUND_TEST(sec_13_one_account_is_tried_so_often),
		GROUND_TEST(sec_13_five_wrong_in_a_quarter_of_an_hour_and_one_more), GROUND_TEST(sec_13_a_closed_account_is_told_like_a_hasty_one),
		 GROUND_TEST(sec_14_an_artisans_code_works_once),
		GROUND_TEST(sec_18_nobody_signs_in_under_the_fairs_name), GROUND_TEST(test_a_guest_becomes_a_buyer_by_mail), GROUND_TEST(sec_14_wrong_tries_count_although_they_are_refused),
		GROUND_TEST(sec_15_too_many_codes_are_refused), GROUND_TEST(sec_08_sign_out_takes_the_cookies_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
