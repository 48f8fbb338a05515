/* books_walk_test.c — a row that was changed long ago is found by the walk, whatever it is; what is posted meanwhile is no fault. */
#include "tests/unit/trade/books_bed.h"

#include <sqlite3.h>

#include "trade/books_walk.h"

#define JOURNALS (BOOKS_WALK_ROWS + 200)   /* more than a slice, and so are the postings of `bank` */

HANDLER(mark, books_mark(tx))
HANDLER(keep_walked, books_walked_put(tx, q->in))

static err_t post_many(struct tx *tx, void *first)
{
	char subject[24];
	for (int i = 0; i < JOURNALS; i++) {
		struct books_entry e = {.cause = BOOKS_PAID, .currency = "INR"};
		snprintf(subject, sizeof subject, "%d", *(int *)first + i);
		e.subject = subject;
		books_add(&e, 100 + i, "bank", NULL, NULL);
		books_add(&e, -100 - i, "buyer", subject, NULL);
		TRY(books_post(tx, &e));
	}
	return OK;
}

/* As a hand or a disk would, beside the server. */
static void hurt(struct world *w, const char *sql)
{
	char path[SCRATCH_BYTES + 16];
	sqlite3 *db;
	snprintf(path, sizeof path, "%s/mela.db", w->dir);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_changes(db), 1);
	sqlite3_close(db);
}

/* The books of many journals, all of them before the mark. */
static void old_books(struct world *w)
{
	int first = 0;
	assert_int_equal(world_do(w, post_many, &first), OK);
	assert_int_equal(DO(w, mark), OK);
}

/* A whole round; between its slices, `meanwhile` is called if it is there. */
static int64_t round_of(struct world *w, void (*meanwhile)(struct world *w, int slice))
{
	struct books_walk walk = {0};
	int n = 0;
	while (walk.part != BOOKS_WALK_OVER) {
		assert_int_equal(books_walk_slice(w->db, &walk, clock_wall_ms()), OK);
		if (meanwhile) meanwhile(w, n);
		assert_true(n++ < 40);
	}
	assert_true(n >= 4 * JOURNALS / BOOKS_WALK_ROWS); /* journals, accounts, and the postings of both sides */
	return walk.faults;
}

static void test_each_kind_of_damage_is_found(void **state)
{
	struct world *w = *state;
	static const struct { const char *hurt, *mend; int64_t faults; } rows[] = {
		{"UPDATE posting SET amount_minor = amount_minor + 1 WHERE account = 'buyer:7'", "UPDATE posting SET amount_minor = amount_minor - 1 WHERE account = 'buyer:7'", 2},
		{"UPDATE posting SET account = 'buyer:8' WHERE account = 'buyer:7'", "UPDATE posting SET account = 'buyer:7' WHERE account = 'buyer:8' AND amount_minor = -107", 2},
		{"UPDATE posting SET currency = 'USD' WHERE account = 'buyer:7'", "UPDATE posting SET currency = 'INR' WHERE account = 'buyer:7'", 2},
		{"UPDATE account SET balance_minor = balance_minor + 1 WHERE name = 'bank'", "UPDATE account SET balance_minor = balance_minor - 1 WHERE name = 'bank'", 1},
		{"INSERT INTO journal VALUES ('0', 1, 'paid', 'x', '', '')", "DELETE FROM journal WHERE id = '0'", 1},
	};
	struct books_health h;
	old_books(w);
	assert_int_equal(round_of(w, NULL), 0);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		hurt(w, rows[i].hurt);
		assert_int_equal(round_of(w, NULL), rows[i].faults);
		hurt(w, rows[i].mend);
		assert_int_equal(round_of(w, NULL), 0);
	}
	hurt(w, rows[0].hurt);
	assert_int_equal(books_check(w->db, false, &h), OK);
	assert_true(books_sound(&h)); /* it lies before the mark: nobody else looks there */
}

static void post_more(struct world *w, int slice)
{
	int first = (slice + 1) * JOURNALS;
	if (slice < 6) assert_int_equal(world_do(w, post_many, &first), OK);
}

static void test_what_is_posted_meanwhile_is_no_fault(void **state)
{
	struct world *w = *state;
	old_books(w);
	assert_int_equal(round_of(w, post_more), 0);
	must_be_sound(w);
}

static void test_nothing_is_walked_while_the_clock_is_behind(void **state)
{
	struct world *w = *state;
	struct books_walk walk = {0};
	old_books(w);
	assert_int_equal(books_walk_slice(w->db, &walk, clock_wall_ms() - 1), OK);
	assert_string_equal(walk.journal, "");
	assert_int_equal(books_walk_slice(w->db, &walk, clock_wall_ms()), OK);
	assert_string_not_equal(walk.journal, "");
}

static void test_what_was_found_is_kept(void **state)
{
	struct world *w = *state;
	struct books_walked found;
	assert_int_equal(books_walked_find(w->db, &found), OK);
	assert_int_equal(found.ended_ms, 0);
	assert_int_equal(DO(w, keep_walked, .in = &(struct books_walked){.ended_ms = WORLD_NOW_MS, .faults = 2}), OK);
	assert_int_equal(books_walked_find(w->db, &found), OK);
	assert_int_equal(found.ended_ms, WORLD_NOW_MS);
	assert_int_equal(found.faults, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_each_kind_of_damage_is_found),
		WORLD_TEST(test_what_is_posted_meanwhile_is_no_fault),
		WORLD_TEST(test_nothing_is_walked_while_the_clock_is_behind),
		WORLD_TEST(test_what_was_found_is_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
