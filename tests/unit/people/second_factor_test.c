/* second_factor_test.c — setting up, codes that count once, recovery codes, what is sealed, and the step between password and login. */
#include "tests/unit/people/authenticator.h"
#include "tests/unit/world.h"

#include <sys/stat.h>

#include "people/second_factor.h"
#include "people/second_step.h"

struct desk { struct world *w; struct vault *vault; struct person_id person, other; char secret[TOTP_SECRET_CHARS + 1]; struct second_codes codes; };

HANDLER(make, person_new(tx, &(struct person_new){.role = ROLE_ORGANIZER, .name = "Olga", .email = q->a, .email_confirmed = true}, q->out))
HANDLER(offer, second_factor_offer(tx, q->in, q->a, q->out))
HANDLER(drop, second_factor_drop(tx, q->a))
HANDLER(open_step, second_step_open(tx, q->a, q->b))
HANDLER(try_step, second_step_try(tx, q->a, q->out))
HANDLER(end_step, second_step_end(tx, q->a))

struct trying { struct desk *d; const char *code; enum second_result result; };
static err_t accept_it(struct tx *tx, void *arg)
{
	struct trying *t = arg;
	return second_factor_accept(tx, t->d->vault, t->d->person.s, t->code, &t->result, &t->d->codes);
}
static err_t try_it(struct tx *tx, void *arg)
{
	struct trying *t = arg;
	return second_factor_try(tx, t->d->vault, t->d->person.s, t->code, &t->result);
}
static enum second_result accepts(struct desk *d, const char *code)
{
	struct trying t = {d, code, SECOND_WRONG};
	assert_int_equal(world_do(d->w, accept_it, &t), OK);
	return t.result;
}
static enum second_result tries(struct desk *d, const char *code)
{
	struct trying t = {d, code, SECOND_WRONG};
	assert_int_equal(world_do(d->w, try_it, &t), OK);
	return t.result;
}

/* What the app shows so much later. */
static const char *code_in(struct desk *d, int64_t ms, char ret[static TOTP_DIGITS + 1]) { return authenticator_shows(d->secret, clock_wall_ms() + ms, ret); }
static void make_offer(struct desk *d) { assert_int_equal(DO(d->w, offer, .in = d->vault, .a = d->person.s, .out = d->secret), OK); }
static void turn_on(struct desk *d)
{
	char code[TOTP_DIGITS + 1];
	make_offer(d);
	assert_int_equal(accepts(d, code_in(d, 0, code)), SECOND_BY_APP);
}
static struct second_factor factor(struct desk *d)
{
	struct second_factor f;
	assert_int_equal(second_factor_find(d->w->db, d->person.s, &f), OK);
	return f;
}

static int set_up(void **state)
{
	struct desk *d = calloc(1, sizeof *d);
	void *w;
	if (world_set_up(&w) != 0) return -1;
	d->w = w;
	if (vault_open(d->w->dir, &d->vault) != OK) return -1;
	if (DO(d->w, make, .a = "olga@example.org", .out = &d->person) != OK || DO(d->w, make, .a = "otto@example.org", .out = &d->other) != OK) return -1;
	*state = d;
	return 0;
}

static int tear_down(void **state)
{
	struct desk *d = *state;
	void *w = d->w;
	char path[128];
	snprintf(path, sizeof path, "%s/vault.key", d->w->dir);
	remove(path);
	vault_close(d->vault);
	free(d);
	return world_tear_down(&w);
}

static void it_is_on_with_its_first_code(void **state)
{
	struct desk *d = *state;
	char code[TOTP_DIGITS + 1];
	struct person p;
	make_offer(d);
	assert_false(factor(d).on);
	assert_int_equal(tries(d, code_in(d, 0, code)), SECOND_WRONG);
	assert_int_equal(accepts(d, code), SECOND_BY_APP);
	assert_true(factor(d).on);
	assert_int_equal(factor(d).recovery_left, SECOND_RECOVERY_CODES);
	assert_int_equal(person_find(d->w->db, d->person.s, &p), OK);
	assert_true(p.second_factor);
	assert_int_equal(person_find(d->w->db, d->other.s, &p), OK);
	assert_false(p.second_factor);
}

