/* call_test.c — the helpline: when to call, who has a task, what comes of it, and what waits too long. */
#include "tests/unit/trade/market.h"

#include "trade/call_task.h"
#include "trade/tell.h"

HANDLER(place, order_place(tx, q->in, q->out))
HANDLER(act, order_act(tx, q->a, q->in, (enum order_event)q->n))
HANDLER(take, call_task_take(tx, q->a, q->b))
HANDLER(release, call_task_release(tx, q->a, q->b))
HANDLER(outcome, call_task_outcome(tx, q->a, q->b, q->in))
HANDLER(watch, call_watch(tx, q->out))
HANDLER(ask_about, enquiry_open(tx, q->in, q->out, NULL))
HANDLER(answer, enquiry_write(tx, q->in, q->out, NULL))
HANDLER(make, person_new(tx, q->in, q->out))

/* WORLD_NOW_MS is 2025-11-24 16:00 UTC, 21:30 in India; noon of the next day: */
#define NOON_MS (WORLD_NOW_MS + 14 * 3600000LL + 30 * 60000LL)

struct agents { struct person_id a, b; };

static struct agents agents(struct world *w)
{
	struct agents g;
	clock_fake_set(NOON_MS, 1000000);
	assert_int_equal(DO(w, make, .in = &(struct person_new){.role = ROLE_HELPLINE, .name = "Anita"}, .out = &g.a), OK);
	assert_int_equal(DO(w, make, .in = &(struct person_new){.role = ROLE_HELPLINE, .name = "Brij"}, .out = &g.b), OK);
	return g;
}

static struct order_id buy(struct world *w, const struct market *m, const struct product_id *p)
{
	struct order_line_new line = {.product = p->s, .quantity = 1};
	struct order_id id;
	assert_int_equal(DO(w, place, .in = &(struct order_new){.person = m->buyer.s, .lines = &line, .n_lines = 1, .to = home}, .out = &id), OK);
	return id;
}

static void keep_last(void *arg, const struct call_task *t) { *(struct call_task *)arg = *t; }

/* The last open task; its id is "" if there is none. */
static struct call_task last(struct world *w)
{
	struct call_task t = {0};
	assert_int_equal(call_task_list(w->db, (struct call_after){0, ""}, 100, keep_last, &t), OK);
	return t;
}

static struct call_task find(struct world *w, const char *id)
{
	struct call_task t;
	assert_int_equal(call_task_find(w->db, id, &t), OK);
	return t;
}

static enum order_state state_of(struct world *w, const struct order_id *id)
{
	struct order o;
	assert_int_equal(order_find(w->db, id->s, &o), OK);
	return o.state;
}

static void test_calling_hours(void **state)
{
	(void)state;
	const int64_t midnight = WORLD_NOW_MS - (21 * 60 + 30) * 60000LL, minute = 60000;
	static const struct { int at_min, when_min; } rows[] = {{0, 540}, {539, 540}, {540, 540}, {541, 541}, {1199, 1199}, {1200, 1440 + 540}, {1439, 1440 + 540}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) assert_int_equal(call_hours(midnight + rows[i].at_min * minute), midnight + rows[i].when_min * minute);
	assert_int_equal(call_hours(midnight + 1200 * minute - 1), midnight + 1200 * minute - 1);
	static const int waits[] = {15, 60, 180, 360, 1440};
	int64_t again;
	for (int i = 0; i < 5; i++) {
		assert_true(call_again(midnight + 540 * minute, i + 1, &again));
		assert_int_equal(again, midnight + (540 + waits[i]) * minute);
	}
	assert_false(call_again(midnight, 6, &again));
	assert_false(call_again(midnight, 0, &again));
}

