/* second_factor_test.c — one's own second factor over the API: set up, asked for at the sign-in, renewed, turned off; and what is refused. */
#include "tests/unit/gate/ask.h"
#include "tests/unit/people/authenticator.h"

#include "people/failure.h"
#include "people/password.h"
#include "people/second_step.h"
#include "report/personal.h"
#include "trade/tell.h"

HANDLER(carry_mail, tell_set_up(tx, (const bool[OUTBOX_KINDS]){[OUTBOX_MAIL] = true}, "https://mela.example"))
HANDLER(set_password, credential_set(tx, q->a, q->b))
HANDLER(add_failure, failures_add(tx, q->a))

#define RIGHT "correct horse"

/* The token of the cookie that the last reply set goes with what comes next. */
static void keep_cookie(struct ground *g, const char *name)
{
	const char *line = NULL;
	bool stale;
	char want[40], token[LOGIN_TOKEN_CHARS + 1];
	snprintf(want, sizeof want, "%s=", name);
	for (size_t i = 0; i < g->rp.n_headers; i++)
		if (!strcmp(g->rp.headers[i].name, "set-cookie") && !strncmp(g->rp.headers[i].value, want, strlen(want))) line = g->rp.headers[i].value + strlen(want);
	assert_non_null(line);
	snprintf(token, sizeof token, "%.*s", LOGIN_TOKEN_CHARS, line);
	struct caller c = {.known = true, .ip = "192.0.2.1", .lang = "en"};
	assert_int_equal(login_find(g->w->db, token, clock_wall_ms(), &c.person, &stale), OK);
	c.signed_in = c.person.role != ROLE_GUEST;
	strcpy(c.token, token);
	g->as = c;
}

static int try_password(struct ground *g, const char *password)
{
	char body[120];
	snprintf(body, sizeof body, "{\"email\":\"olga@example.org\",\"password\":\"%s\"}", password);
	return ASK(g, .async = sign_in_password_post, .body = body);
}
static int give_code(struct ground *g, const char *code)
{
	char body[80];
	snprintf(body, sizeof body, "{\"code\":\"%s\"}", code);
	return ASK(g, .async = sign_in_second_post, .body = body);
}
static int prove(struct ground *g, http_tx_fn *fn, const char *password, const char *code)
{
	char body[160];
	snprintf(body, sizeof body, "{\"password\":\"%s\",\"code\":\"%s\"}", password, code);
	return ASK(g, .async = fn, .body = body);
}
static int confirm(struct ground *g, const char *code)
{
	char body[80];
	snprintf(body, sizeof body, "{\"code\":\"%s\"}", code);
	return ASK(g, .tx = second_factor_confirm_post, .body = body);
}

/* Olga is signed in by her password; the account's own rate is not what is tried here. */
static void sign_in(struct ground *g)
{
	char hash[PASSWORD_HASH_MAX];
	assert_int_equal(DO(g->w, carry_mail), OK);
	assert_int_equal(password_hash(RIGHT, hash), OK);
	assert_int_equal(DO(g->w, set_password, .a = g->organizer.s, .b = hash), OK);
	buckets_free(g->house.accounts);
	g->house.accounts = buckets_new(16, (struct bucket_rule){.per_min = 1000, .burst = 1000});
	assert_int_equal(try_password(g, RIGHT), 200);
	keep_cookie(g, "__Host-mela");
}

/* Sets it up, and leaves the secret, one recovery code, and the next half minute. */
static void turn_on(struct ground *g, char secret[static 128], char recovery[static 128])
{
	char code[TOTP_DIGITS + 1];
	sign_in(g);
	assert_int_equal(prove(g, second_factor_post, RIGHT, ""), 200);
	told(g, "secret", secret);
	assert_int_equal(confirm(g, authenticator_shows(secret, clock_wall_ms(), code)), 200);
	const char *first = strstr(g->rp.body.data, "[\"");
	assert_non_null(first);
	snprintf(recovery, 128, "%.16s", first + 2);
	keep_cookie(g, "__Host-mela");
	world_wait_ms(TOTP_STEP_MS);
}

static void test_it_is_set_up_with_password_picture_and_first_code(void **state)
{
	struct ground *g = *state;
	char secret[128], code[TOTP_DIGITS + 1], uri[200];
	sign_in(g);
	int64_t before = letters(g->w);
	assert_int_equal(ASK(g, .tx = second_factor_get), 200);
	SAYS(g, "{\"on\":false,\"since\":null,\"recovery_codes_left\":0,\"required\":false}");
	assert_int_equal(prove(g, second_factor_post, "wrong horse", ""), 401);
	assert_int_equal(prove(g, second_factor_post, RIGHT, ""), 200);
	told(g, "secret", secret);
	snprintf(uri, sizeof uri, "\"uri\":\"otpauth://totp/Mela:olga%%40example.org?secret=%s&issuer=Mela\"", secret);
	SAYS(g, uri);
	SAYS(g, "<svg xmlns=");
	assert_int_equal(letters(g->w), before);
	assert_int_equal(confirm(g, "000000x"), 401);
	assert_int_equal(confirm(g, authenticator_shows(secret, clock_wall_ms(), code)), 200);
	SAYS(g, "\"recovery_codes\":[\"");
	assert_true(letters(g->w) > before);
	char former[LOGIN_TOKEN_CHARS + 1];
	struct person p;
	bool stale;
	strcpy(former, g->as.token);
	keep_cookie(g, "__Host-mela");
	assert_int_equal(login_find(g->w->db, former, clock_wall_ms(), &p, &stale), ERR_NOT_SIGNED_IN);
	assert_int_equal(ASK(g, .tx = second_factor_get), 200);
	SAYS(g, "{\"on\":true,\"since\":\"");
	SAYS(g, "\"recovery_codes_left\":10");
}

