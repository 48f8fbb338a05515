/* housekeeping_test.c — what is over goes, a little at a time; what is needed stays. */
#include "tests/unit/trade/market.h"

#include "notify/outbox.h"
#include "people/login.h"
#include "store/retention.h"
#include "trade/books.h"
#include "trade/housekeeping.h"
#include "trade/idempotency.h"
#include "trade/pickup_place.h"

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

/* ── sellers that are closed ── */

static err_t owes(struct tx *tx, const struct market *m, int64_t minor)
{
	struct books_entry e = {.cause = BOOKS_DELIVERED, .subject = minor > 0 ? "one" : "two", .currency = "INR"};
	books_add(&e, minor, "bank", NULL, NULL);
	books_add(&e, -minor, "seller", m->registered.s, NULL);
	return books_post(tx, &e);
}

static err_t a_seller_closes(struct tx *tx, void *request)
{
	const struct market *m = request;
	const struct pickup_place place = {.name = "Weavers", .phone = "+919000000001", .line1 = "4 Loom Lane", .city = "Varanasi", .state = "UP", .pin = "221001"};
	const char *field;
	TRY(db_exec(tx_db(tx), Q_SELLER_FORM_INSERT, V(m->registered.s), V("9000000001"), V("UP1234"), V("AAAPA1234A"), V("SBIN0001234"), V("123456789"), V(""), V("regular"), V(""), V(""),
	            V(tx_now_ms(tx))));
	TRY(pickup_place_put(tx, m->registered.s, &place, &field));
	TRY(owes(tx, m, 500));
	return seller_act(tx, m->registered.s, SELLER_EVENT_CLOSE, SELLER_STAFF, "desk", "");
}

static err_t is_paid_out(struct tx *tx, void *request) { return owes(tx, request, -500); }

static void swept(struct world *w, const struct market *m, const char *account, err_t place)
{
	struct housekeeping h = {0};
	struct seller_form f;
	struct pickup_place p;
	assert_int_equal(world_do(w, housekeeping, &h), OK);
	assert_int_equal(seller_form_find(w->db, m->registered.s, &f), OK);
	assert_string_equal(f.account, account);
	assert_string_equal(f.pan, "AAAPA1234A"); /* papers stand on it */
	assert_int_equal(pickup_place_find(w->db, m->registered.s, &p), place);
}

/* What it gave of itself stays while something is owed, and goes some time after it has closed. */
static void test_a_closed_seller_is_no_longer_reached(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	assert_int_equal(world_do(w, a_seller_closes, (void *)&m), OK);
	world_wait_ms(retention_ms(RETENTION_SELLERS));
	swept(w, &m, "123456789", OK);
	world_wait_ms(1);
	swept(w, &m, "123456789", ERR_NOT_FOUND); /* it is still owed something */
	assert_int_equal(world_do(w, is_paid_out, (void *)&m), OK);
	swept(w, &m, "", ERR_NOT_FOUND);
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
	const struct CMUnitTest tests[] = {WORLD_TEST(test_a_full_sweep_asks_for_another), WORLD_TEST(test_messages_go_after_their_days_and_not_before), WORLD_TEST(test_a_closed_seller_is_no_longer_reached),
		 WORLD_TEST(test_guests_who_left_nothing_are_forgotten)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
