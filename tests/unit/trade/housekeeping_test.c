/* housekeeping_test.c — what is over goes, a little at a time; what is needed stays. */
#include "tests/unit/trade/market.h"

#include "notify/outbox.h"
#include "people/login.h"
#include "store/retention.h"
#include "trade/housekeeping.h"
#include "trade/idempotency.h"

static err_t keep_answers(struct tx *tx, void *request)
{
	char key[24];
	for (int i = 0; i < *(int *)request; i++) {
		snprintf(key, sizeof key, "key-%012d", i);
		TRY(idempotency_put(tx, "p", key, "r", 200, "{}"));
	}
	return OK;
}

static void test_a_full_sweep_asks_for_another(void **state)
{
	struct world *w = *state;
	struct housekeeping h = {0};
	int n = HOUSEKEEPING_ROWS + 1;
	assert_int_equal(world_do(w, keep_answers, &n), OK);
	assert_int_equal(world_do(w, housekeeping, &h), OK);
	assert_false(h.more);                           /* all are young */
	world_wait_ms(retention_ms(RETENTION_ANSWERS) + 1);
	assert_int_equal(world_do(w, housekeeping, &h), OK);
	assert_true(h.more);
	assert_int_equal(world_do(w, housekeeping, &h), OK);
	assert_false(h.more);
	struct buf out;
	int status = 1;
	buf_init(&out);
	assert_int_equal(idempotency_find(w->db, "p", "key-000000000200", "r", &status, &out), OK);
	assert_int_equal(status, 0);
	buf_fini(&out);
}

static err_t settled_letter(struct tx *tx, void *unused)
{
	(void)unused;
	struct outbox_item item;
	bool some;
	TRY(outbox_add(tx, &(struct outbox_mail){.to = "a@example.in", .subject = "s", .body = "b"}));
	TRY(outbox_claim(tx, OUTBOX_MAIL, &item, &some));
	return outbox_sent(tx, item.id, "");
}

static void test_messages_go_after_their_days_and_not_before(void **state)
{
	struct world *w = *state;
	struct housekeeping h = {0};
	assert_int_equal(world_do(w, settled_letter, NULL), OK);
	world_wait_ms(retention_ms(RETENTION_LETTERS));
	assert_int_equal(world_do(w, housekeeping, &h), OK);
	assert_int_equal(letters(w), 1);
	world_wait_ms(1);
	assert_int_equal(world_do(w, housekeeping, &h), OK);
	assert_int_equal(letters(w), 0);
}

struct guests { struct person_id left, asked, cookie, young; };

static err_t old_guests(struct tx *tx, void *request)
{
	struct { struct market m; struct guests g; } *a = request;
	struct login_token token;
	struct enquiry_id enquiry;
	TRY(person_new(tx, &(struct person_new){.role = ROLE_GUEST}, &a->g.left));
	TRY(person_new(tx, &(struct person_new){.role = ROLE_GUEST}, &a->g.asked));
	TRY(enquiry_open(tx, &(struct enquiry_new){.person = a->g.asked.s, .product = a->m.saree.s}, &enquiry, NULL));
	return login_open_guest(tx, "", "en", "", &token, &a->g.cookie);
}

static err_t young_guest(struct tx *tx, void *request)
{
	struct guests *g = request;
	return person_new(tx, &(struct person_new){.role = ROLE_GUEST}, &g->young);
}

static bool known(struct world *w, const struct person_id *id)
{
	struct person p;
	return person_find(w->db, id->s, &p) == OK;
}

static void test_guests_who_left_nothing_are_forgotten(void **state)
{
	struct world *w = *state;
	struct { struct market m; struct guests g; } a = {.m = market(w)};
	struct housekeeping h = {0};
	assert_int_equal(world_do(w, old_guests, &a), OK);
	world_wait_ms(HOUSEKEEPING_GUEST_MS + 1);
	assert_int_equal(world_do(w, young_guest, &a.g), OK);
	assert_int_equal(world_do(w, housekeeping, &h), OK);
	assert_true(h.more);                            /* the rest is looked at next */
	h.guests_seen_ms = h.guests_next_ms;
	assert_int_equal(world_do(w, housekeeping, &h), OK);
	assert_false(h.more);
	assert_int_equal(h.guests_next_ms, 0);
	assert_false(known(w, &a.g.left));
	assert_true(known(w, &a.g.asked));
	assert_true(known(w, &a.g.cookie));
	assert_true(known(w, &a.g.young));
	assert_true(known(w, &a.m.buyer));
}

int main(void)
{
	const struct CMUnitTest tests[] = {WORLD_TEST(test_a_full_sweep_asks_for_another), WORLD_TEST(test_messages_go_after_their_days_and_not_before),
		 WORLD_TEST(test_guests_who_left_nothing_are_forgotten)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