static void test_a_password_is_half_of_a_sign_in(void **state)
{
	struct ground *g = *state;
	char secret[128], recovery[128], code[TOTP_DIGITS + 1];
	turn_on(g, secret, recovery);
	ask_as(g, NULL);
	assert_int_equal(try_password(g, RIGHT), 202);
	SAYS(g, "\"code_until\":\"");
	SAYS_NOT(g, "organizer");
	keep_cookie(g, "__Host-mela-guest");
	assert_false(g->as.signed_in);
	assert_int_equal(ASK(g, .tx = me_get), 200);
	SAYS(g, "\"role\":\"guest\"");
	assert_int_equal(give_code(g, authenticator_shows(secret, clock_wall_ms(), code)), 200);
	SAYS(g, "\"role\":\"organizer\"");
	SAYS(g, "\"second_factor_needed\":false");
	assert_int_equal(give_code(g, code), 401); /* the step is used */
	SAYS(g, "\"code\":\"expired\"");
}

static void sec_13_another_browser_cannot_finish_the_step(void **state)
{
	struct ground *g = *state;
	char secret[128], recovery[128], code[TOTP_DIGITS + 1];
	turn_on(g, secret, recovery);
	ask_as(g, NULL);
	assert_int_equal(try_password(g, RIGHT), 202);
	authenticator_shows(secret, clock_wall_ms(), code);
	assert_int_equal(give_code(g, code), 401);
	SAYS(g, "\"code\":\"expired\"");
	ask_as(g, g->m.guest.s);
	assert_int_equal(give_code(g, code), 401);
	SAYS(g, "\"code\":\"expired\"");
}

/* A right password does not wash off wrong codes: neither those of an address nor those in a row. */
static void sec_13_wrong_codes_count_like_wrong_passwords(void **state)
{
	struct ground *g = *state;
	char secret[128], recovery[128], code[TOTP_DIGITS + 1];
	int64_t wait_ms = 0;
	turn_on(g, secret, recovery);
	for (int i = 0; i < FAILURES_MAX - PASSWORD_WRONG; i++) assert_int_equal(DO(g->w, add_failure, .a = "olga@example.org"), OK);
	ask_as(g, NULL);
	for (int i = 0; i < PASSWORD_WRONG; i++) {
		assert_int_equal(try_password(g, RIGHT), 202);
		if (i == 0) keep_cookie(g, "__Host-mela-guest");
		assert_int_equal(failures_check(g->w->db, "olga@example.org", clock_wall_ms(), &wait_ms), OK);
		assert_int_equal(give_code(g, "no code"), 401);
		SAYS(g, "\"code\":\"bad-credentials\"");
	}
	assert_int_equal(failures_check(g->w->db, "olga@example.org", clock_wall_ms(), &wait_ms), ERR_TOO_FAST);
	assert_int_equal(give_code(g, authenticator_shows(secret, clock_wall_ms(), code)), 429);
	snprintf(g->as.ip, sizeof g->as.ip, "192.0.2.2");
	assert_int_equal(try_password(g, RIGHT), 429);
}

static void sec_13_five_wrong_codes_of_one_address_and_one_more(void **state)
{
	struct ground *g = *state;
	char secret[128], recovery[128], code[TOTP_DIGITS + 1];
	turn_on(g, secret, recovery);
	ask_as(g, NULL);
	assert_int_equal(try_password(g, RIGHT), 202);
	keep_cookie(g, "__Host-mela-guest");
	for (int i = 0; i < PASSWORD_WRONG; i++) assert_int_equal(give_code(g, "000000x"), 401);
	snprintf(g->as.ip, sizeof g->as.ip, "192.0.2.2");
	authenticator_shows(secret, clock_wall_ms(), code);
	assert_int_equal(give_code(g, code), 401); /* five tries of this step, wherever from */
	SAYS(g, "\"code\":\"expired\"");
	snprintf(g->as.ip, sizeof g->as.ip, "192.0.2.1");
	assert_int_equal(try_password(g, RIGHT), 429);
	snprintf(g->as.ip, sizeof g->as.ip, "192.0.2.2");
	assert_int_equal(try_password(g, RIGHT), 202);
	assert_int_equal(give_code(g, code), 200);
}