static void test_a_purchase_is_a_task_at_once(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	agents(w);
	struct order_id id = buy(w, &m, &m.saree);
	struct call_task t = last(w);
	assert_string_equal(t.orders, id.s);
	assert_string_equal(t.booth.s, m.booth.s);
	assert_int_equal(t.reason, CALL_REASON_PURCHASE);
	assert_int_equal(t.due_ms, NOON_MS);
	clock_fake_set(WORLD_NOW_MS + 86400000, 1000000); /* at night it is there, and due in the morning */
	buy(w, &m, &m.bowl);
	t = last(w);
	assert_string_equal(t.booth.s, m.other_booth.s);
	assert_int_equal(t.created_ms, WORLD_NOW_MS + 86400000);
	assert_int_equal(t.due_ms, call_hours(t.created_ms));
}

static void test_who_accepts_need_not_be_called(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	agents(w);
	struct order_id id = buy(w, &m, &m.saree);
	struct call_task t = last(w);
	struct order_actor host = {.by = BY_HOST, .booth = m.booth};
	assert_int_equal(DO(w, act, .a = id.s, .in = &host, .n = ORDER_EVENT_ACCEPT), OK);
	t = find(w, t.id);
	assert_false(t.open);
	assert_string_equal(t.outcome, "settled");
}

static void test_one_agent_at_a_time(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct agents g = agents(w);
	const struct call_result reached = {.outcome = CALL_REACHED, .note = ""};
	buy(w, &m, &m.saree);
	struct call_task t = last(w);
	assert_int_equal(DO(w, outcome, .a = t.id, .b = g.a.s, .in = &reached), ERR_CONFLICT); /* not taken */
	assert_int_equal(DO(w, take, .a = t.id, .b = g.a.s), OK);
	assert_int_equal(DO(w, take, .a = t.id, .b = g.b.s), ERR_CONFLICT);
	assert_int_equal(DO(w, take, .a = t.id, .b = g.a.s), OK);
	assert_int_equal(DO(w, outcome, .a = t.id, .b = g.b.s, .in = &reached), ERR_CONFLICT);
	world_wait_ms(CALL_LEASE_MS - 1);
	assert_int_equal(DO(w, take, .a = t.id, .b = g.b.s), ERR_CONFLICT);
	world_wait_ms(1);
	assert_int_equal(DO(w, outcome, .a = t.id, .b = g.a.s, .in = &reached), ERR_CONFLICT); /* too late */
	assert_int_equal(DO(w, take, .a = t.id, .b = g.b.s), OK);
	assert_int_equal(DO(w, release, .a = t.id, .b = g.a.s), OK);
	assert_int_equal(DO(w, take, .a = t.id, .b = g.a.s), ERR_CONFLICT); /* not a's to give back */
	assert_int_equal(DO(w, release, .a = t.id, .b = g.b.s), OK);
	assert_int_equal(DO(w, take, .a = t.id, .b = g.a.s), OK);
	assert_int_equal(DO(w, outcome, .a = t.id, .b = g.a.s, .in = &reached), OK);
	assert_int_equal(DO(w, take, .a = t.id, .b = g.a.s), ERR_BAD_STATE);
	assert_int_equal(DO(w, take, .a = m.buyer.s, .b = g.a.s), ERR_NOT_FOUND);
}

static void keep_try(void *arg, const struct call_try *t)
{
	struct { char name[40], outcome[16]; int64_t ready_ms; bool accepted; int n; } *k = arg;
	snprintf(k->name, sizeof k->name, "%s", t->name);
	snprintf(k->outcome, sizeof k->outcome, "%s", t->outcome);
	k->ready_ms = t->ready_ms;
	k->accepted = t->accepted;
	k->n++;
}