static void sec_13_a_code_of_the_app_counts_once(void **state)
{
	struct desk *d = *state;
	char code[TOTP_DIGITS + 1];
	turn_on(d);
	assert_int_equal(tries(d, code_in(d, 0, code)), SECOND_WRONG); /* the one that turned it on */
	assert_int_equal(tries(d, code_in(d, TOTP_STEP_MS, code)), SECOND_BY_APP);
	assert_int_equal(tries(d, code), SECOND_WRONG);
	world_wait_ms(TOTP_STEP_MS);
	assert_int_equal(tries(d, code), SECOND_WRONG);
	world_wait_ms(TOTP_STEP_MS);
	code_in(d, 0, code);
	char typed[16];
	snprintf(typed, sizeof typed, " %.3s-%.3s ", code, code + 3);
	assert_int_equal(tries(d, typed), SECOND_BY_APP);
}

/* Set back, the clock brings no code back. */
static void sec_13_the_last_step_never_goes_back(void **state)
{
	struct desk *d = *state;
	char code[TOTP_DIGITS + 1];
	turn_on(d);
	world_wait_ms(10 * TOTP_STEP_MS);
	assert_int_equal(tries(d, code_in(d, 0, code)), SECOND_BY_APP);
	clock_fake_set(WORLD_NOW_MS + TOTP_STEP_MS, 1000000);
	assert_int_equal(tries(d, code_in(d, 0, code)), SECOND_WRONG);
}

static void sec_13_a_recovery_code_works_once_and_for_its_owner(void **state)
{
	struct desk *d = *state;
	char typed[40];
	turn_on(d);
	const char *c = d->codes.codes[3];
	snprintf(typed, sizeof typed, "%.4s-%.4s %.4s-%.4s", c, c + 4, c + 8, c + 12);
	for (char *s = typed; *s; s++) *s = (char)(*s >= 'A' && *s <= 'Z' ? *s + 32 : *s);
	struct person_id mine = d->person;
	d->person = d->other;
	assert_int_equal(tries(d, typed), SECOND_WRONG);
	d->person = mine;
	assert_int_equal(tries(d, typed), SECOND_BY_RECOVERY);
	assert_int_equal(tries(d, typed), SECOND_WRONG);
	assert_int_equal(factor(d).recovery_left, SECOND_RECOVERY_CODES - 1);
	assert_int_equal(tries(d, "0000000000000000"), SECOND_WRONG);
	assert_int_equal(tries(d, "00000000000000000"), SECOND_WRONG);
	assert_int_equal(tries(d, ""), SECOND_WRONG);
}

static void sec_13_an_offer_takes_five_codes_for_ten_minutes(void **state)
{
	struct desk *d = *state;
	char code[TOTP_DIGITS + 1];
	make_offer(d);
	for (int i = 1; i < SECOND_OFFER_TRIES; i++) assert_int_equal(accepts(d, "nothing"), SECOND_WRONG);
	assert_int_equal(accepts(d, code_in(d, 0, code)), SECOND_BY_APP);
	make_offer(d);
	for (int i = 0; i < SECOND_OFFER_TRIES; i++) assert_int_equal(accepts(d, "nothing"), SECOND_WRONG);
	assert_int_equal(accepts(d, code_in(d, 0, code)), SECOND_WRONG);
	make_offer(d);
	world_wait_ms(SECOND_OFFER_MS - 1);
	assert_int_equal(accepts(d, code_in(d, 0, code)), SECOND_BY_APP);
	make_offer(d);
	world_wait_ms(SECOND_OFFER_MS);
	assert_int_equal(accepts(d, code_in(d, 0, code)), SECOND_WRONG);
}

/* Until the new app has shown a code, the old one counts; then it does not, nor do the old recovery codes. */
static void renewed_the_old_one_ends_with_its_papers(void **state)
{
	struct desk *d = *state;
	char code[TOTP_DIGITS + 1], old[TOTP_SECRET_CHARS + 1], paper[SHORT_CODE_CHARS + 1];
	turn_on(d);
	snprintf(old, sizeof old, "%s", d->secret);
	snprintf(paper, sizeof paper, "%s", d->codes.codes[0]);
	make_offer(d);
	world_wait_ms(TOTP_STEP_MS);
	assert_int_equal(tries(d, authenticator_shows(old, clock_wall_ms(), code)), SECOND_BY_APP);
	world_wait_ms(TOTP_STEP_MS);
	assert_int_equal(accepts(d, code_in(d, 0, code)), SECOND_BY_APP);
	world_wait_ms(TOTP_STEP_MS);
	assert_int_equal(tries(d, authenticator_shows(old, clock_wall_ms(), code)), SECOND_WRONG);
	assert_int_equal(tries(d, paper), SECOND_WRONG);
	assert_int_equal(tries(d, code_in(d, 0, code)), SECOND_BY_APP);
	assert_int_equal(DO(d->w, drop, .a = d->person.s), OK);
	assert_false(factor(d).on);
	assert_int_equal(factor(d).recovery_left, 0);
	world_wait_ms(TOTP_STEP_MS);
	assert_int_equal(tries(d, code_in(d, 0, code)), SECOND_WRONG);
}