static void test_a_recovery_code_signs_in_and_is_told(void **state)
{
	struct ground *g = *state;
	char secret[128], recovery[128];
	turn_on(g, secret, recovery);
	int64_t before = letters(g->w);
	ask_as(g, NULL);
	assert_int_equal(try_password(g, RIGHT), 202);
	keep_cookie(g, "__Host-mela-guest");
	assert_int_equal(give_code(g, recovery), 200);
	assert_true(letters(g->w) > before);
	keep_cookie(g, "__Host-mela");
	assert_int_equal(ASK(g, .tx = second_factor_get), 200);
	SAYS(g, "\"recovery_codes_left\":9");
	ask_as(g, NULL);
	assert_int_equal(try_password(g, RIGHT), 202);
	keep_cookie(g, "__Host-mela-guest");
	assert_int_equal(give_code(g, recovery), 401);
}

static void sec_13_a_change_wants_password_and_code(void **state)
{
	struct ground *g = *state;
	char secret[128], recovery[128], code[TOTP_DIGITS + 1], anew[128];
	turn_on(g, secret, recovery);
	authenticator_shows(secret, clock_wall_ms(), code);
	static http_tx_fn *const changes[] = {second_factor_post, second_factor_off_post};
	for (int i = 0; i < 2; i++) {
		assert_int_equal(prove(g, changes[i], RIGHT, ""), 401);
		assert_int_equal(prove(g, changes[i], "wrong horse", code), 401);
	}
	assert_int_equal(prove(g, second_factor_post, RIGHT, code), 200);
	told(g, "secret", anew);
	assert_string_not_equal(anew, secret);
	world_wait_ms(TOTP_STEP_MS);
	assert_int_equal(confirm(g, authenticator_shows(anew, clock_wall_ms(), code)), 200);
	keep_cookie(g, "__Host-mela");
	snprintf(g->as.ip, sizeof g->as.ip, "192.0.2.2"); /* four wrong tries are counted against the first */
	world_wait_ms(TOTP_STEP_MS);
	int64_t before = letters(g->w);
	assert_int_equal(prove(g, second_factor_off_post, RIGHT, authenticator_shows(secret, clock_wall_ms(), code)), 401);
	assert_int_equal(prove(g, second_factor_off_post, RIGHT, authenticator_shows(anew, clock_wall_ms(), code)), 200);
	SAYS(g, "\"on\":false");
	assert_true(letters(g->w) > before);
	ask_as(g, NULL);
	assert_int_equal(try_password(g, RIGHT), 200);
}

/* Another's password, though it is right, proves nothing here. */
static void sec_13_only_ones_own_password_proves_it(void **state)
{
	struct ground *g = *state;
	sign_in(g);
	struct person_id olga = g->organizer;
	strcpy(g->as.person.id.s, g->m.guest.s);
	assert_int_equal(prove(g, second_factor_post, RIGHT, ""), 401);
	strcpy(g->as.person.id.s, olga.s);
	assert_int_equal(prove(g, second_factor_post, RIGHT, ""), 200);
}

static void test_where_it_is_required_it_stays(void **state)
{
	struct ground *g = *state;
	char secret[128], recovery[128], code[TOTP_DIGITS + 1];
	assert_int_equal(config_set(&g->config, "auth.staff_second_factor", "required"), OK);
	sign_in(g);
	SAYS(g, "\"second_factor_needed\":true");
	assert_true(second_factor_owed(&g->as.person, &g->config));
	assert_int_equal(prove(g, second_factor_off_post, RIGHT, ""), 409);
	turn_on(g, secret, recovery);
	assert_false(second_factor_owed(&g->as.person, &g->config));
	assert_int_equal(prove(g, second_factor_off_post, RIGHT, authenticator_shows(secret, clock_wall_ms(), code)), 409);
	assert_int_equal(ASK(g, .tx = me_get), 200);
	SAYS(g, "\"second_factor_needed\":false");
}

static void test_the_export_tells_of_it_and_not_what_it_is(void **state)
{
	struct ground *g = *state;
	char secret[128], recovery[128];
	struct buf out;
	turn_on(g, secret, recovery);
	buf_init(&out);
	struct json j = json_start(&out);
	assert_int_equal(personal_write(g->w->db, &j, g->organizer.s), OK);
	assert_non_null(strstr(out.data, "\"second_factor\":[{\"since_at\":\""));
	assert_non_null(strstr(out.data, "\"recovery_codes_left\":10"));
	assert_null(strstr(out.data, secret));
	assert_null(strstr(out.data, recovery));
	assert_null(strstr(out.data, "secret"));
	buf_fini(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		GROUND_TEST(test_it_is_set_up_with_password_picture_and_first_code), GROUND_TEST(test_a_password_is_half_of_a_sign_in),
		GROUND_TEST(sec_13_another_browser_cannot_finish_the_step), GROUND_TEST(sec_13_wrong_codes_count_like_wrong_passwords),
		GROUND_TEST(sec_13_five_wrong_codes_of_one_address_and_one_more), GROUND_TEST(test_a_recovery_code_signs_in_and_is_told),
		GROUND_TEST(sec_13_a_change_wants_password_and_code), GROUND_TEST(sec_13_only_ones_own_password_proves_it),
		GROUND_TEST(test_where_it_is_required_it_stays), GROUND_TEST(test_the_export_tells_of_it_and_not_what_it_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
