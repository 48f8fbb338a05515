/* email_code_test.c — a guest becomes a buyer, once, with the right code, in time, in five tries. */
#include "tests/unit/world.h"

#include "notify/outbox.h"
#include "people/email_code.h"
#include "people/login.h"

HANDLER(make_guest, login_open_guest(tx, q->a, "en", "DE", q->out, q->out2))
HANDLER(send, email_code_send(tx, q->a, q->b, q->c, "en"))
HANDLER(try_code, email_code_try(tx, q->a, q->b, q->c, q->out))
HANDLER(claim, outbox_claim(tx, OUTBOX_MAIL, q->out, q->out2))
HANDLER(sent, outbox_sent(tx, q->a, ""))

static struct person_id guest(struct world *w)
{
	struct login_token t;
	struct person_id id;
	assert_int_equal(DO(w, make_guest, .a = "Guest", .out = &t, .out2 = &id), OK);
	return id;
}

/* Reads the newest code out of the outbox. */
static void send_code(struct world *w, const char *who, const char *email, char code[static 7])
{
	assert_int_equal(DO(w, send, .a = who, .b = email, .c = "Asha"), OK);
	struct outbox_item item = {0};
	bool some;
	assert_int_equal(DO(w, claim, .out = &item, .out2 = &some), OK);
	assert_true(some);
	assert_string_equal(item.to, email);
	assert_int_equal(DO(w, sent, .a = item.id), OK);
	memcpy(code, item.subject, 6);
	code[6] = 0;
}

static enum email_code_result attempt(struct world *w, const char *who, const char *email, const char *code, struct email_code_try *t)
{
	assert_int_equal(DO(w, try_code, .a = who, .b = email, .c = code, .out = t), OK);
	return t->result;
}

static void sec_08_the_right_code_makes_a_buyer_of_the_guest(void **state)
{
	struct world *w = *state;
	struct person_id g = guest(w);
	struct email_code_try t;
	struct person p;
	char code[7];
	send_code(w, g.s, "asha@example.in", code);
	assert_int_equal(attempt(w, g.s, "Asha@example.in", code, &t), EMAIL_CODE_RIGHT);
	assert_string_equal(t.buyer.s, g.s);
	assert_false(t.merged);
	assert_int_equal(person_find(w->db, g.s, &p), OK);
	assert_int_equal(p.role, ROLE_BUYER);
	assert_true(p.email_confirmed);
	assert_string_equal(p.name, "Asha");
	assert_int_equal(attempt(w, g.s, "asha@example.in", code, &t), EMAIL_CODE_WRONG); /* used */
}

static void test_a_second_browser_is_merged_into_the_buyer(void **state)
{
	struct world *w = *state;
	struct person_id first = guest(w), second = guest(w);
	struct email_code_try t;
	struct person p;
	char code[7];
	send_code(w, first.s, "asha@example.in", code);
	assert_int_equal(attempt(w, first.s, "asha@example.in", code, &t), EMAIL_CODE_RIGHT);
	send_code(w, second.s, "asha@example.in", code);
	assert_int_equal(attempt(w, second.s, "asha@example.in", code, &t), EMAIL_CODE_RIGHT);
	assert_string_equal(t.buyer.s, first.s);
	assert_true(t.merged);
	assert_int_equal(person_find(w->db, second.s, &p), OK);
	assert_string_equal(p.id.s, first.s);
}

static void wrong_of(const char *code, char ret[static 7])
{
	memcpy(ret, code, 7);
	ret[0] = ret[0] == '9' ? '0' : (char)(ret[0] + 1);
}

static void sec_14_five_tries_and_not_six(void **state)
{
	struct world *w = *state;
	struct person_id g = guest(w);
	struct email_code_try t;
	char code[7], wrong[7];
	send_code(w, g.s, "a@example.in", code);
	wrong_of(code, wrong);
	for (int i = 0; i < EMAIL_CODE_TRIES - 1; i++) assert_int_equal(attempt(w, g.s, "a@example.in", wrong, &t), EMAIL_CODE_WRONG);
	assert_int_equal(attempt(w, g.s, "a@example.in", code, &t), EMAIL_CODE_RIGHT);

	struct person_id o = guest(w);
	send_code(w, o.s, "b@example.in", code);
	wrong_of(code, wrong);
	for (int i = 0; i < EMAIL_CODE_TRIES; i++) assert_int_equal(attempt(w, o.s, "b@example.in", wrong, &t), EMAIL_CODE_WRONG);
	assert_int_equal(attempt(w, o.s, "b@example.in", code, &t), EMAIL_CODE_WRONG);
}

