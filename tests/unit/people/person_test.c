/* person_test.c — people, roles, logins, artisans' codes. */
#include "tests/unit/world.h"

#include "people/artisan_code.h"
#include "people/login.h"
#include "people/password.h"
#include "people/secret.h"
#include "store/retention.h"

HANDLER(make, person_new(tx, q->in, q->out))
HANDLER(make_guest, login_open_guest(tx, q->a, "hi", "IN", q->out, q->out2))
HANDLER(sign_in, login_open(tx, q->a, q->out))
HANDLER(touch, login_touch(tx, q->a, (enum role)q->n))
HANDLER(sign_out, login_close(tx, q->a))
HANDLER(sweep, retention_sweep(tx, RETENTION_LOGINS, 10))
HANDLER(make_code, artisan_code_make(tx, q->a, "desk", q->out))
HANDLER(use_code, artisan_code_use(tx, q->a, q->out))
HANDLER(is_open, artisan_code_is_open(tx, q->a, q->out))
HANDLER(set_password, credential_set(tx, q->a, q->b))

static struct person_id artisan(struct world *w)
{
	struct person_id id;
	assert_int_equal(DO(w, make, .in = &(struct person_new){.role = ROLE_ARTISAN, .name = "Booth"}, .out = &id), OK);
	return id;
}

static void test_every_role_has_its_word(void **state)
{
	(void)state;
	for (enum role r = 0; r < ROLE_COUNT; r++) {
		assert_int_equal(role_parse(role_wire(r)), r);
		assert_int_equal(role_is_staff(r), r == ROLE_ORGANIZER);
	}
	assert_int_equal(role_parse("emperor"), ROLE_GUEST);
}

static void test_a_name_may_have_80_bytes(void **state)
{
	char name[82];
	memset(name, 'a', sizeof name);
	struct person_id id;
	name[80] = 0;
	assert_int_equal(DO(*state, make, .in = &(struct person_new){.name = name}, .out = &id), OK);
	name[80] = 'a', name[81] = 0;
	assert_int_equal(DO(*state, make, .in = &(struct person_new){.name = name}, .out = &id), ERR_TOO_LONG);
	assert_int_equal(DO(*state, make, .in = &(struct person_new){.name = "a\x1b[0m"}, .out = &id), ERR_BAD_FIELD);
	assert_int_equal(DO(*state, make, .in = &(struct person_new){.name = "a", .country = "in"}, .out = &id), ERR_BAD_FIELD);
}

static void test_one_confirmed_address_for_a_role(void **state)
{
	struct person_id a, b;
	struct person_new p = {.role = ROLE_BUYER, .name = "A", .email = "A@Example.in", .email_confirmed = true};
	assert_int_equal(DO(*state, make, .in = &p, .out = &a), OK);
	assert_int_equal(DO(*state, make, .in = &p, .out = &b), ERR_CONFLICT);
	p.role = ROLE_ORGANIZER;
	assert_int_equal(DO(*state, make, .in = &p, .out = &b), OK);
	struct person_id found;
	assert_int_equal(person_find_by_email(((struct world *)*state)->db, "a@example.in", ROLE_BUYER, &found), OK);
	assert_string_equal(found.s, a.s);
}