static void sec_13_a_copy_of_the_store_has_no_secret(void **state)
{
	struct desk *d = *state;
	char sealed[VAULT_TEXT_MAX + 1], path[128];
	unsigned char raw[TOTP_SECRET_BYTES], was[TOTP_SECRET_BYTES];
	struct vault *another;
	struct stat st;
	authenticator_take("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", was);
	vault_seal(d->vault, d->person.s, was, sizeof was, sealed);
	assert_null(strstr(sealed, "GEZDGNBV"));
	assert_true(vault_unseal(d->vault, d->person.s, sealed, raw, sizeof raw));
	assert_memory_equal(raw, was, sizeof raw);
	assert_false(vault_unseal(d->vault, d->other.s, sealed, raw, sizeof raw));
	assert_false(vault_unseal(d->vault, d->person.s, sealed, raw, sizeof raw - 1));
	sealed[30] = sealed[30] == 'A' ? 'B' : 'A';
	assert_false(vault_unseal(d->vault, d->person.s, sealed, raw, sizeof raw));
	turn_on(d);
	snprintf(path, sizeof path, "%s/vault.key", d->w->dir);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(remove(path), 0);
	assert_int_equal(vault_open(d->w->dir, &another), OK);
	vault_close(d->vault);
	d->vault = another;
	char code[TOTP_DIGITS + 1];
	world_wait_ms(TOTP_STEP_MS);
	assert_int_equal(tries(d, code_in(d, 0, code)), SECOND_WRONG);
	assert_int_equal(tries(d, d->codes.codes[0]), SECOND_BY_RECOVERY);
}

static void sec_13_five_tries_of_a_step_and_not_six(void **state)
{
	struct desk *d = *state;
	struct person_id id;
	assert_int_equal(DO(d->w, open_step, .a = "token of a browser", .b = d->person.s), OK);
	for (int i = 0; i < SECOND_STEP_TRIES; i++) {
		assert_int_equal(second_step_find(d->w->db, "token of a browser", clock_wall_ms(), &id), OK);
		assert_int_equal(DO(d->w, try_step, .a = "token of a browser", .out = &id), OK);
		assert_string_equal(id.s, d->person.s);
	}
	assert_int_equal(second_step_find(d->w->db, "token of a browser", clock_wall_ms(), &id), ERR_EXPIRED);
	assert_int_equal(DO(d->w, try_step, .a = "token of a browser", .out = &id), ERR_EXPIRED);
}

static void sec_13_a_step_waits_five_minutes_for_its_browser(void **state)
{
	struct desk *d = *state;
	struct person_id id;
	assert_int_equal(DO(d->w, open_step, .a = "token", .b = d->person.s), OK);
	assert_int_equal(DO(d->w, try_step, .a = "another", .out = &id), ERR_EXPIRED);
	assert_int_equal(DO(d->w, try_step, .a = "", .out = &id), ERR_EXPIRED);
	world_wait_ms(SECOND_STEP_MS - 1);
	assert_int_equal(DO(d->w, try_step, .a = "token", .out = &id), OK);
	world_wait_ms(1);
	assert_int_equal(DO(d->w, try_step, .a = "token", .out = &id), ERR_EXPIRED);
	assert_int_equal(DO(d->w, open_step, .a = "token", .b = d->person.s), OK);
	assert_int_equal(DO(d->w, end_step, .a = d->person.s), OK);
	assert_int_equal(DO(d->w, try_step, .a = "token", .out = &id), ERR_EXPIRED);
}

#define DESK_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(it_is_on_with_its_first_code), DESK_TEST(sec_13_a_code_of_the_app_counts_once), DESK_TEST(sec_13_the_last_step_never_goes_back),
		DESK_TEST(sec_13_a_recovery_code_works_once_and_for_its_owner), DESK_TEST(sec_13_an_offer_takes_five_codes_for_ten_minutes),
		DESK_TEST(renewed_the_old_one_ends_with_its_papers), DESK_TEST(sec_13_a_copy_of_the_store_has_no_secret),
		DESK_TEST(sec_13_five_tries_of_a_step_and_not_six), DESK_TEST(sec_13_a_step_waits_five_minutes_for_its_browser),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