static void test_a_promise_accepts_the_order_and_says_who_took_it(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct agents g = agents(w);
	struct { char name[40], outcome[16]; int64_t ready_ms; bool accepted; int n; } k = {0};
	struct order_id id = buy(w, &m, &m.saree);
	struct call_task t = last(w);
	struct call_result r = {.outcome = CALL_READY, .ready_ms = NOON_MS + 366 * 86400000LL, .note = "Friday"};
	assert_int_equal(DO(w, take, .a = t.id, .b = g.a.s), OK);
	assert_int_equal(DO(w, outcome, .a = t.id, .b = g.a.s, .in = &r), ERR_BAD_FIELD);
	r.ready_ms = NOON_MS - 86400001;
	assert_int_equal(DO(w, outcome, .a = t.id, .b = g.a.s, .in = &r), ERR_BAD_FIELD);
	r.ready_ms = NOON_MS + 365 * 86400000LL;
	assert_int_equal(DO(w, outcome, .a = t.id, .b = g.a.s, .in = &r), OK);
	assert_int_equal(state_of(w, &id), ORDER_ACCEPTED);
	assert_int_equal(call_tries(w->db, t.id, keep_try, &k), OK);
	assert_int_equal(k.n, 1);
	assert_string_equal(k.name, "Anita");
	assert_string_equal(k.outcome, "ready");
	assert_true(k.accepted && k.ready_ms == r.ready_ms);
	assert_string_equal(find(w, t.id).outcome, "ready");
}

static void test_nobody_answers_and_in_the_end_the_desk_sees_it(void **state)
{
	static const int waits_min[] = {15, 60, 180};
	struct world *w = *state;
	struct market m = market(w);
	struct agents g = agents(w);
	const struct call_result none = {.outcome = CALL_NOT_REACHED, .note = ""};
	buy(w, &m, &m.saree);
	char id[ID_CHARS + 1];
	strcpy(id, last(w).id);
	for (int tries = 1; tries <= 6; tries++) {
		struct call_task t = find(w, id);
		assert_true(t.open);
		assert_int_equal(t.tries, tries - 1);
		clock_fake_set(t.due_ms, 1000000);
		assert_int_equal(call_hours(t.due_ms), t.due_ms);
		assert_int_equal(DO(w, take, .a = id, .b = g.a.s), OK);
		assert_int_equal(DO(w, outcome, .a = id, .b = g.a.s, .in = &none), OK);
		if (tries <= 3) assert_int_equal(find(w, id).due_ms, t.due_ms + waits_min[tries - 1] * 60000);
	}
	struct call_task stuck = {0};
	assert_false(find(w, id).open);
	assert_int_equal(call_task_stuck(w->db, 0, 10, keep_last, &stuck), OK);
	assert_string_equal(stuck.id, id);
	assert_string_equal(stuck.outcome, "given-up");
}

static void test_notes_have_an_end(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct agents g = agents(w);
	char note[CALL_NOTE_MAX + 2];
	memset(note, 'x', sizeof note);
	buy(w, &m, &m.saree);
	struct call_task t = last(w);
	assert_int_equal(DO(w, take, .a = t.id, .b = g.a.s), OK);
	note[CALL_NOTE_MAX + 1] = 0;
	assert_int_equal(DO(w, outcome, .a = t.id, .b = g.a.s, .in = &(struct call_result){.outcome = CALL_BUSY, .note = note}), ERR_TOO_LONG);
	note[CALL_NOTE_MAX] = 0;
	assert_int_equal(DO(w, outcome, .a = t.id, .b = g.a.s, .in = &(struct call_result){.outcome = CALL_BUSY, .note = note}), OK);
}

static void test_what_waits_too_long(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct agents g = agents(w);
	struct call_watch look = {.accept_ms = 3600000, .answer_ms = 1800000};
	const struct call_result reached = {.outcome = CALL_REACHED, .note = ""};
	world_wait_ms(86400000); /* ids never go back within a process, and those of the tests before are of this day */
	buy(w, &m, &m.saree);
	struct call_task first = last(w);
	world_wait_ms(3600000);
	assert_int_equal(DO(w, watch, .out = &look), OK);
	assert_string_equal(last(w).id, first.id); /* nobody has called yet: no second task */
	assert_int_equal(DO(w, take, .a = first.id, .b = g.a.s), OK);
	assert_int_equal(DO(w, outcome, .a = first.id, .b = g.a.s, .in = &reached), OK);
	world_wait_ms(3600000 - 1);
	assert_int_equal(DO(w, watch, .out = &look), OK);
	assert_string_equal(last(w).id, "");       /* it was promised a moment ago */
	world_wait_ms(2);
	assert_int_equal(DO(w, watch, .out = &look), OK);
	struct call_task second = last(w);
	assert_int_equal(second.reason, CALL_REASON_UNACCEPTED);
	assert_string_equal(second.about, first.about);
	assert_int_equal(DO(w, watch, .out = &look), OK);
	assert_string_equal(last(w).id, second.id);
}