static void test_shapes_of_addresses(void **state)
{
	(void)state;
	char out[PERSON_EMAIL_MAX + 1], full[203];
	static const char *const bad[] = {"", "a", "@b.in", "a@", "a@b", "a@@b.in", "a@.in", "a@b.in.", "a b@c.in", "a@b.in\r\nBcc: x@y.in", "<a@b.in>", "a@b,c.in"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_int_equal(email_clean(bad[i], out), ERR_BAD_FIELD);
	assert_int_equal(email_clean("Asha.K+fair@Example.CO.in", out), OK);
	assert_string_equal(out, "asha.k+fair@example.co.in");
	memset(full, 'a', sizeof full);
	memcpy(full + 194, "@bb.in", 7);
	assert_int_equal(email_clean(full, out), OK);
	memset(full, 'a', sizeof full);
	memcpy(full + 195, "@bb.in", 7);
	assert_int_equal(email_clean(full, out), ERR_TOO_LONG);
}

static void sec_08_a_login_ends_when_unused_and_in_any_case(void **state)
{
	struct world *w = *state;
	struct person_id id = artisan(w);
	struct login_token t;
	struct person p;
	bool stale;
	assert_int_equal(DO(w, sign_in, .a = id.s, .out = &t), OK);
	assert_int_equal(login_find(w->db, t.s, clock_wall_ms(), &p, &stale), OK);
	assert_string_equal(p.id.s, id.s);
	assert_false(stale);
	world_wait_ms(LOGIN_IDLE_MS - 1);
	assert_int_equal(login_find(w->db, t.s, clock_wall_ms(), &p, &stale), OK);
	assert_true(stale);
	assert_int_equal(DO(w, touch, .a = t.s, .n = ROLE_ARTISAN), OK);
	world_wait_ms(LOGIN_IDLE_MS - 1);
	assert_int_equal(login_find(w->db, t.s, clock_wall_ms(), &p, &stale), OK);
	assert_int_equal(DO(w, touch, .a = t.s, .n = ROLE_ARTISAN), OK);
	world_wait_ms(LOGIN_ENDS_MS - 2 * (LOGIN_IDLE_MS - 1) - 1); /* one millisecond before its end */
	assert_int_equal(login_find(w->db, t.s, clock_wall_ms(), &p, &stale), OK);
	world_wait_ms(1);
	assert_int_equal(login_find(w->db, t.s, clock_wall_ms(), &p, &stale), ERR_EXPIRED);
	assert_int_equal(DO(w, sweep, .n = 0), OK);
	assert_int_equal(login_find(w->db, t.s, clock_wall_ms(), &p, &stale), ERR_NOT_SIGNED_IN);
}

static void sec_08_those_who_work_here_are_signed_in_for_a_shift(void **state)
{
	struct world *w = *state;
	struct person p;
	bool stale;
	for (enum role r = ROLE_HELPLINE; r <= ROLE_ORGANIZER; r++) {
		struct person_id id;
		struct login_token t;
		int64_t began = clock_wall_ms();
		assert_int_equal(DO(w, make, .in = &(struct person_new){.role = r, .name = "Desk"}, .out = &id), OK);
		assert_int_equal(DO(w, sign_in, .a = id.s, .out = &t), OK);
		for (int i = 0; i < 3; i++) {
			world_wait_ms(STAFF_IDLE_MS - 1);
			assert_int_equal(login_find(w->db, t.s, clock_wall_ms(), &p, &stale), OK);
			assert_true(stale);
			assert_int_equal(DO(w, touch, .a = t.s, .n = r), OK);
		}
		world_wait_ms(began + STAFF_ENDS_MS - clock_wall_ms() - 1);
		assert_int_equal(login_find(w->db, t.s, clock_wall_ms(), &p, &stale), OK);
		world_wait_ms(1);
		assert_int_equal(login_find(w->db, t.s, clock_wall_ms(), &p, &stale), ERR_EXPIRED);
		assert_int_equal(DO(w, sign_in, .a = id.s, .out = &t), OK);
		world_wait_ms(STAFF_IDLE_MS);
		assert_int_equal(login_find(w->db, t.s, clock_wall_ms(), &p, &stale), ERR_EXPIRED);
	}
}

static void sec_08_signing_out_ends_the_token(void **state)
{
	struct world *w = *state;
	struct login_token t;
	struct person_id id;
	struct person p;
	bool stale;
	assert_int_equal(DO(w, make_guest, .a = "Mira", .out = &t, .out2 = &id), OK);
	assert_int_equal(login_find(w->db, t.s, clock_wall_ms(), &p, &stale), OK);
	assert_string_equal(p.name, "Mira");
	assert_int_equal(p.role, ROLE_GUEST);
	assert_int_equal(DO(w, sign_out, .a = t.s), OK);
	assert_int_equal(login_find(w->db, t.s, clock_wall_ms(), &p, &stale), ERR_NOT_SIGNED_IN);
	assert_int_equal(login_find(w->db, "short", clock_wall_ms(), &p, &stale), ERR_NOT_SIGNED_IN);
}

static void sec_14_a_code_is_used_once_however_it_is_typed(void **state)
{
	struct world *w = *state;
	struct person_id id = artisan(w), who;
	struct artisan_code c;
	assert_int_equal(DO(w, make_code, .a = id.s, .out = &c), OK);
	char typed[16];
	snprintf(typed, sizeof typed, "%.4s-%.4s ", c.code, c.code + 4);
	for (char *p = typed; *p; p++)
		if (*p >= 'A' && *p <= 'Z') *p = (char)(*p - 'A' + 'a');
	assert_int_equal(DO(w, use_code, .a = typed, .out = &who), OK);
	assert_string_equal(who.s, id.s);
	assert_int_equal(DO(w, use_code, .a = c.code, .out = &who), ERR_EXPIRED);
	assert_int_equal(DO(w, use_code, .a = c.link, .out = &who), ERR_EXPIRED);
}

static void test_a_code_is_open_until_it_is_spent_revoked_or_over(void **state)
{
	struct world *w = *state;
	struct person_id id = artisan(w), who;
	struct artisan_code c, newer;
	bool open = false;
	assert_int_equal(DO(w, make_code, .a = id.s, .out = &c), OK);
	assert_int_equal(DO(w, is_open, .a = c.code, .out = &open), OK);
	assert_true(open);
	assert_int_equal(DO(w, make_code, .a = id.s, .out = &newer), OK);
	assert_int_equal(DO(w, is_open, .a = c.code, .out = &open), OK);
	assert_false(open);
	world_wait_ms(ARTISAN_CODE_MS - 1);
	assert_int_equal(DO(w, is_open, .a = newer.code, .out = &open), OK);
	assert_true(open);
	assert_int_equal(DO(w, use_code, .a = newer.link, .out = &who), OK);
	assert_int_equal(DO(w, is_open, .a = newer.code, .out = &open), OK);
	assert_false(open);
	assert_int_equal(DO(w, make_code, .a = id.s, .out = &c), OK);
	world_wait_ms(ARTISAN_CODE_MS);
	assert_int_equal(DO(w, is_open, .a = c.code, .out = &open), OK);
	assert_false(open);
}

static void test_a_link_works_until_its_last_millisecond(void **state)
{
	struct world *w = *state;
	struct person_id id = artisan(w), who;
	struct artisan_code c;
	assert_int_equal(DO(w, make_code, .a = id.s, .out = &c), OK);
	world_wait_ms(ARTISAN_CODE_MS - 1);
	assert_int_equal(DO(w, use_code, .a = c.link, .out = &who), OK);
	assert_int_equal(DO(w, make_code, .a = id.s, .out = &c), OK);
	world_wait_ms(ARTISAN_CODE_MS);
	assert_int_equal(DO(w, use_code, .a = c.link, .out = &who), ERR_EXPIRED);
}

static void test_a_new_code_revokes_the_older(void **state)
{
	struct world *w = *state;
	struct person_id id = artisan(w), who;
	struct artisan_code older, newer;
	assert_int_equal(DO(w, make_code, .a = id.s, .out = &older), OK);
	assert_int_equal(DO(w, make_code, .a = id.s, .out = &newer), OK);
	assert_int_equal(DO(w, use_code, .a = older.code, .out = &who), ERR_EXPIRED);
	assert_int_equal(DO(w, use_code, .a = newer.code, .out = &who), OK);
}

static void sec_13_passwords(void **state)
{
	struct world *w = *state;
	char hash[PASSWORD_HASH_MAX], found[PASSWORD_HASH_MAX], longest[PASSWORD_MAX + 2];
	struct person_id id, who;
	assert_int_equal(password_hash("123456789", hash), ERR_BAD_FIELD);
	memset(longest, 'x', sizeof longest);
	longest[PASSWORD_MAX + 1] = 0;
	assert_int_equal(password_hash(longest, hash), ERR_TOO_LONG);
	assert_int_equal(password_hash("1234567890", hash), OK);
	assert_true(password_verify(hash, "1234567890"));
	assert_false(password_verify(hash, "1234567891"));
	assert_false(password_verify("", "1234567890"));
	struct person_new p = {.role = ROLE_ORGANIZER, .name = "Desk", .email = "desk@example.in", .email_confirmed = true};
	assert_int_equal(DO(w, make, .in = &p, .out = &id), OK);
	assert_int_equal(DO(w, set_password, .a = id.s, .b = hash), OK);
	assert_int_equal(credential_find(w->db, "Desk@example.in", &who, found, sizeof found), OK);
	assert_string_equal(who.s, id.s);
	assert_string_equal(found, hash);
	assert_int_equal(credential_find(w->db, "nobody@example.in", &who, found, sizeof found), OK);
	assert_string_equal(found, "");
}

static void test_a_known_digest(void **state)
{
	(void)state;
	char hash[SECRET_HASH_CHARS + 1];
	secret_hash("abc", hash); /* FIPS 180-2, appendix B.1 */
	assert_string_equal(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_role_has_its_word),
		WORLD_TEST(test_a_name_may_have_80_bytes),
		WORLD_TEST(test_one_confirmed_address_for_a_role),
		cmocka_unit_test(test_shapes_of_addresses),
		WORLD_TEST(sec_08_a_login_ends_when_unused_and_in_any_case),
		WORLD_TEST(sec_08_those_who_work_here_are_signed_in_for_a_shift),
		WORLD_TEST(sec_08_signing_out_ends_the_token),
		WORLD_TEST(sec_14_a_code_is_used_once_however_it_is_typed),
		WORLD_TEST(test_a_code_is_open_until_it_is_spent_revoked_or_over),
		WORLD_TEST(test_a_link_works_until_its_last_millisecond),
		WORLD_TEST(test_a_new_code_revokes_the_older),
		WORLD_TEST(sec_13_passwords),
		cmocka_unit_test(test_a_known_digest),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
