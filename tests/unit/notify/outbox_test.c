/* outbox_test.c — sent at least once, later and later, and given up in the end. */
#include "tests/unit/world.h"

#include "notify/outbox.h"

HANDLER(add, outbox_add(tx, q->in))
HANDLER(claim, outbox_claim(tx, q->out, q->out2))
HANDLER(sent, outbox_sent(tx, q->a))
HANDLER(failed, outbox_failed(tx, q->a, "451 later"))

static bool take(struct world *w, struct outbox_item *item)
{
	bool some;
	assert_int_equal(DO(w, claim, .out = item, .out2 = &some), OK);
	return some;
}

static void add_one(struct world *w, const char *subject)
{
	assert_int_equal(DO(w, add, .in = &(struct outbox_mail){.to = "a@example.in", .subject = subject, .body = "Namaste"}), OK);
}

static void test_what_is_sent_is_not_sent_again(void **state)
{
	struct world *w = *state;
	struct outbox_item item;
	int64_t due;
	add_one(w, "one");
	add_one(w, "two");
	assert_true(take(w, &item));
	assert_string_equal(item.subject, "one");
	assert_string_equal(item.body, "Namaste");
	assert_int_equal(DO(w, sent, .a = item.id), OK);
	assert_true(take(w, &item));
	assert_string_equal(item.subject, "two");
	assert_int_equal(DO(w, sent, .a = item.id), OK);
	assert_false(take(w, &item));
	world_wait_ms(10 * OUTBOX_LEASE_MS);
	assert_false(take(w, &item));
	assert_int_equal(outbox_next_due(w->db, &due), OK);
	assert_true(due == INT64_MAX);
}

static void test_a_claim_that_is_not_settled_is_due_again(void **state)
{
	struct world *w = *state;
	struct outbox_item item;
	add_one(w, "one");
	assert_true(take(w, &item));
	world_wait_ms(OUTBOX_LEASE_MS - 1);
	assert_false(take(w, &item));
	world_wait_ms(1);
	assert_true(take(w, &item));
	assert_int_equal(item.tries, 2);
}

static void test_waits_double_and_end(void **state)
{
	struct world *w = *state;
	struct outbox_item item;
	int64_t due, wait = OUTBOX_FIRST_MS;
	add_one(w, "one");
	for (int i = 1; i < OUTBOX_TRIES; i++, wait *= 2) {
		assert_true(take(w, &item));
		assert_int_equal(item.tries, i);
		assert_int_equal(DO(w, failed, .a = item.id), OK);
		assert_int_equal(outbox_next_due(w->db, &due), OK);
		assert_int_equal(due - clock_wall_ms(), wait < OUTBOX_LONGEST_MS ? wait : OUTBOX_LONGEST_MS);
		world_wait_ms(due - clock_wall_ms());
	}
	assert_true(take(w, &item));
	assert_int_equal(DO(w, failed, .a = item.id), OK);
	world_wait_ms(100 * OUTBOX_LONGEST_MS);
	assert_false(take(w, &item));
}

static void test_limits(void **state)
{
	struct world *w = *state;
	char body[OUTBOX_BODY_MAX + 2];
	memset(body, 'x', sizeof body);
	body[OUTBOX_BODY_MAX] = 0;
	assert_int_equal(DO(w, add, .in = &(struct outbox_mail){.to = "a@b.in", .subject = "s", .body = body}), OK);
	body[OUTBOX_BODY_MAX] = 'x', body[OUTBOX_BODY_MAX + 1] = 0;
	assert_int_equal(DO(w, add, .in = &(struct outbox_mail){.to = "a@b.in", .subject = "s", .body = body}), ERR_TOO_LONG);
	assert_int_equal(DO(w, add, .in = &(struct outbox_mail){.to = "a@b.in\nBcc: c@d.in", .subject = "s", .body = ""}), ERR_BAD_FIELD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_what_is_sent_is_not_sent_again),
		WORLD_TEST(test_a_claim_that_is_not_settled_is_due_again),
		WORLD_TEST(test_waits_double_and_end),
		WORLD_TEST(test_limits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