static void test_an_enquiry_that_nobody_answers(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct call_watch look = {.accept_ms = 3600000, .answer_ms = 1800000};
	struct enquiry_id id;
	char message[ID_CHARS + 1];
	agents(w);
	assert_int_equal(DO(w, ask_about, .in = &(struct enquiry_new){.person = m.guest.s, .product = m.saree.s}, .out = &id), OK);
	world_wait_ms(1800000);
	assert_int_equal(DO(w, watch, .out = &look), OK);
	assert_string_equal(last(w).id, "");
	world_wait_ms(2);
	assert_int_equal(DO(w, watch, .out = &look), OK);
	struct call_task t = last(w);
	assert_int_equal(t.reason, CALL_REASON_ENQUIRY);
	assert_string_equal(t.about, id.s);
	struct enquiry_words words = {.enquiry = id.s, .person = m.buyer.s, .text = "Yes", .lang = "en", .side = ENQUIRY_HOST};
	assert_int_equal(DO(w, answer, .in = &words, .out = message), OK);
	assert_int_equal(DO(w, watch, .out = &look), OK);
	assert_string_equal(find(w, t.id).outcome, "settled");
}

static void count_share(void *arg, const struct call_share *s)
{
	int64_t *n = arg;
	*n += s->n;
}

static void test_figures(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct agents g = agents(w);
	struct call_figures f;
	int64_t calls = 0;
	buy(w, &m, &m.saree);
	buy(w, &m, &m.bowl);
	struct call_task t = last(w);
	assert_int_equal(DO(w, take, .a = t.id, .b = g.a.s), OK);
	assert_int_equal(call_figures(w->db, clock_wall_ms(), &f), OK);
	assert_int_equal(f.open, 2);
	assert_int_equal(f.overdue, 2);
	assert_int_equal(f.leased, 1);
	assert_int_equal(f.eldest_ms, NOON_MS);
	assert_int_equal(DO(w, outcome, .a = t.id, .b = g.a.s, .in = &(struct call_result){.outcome = CALL_BUSY, .note = ""}), OK);
	assert_int_equal(call_shares(w->db, NOON_MS, count_share, &calls), OK);
	assert_int_equal(calls, 1);
	assert_int_equal(call_figures(w->db, clock_wall_ms(), &f), OK);
	assert_int_equal(f.overdue, 1);
	char id[ID_CHARS + 1];
	assert_int_equal(call_task_next_auto(w->db, clock_wall_ms(), id), OK);
	assert_string_not_equal(id, t.id);
	assert_int_equal(call_task_next_auto(w->db, WORLD_NOW_MS, id), ERR_NOT_FOUND); /* not at night */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_an_enquiry_that_nobody_answers), WORLD_TEST(test_what_waits_too_long),
		cmocka_unit_test(test_calling_hours), WORLD_TEST(test_a_purchase_is_a_task_at_once), WORLD_TEST(test_who_accepts_need_not_be_called),
		WORLD_TEST(test_one_agent_at_a_time), WORLD_TEST(test_a_promise_accepts_the_order_and_says_who_took_it),
		WORLD_TEST(test_nobody_answers_and_in_the_end_the_desk_sees_it), WORLD_TEST(test_notes_have_an_end), WORLD_TEST(test_figures),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
