/* outbox_test.c — sent at least once, later and later, and given up in the end. */
#include "tests/unit/world.h"

#include "notify/outbox.h"
#include "store/retention.h"

HANDLER(add, outbox_add(tx, q->in))
HANDLER(claim, outbox_claim(tx, OUTBOX_MAIL, q->out, q->out2))
HANDLER(sent, outbox_sent(tx, q->a, ""))
HANDLER(put, outbox_put(tx, q->in))
HANDLER(claim_sms, outbox_claim(tx, OUTBOX_SMS, q->out, q->out2))
HANDLER(reported, outbox_reported(tx, q->a, q->n != 0, q->b))
HANDLER(give_up, outbox_give_up(tx, q->a, "no such template"))
HANDLER(again, outbox_again(tx, q->a))
HANDLER(sweep, retention_sweep(tx, RETENTION_LETTERS, 100))
HANDLER(release, outbox_release(tx))
HANDLER(failed, outbox_failed(tx, q->a, "451 later", q->n))

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
	assert_int_equal(outbox_next_due(w->db, OUTBOX_MAIL, &due), OK);
	assert_true(due == INT64_MAX);
}

static void test_a_claim_of_a_process_that_is_gone_is_due_at_once(void **state)
{
	struct world *w = *state;
	struct outbox_item item;
	add_one(w, "claimed");
	add_one(w, "waits");
	assert_true(take(w, &item));
	assert_true(take(w, &item));
	assert_int_equal(DO(w, failed, .a = item.id, .n = 0), OK); /* it waits for its turn, and goes on waiting */
	assert_int_equal(DO(w, release), OK);
	assert_true(take(w, &item));
	assert_string_equal(item.subject, "claimed");
	assert_int_equal(item.tries, 2);
	assert_false(take(w, &item));
	assert_int_equal(DO(w, sent, .a = item.id), OK);
	assert_int_equal(DO(w, release), OK);
	assert_false(take(w, &item));
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
		assert_int_equal(outbox_next_due(w->db, OUTBOX_MAIL, &due), OK);
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

static void take_sms(struct world *w, struct outbox_item *item, bool want)
{
	bool some;
	assert_int_equal(DO(w, claim_sms, .out = item, .out2 = &some), OK);
	assert_int_equal(some, want);
}

static void add_sms(struct world *w, int64_t due_ms)
{
	const struct outbox_message m = {.kind = OUTBOX_SMS, .to = "+919800000000", .body = "एक", .notice = "order-placed.maker.hi", .due_ms = due_ms};
	assert_int_equal(DO(w, put, .in = &m), OK);
}

static void count_dead(void *arg, const struct outbox_letter *l)
{
	assert_string_equal(l->kind, "sms");
	assert_string_equal(l->notice, "order-placed.maker.hi");
	++*(int *)arg;
}

static int dead(struct world *w)
{
	int n = 0;
	assert_int_equal(outbox_dead(w->db, "", 10, count_dead, &n), OK);
	return n;
}

static void test_each_kind_has_its_own_line_and_time(void **state)
{
	struct world *w = *state;
	struct outbox_item item;
	add_sms(w, clock_wall_ms() + 1000);
	assert_false(take(w, &item));    /* a mailer never sees it */
	take_sms(w, &item, false);
	world_wait_ms(1000);
	take_sms(w, &item, true);
	assert_string_equal(item.to, "+919800000000");
	assert_string_equal(item.notice, "order-placed.maker.hi");
}

static void test_a_carrier_that_asks_for_silence_gets_it(void **state)
{
	struct world *w = *state;
	struct outbox_item item;
	add_sms(w, 0);
	take_sms(w, &item, true);
	assert_int_equal(DO(w, failed, .a = item.id, .n = 30000), OK);
	world_wait_ms(29999);
	take_sms(w, &item, false);
	world_wait_ms(1);
	take_sms(w, &item, true);
	assert_int_equal(DO(w, failed, .a = item.id, .n = 100 * OUTBOX_LONGEST_MS), OK);
	world_wait_ms(OUTBOX_LONGEST_MS);
	take_sms(w, &item, true);
}

static void test_reports_in_any_order(void **state)
{
	struct world *w = *state;
	struct outbox_item item;
	add_sms(w, 0);
	take_sms(w, &item, true);
	assert_int_equal(DO(w, reported, .a = item.id, .n = 0, .b = "number off"), OK);  /* before our own answer came */
	assert_int_equal(dead(w), 1);
	assert_int_equal(DO(w, sent, .a = item.id), OK);                                 /* late; changes nothing */
	assert_int_equal(dead(w), 1);
	assert_int_equal(DO(w, reported, .a = item.id, .n = 1, .b = ""), OK);            /* it arrived after all */
	assert_int_equal(dead(w), 0);
	assert_int_equal(DO(w, reported, .a = item.id, .n = 0, .b = "late"), OK);        /* delivered stays delivered */
	assert_int_equal(dead(w), 0);
	assert_int_equal(DO(w, reported, .a = "00000000-0000-7000-8000-000000000000", .n = 1, .b = ""), OK);
	assert_int_equal(DO(w, again, .a = item.id), ERR_BAD_STATE);
}

static void test_a_dead_letter_goes_out_again(void **state)
{
	struct world *w = *state;
	struct outbox_item item;
	add_sms(w, 0);
	take_sms(w, &item, true);
	assert_int_equal(DO(w, give_up, .a = item.id), OK);
	assert_int_equal(dead(w), 1);
	assert_int_equal(DO(w, again, .a = item.id), OK);
	assert_int_equal(DO(w, again, .a = item.id), ERR_BAD_STATE);
	take_sms(w, &item, true);
	assert_int_equal(item.tries, 1);
	assert_string_equal(item.body, "एक");
	assert_int_equal(DO(w, sent, .a = item.id), OK);
	assert_int_equal(DO(w, reported, .a = item.id, .n = 0, .b = "blocked"), OK);
	assert_int_equal(DO(w, again, .a = item.id), OK);
	take_sms(w, &item, true);
	assert_string_equal(item.body, "एक");  /* kept until it has arrived */
}

static void test_what_is_settled_is_forgotten_in_the_end(void **state)
{
	struct world *w = *state;
	struct outbox_item item;
	add_sms(w, 0);
	take_sms(w, &item, true);
	assert_int_equal(DO(w, give_up, .a = item.id), OK);
	world_wait_ms(retention_ms(RETENTION_LETTERS));
	assert_int_equal(DO(w, sweep), OK);
	assert_int_equal(dead(w), 1);
	world_wait_ms(1);
	assert_int_equal(DO(w, sweep), OK);
	assert_int_equal(dead(w), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_what_is_sent_is_not_sent_again),
		WORLD_TEST(test_a_claim_that_is_not_settled_is_due_again),
		WORLD_TEST(test_a_claim_of_a_process_that_is_gone_is_due_at_once),
		WORLD_TEST(test_waits_double_and_end),
		WORLD_TEST(test_each_kind_has_its_own_line_and_time),
		WORLD_TEST(test_a_carrier_that_asks_for_silence_gets_it),
		WORLD_TEST(test_reports_in_any_order),
		WORLD_TEST(test_a_dead_letter_goes_out_again),
		WORLD_TEST(test_what_is_settled_is_forgotten_in_the_end),
		WORLD_TEST(test_limits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