static void sec_14_ten_minutes_and_not_longer(void **state)
{
	struct world *w = *state;
	struct person_id g = guest(w);
	struct email_code_try t;
	char code[7];
	send_code(w, g.s, "a@example.in", code);
	world_wait_ms(EMAIL_CODE_MS);
	assert_int_equal(attempt(w, g.s, "a@example.in", code, &t), EMAIL_CODE_WRONG);
	send_code(w, g.s, "a@example.in", code);
	world_wait_ms(EMAIL_CODE_MS - 1);
	assert_int_equal(attempt(w, g.s, "a@example.in", code, &t), EMAIL_CODE_RIGHT);
}

static void sec_14_another_browser_cannot_use_it(void **state)
{
	struct world *w = *state;
	struct person_id g = guest(w), thief = guest(w);
	struct email_code_try t;
	char code[7];
	send_code(w, g.s, "a@example.in", code);
	assert_int_equal(attempt(w, thief.s, "a@example.in", code, &t), EMAIL_CODE_WRONG);
	assert_int_equal(attempt(w, g.s, "b@example.in", code, &t), EMAIL_CODE_WRONG);
	assert_int_equal(attempt(w, g.s, "a@example.in", "", &t), EMAIL_CODE_WRONG);
	assert_int_equal(attempt(w, g.s, "a@example.in", code, &t), EMAIL_CODE_RIGHT);
}

static void sec_15_three_letters_in_ten_minutes(void **state)
{
	struct world *w = *state;
	struct person_id g = guest(w);
	for (int i = 0; i < EMAIL_CODE_SENDS; i++) assert_int_equal(DO(w, send, .a = g.s, .b = "a@example.in"), OK);
	assert_int_equal(DO(w, send, .a = g.s, .b = "a@example.in"), ERR_TOO_FAST);
	world_wait_ms(EMAIL_CODE_MS);
	assert_int_equal(DO(w, send, .a = g.s, .b = "a@example.in"), OK);
}

static void sec_15_ten_letters_a_day(void **state)
{
	struct world *w = *state;
	struct person_id g = guest(w);
	for (int i = 0; i < EMAIL_CODE_A_DAY; i++) {
		assert_int_equal(DO(w, send, .a = g.s, .b = "a@example.in"), OK);
		world_wait_ms(EMAIL_CODE_MS);
	}
	assert_int_equal(DO(w, send, .a = g.s, .b = "a@example.in"), ERR_TOO_FAST);
	assert_int_equal(DO(w, send, .a = g.s, .b = "b@example.in"), OK);
	world_wait_ms(EMAIL_CODE_DAY_MS - EMAIL_CODE_A_DAY * EMAIL_CODE_MS);
	assert_int_equal(DO(w, send, .a = g.s, .b = "a@example.in"), OK);
	assert_int_equal(DO(w, send, .a = g.s, .b = "a@example.in"), ERR_TOO_FAST);
}

static void sec_14_only_the_newest_code_counts(void **state)
{
	struct world *w = *state;
	struct person_id g = guest(w);
	struct email_code_try t;
	char older[7], newer[7];
	send_code(w, g.s, "a@example.in", older);
	send_code(w, g.s, "a@example.in", newer);
	if (strcmp(older, newer) != 0) assert_int_equal(attempt(w, g.s, "a@example.in", older, &t), EMAIL_CODE_WRONG);
	assert_int_equal(attempt(w, g.s, "a@example.in", newer, &t), EMAIL_CODE_RIGHT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(sec_08_the_right_code_makes_a_buyer_of_the_guest),
		WORLD_TEST(test_a_second_browser_is_merged_into_the_buyer),
		WORLD_TEST(sec_14_five_tries_and_not_six),
		WORLD_TEST(sec_14_ten_minutes_and_not_longer),
		WORLD_TEST(sec_14_another_browser_cannot_use_it),
		WORLD_TEST(sec_15_three_letters_in_ten_minutes),
		WORLD_TEST(sec_15_ten_letters_a_day),
		WORLD_TEST(sec_14_only_the_newest_code_counts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
