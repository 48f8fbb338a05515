/* tick_limits_test.c — a statement that works too long, a read that somebody has waited for too long, and a WAL that a reader does not let go of. */
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>

#include "base/counters.h"
#include "tests/unit/world.h"

HANDLER(put, db_exec(tx_db(tx), Q_SETTING_PUT, V(q->a), V(q->b)))

/* Another connection, as an operator's tool would be. */
static sqlite3 *tool(struct world *w)
{
	char path[128];
	sqlite3 *s;
	snprintf(path, sizeof path, "%s/mela.db", w->dir);
	assert_int_equal(sqlite3_open(path, &s), SQLITE_OK);
	return s;
}

static void run(sqlite3 *s, const char *sql) { assert_int_equal(sqlite3_exec(s, sql, NULL, NULL, NULL), SQLITE_OK); }

static void a_statement_that_works_too_long_is_stopped_and_undone(void **state)
{
	struct world *w = *state;
	sqlite3 *s = tool(w);
	run(s, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150) INSERT INTO setting SELECT 'n' || i, 'x' FROM n;"
	       "CREATE TRIGGER slow AFTER INSERT ON setting WHEN new.name = 'slow' BEGIN"
	       " SELECT count(*) FROM setting a, setting b, setting c WHERE a.value || b.value || c.value = 'y'; END");
	sqlite3_close(s);
	int64_t stopped = counter_get(CTR_WRITES_STOPPED), n;
	db_limit_writes(w->db, 20);
	assert_int_equal(DO(w, put, .a = "quick", .b = "x"), OK);
	assert_int_equal(DO(w, put, .a = "slow", .b = "x"), ERR_TIMEOUT);
	assert_int_equal(counter_get(CTR_WRITES_STOPPED) - stopped, 1);
	assert_int_equal(db_int(w->db, &n, Q_SETTING_COUNT), OK);
	assert_int_equal(n, 151);
	db_limit_writes(w->db, 60000);
	assert_int_equal(DO(w, put, .a = "slow", .b = "x"), OK);
}

static void a_wal_of_so_many_pages_is_written_and_one_more_is_not(void **state)
{
	struct world *w = *state;
	db_checkpoint(w->db, true);
	assert_int_equal(DO(w, put, .a = "a", .b = "1"), OK);
	sqlite3 *reader = tool(w);
	run(reader, "BEGIN; SELECT count(*) FROM setting");
	assert_int_equal(DO(w, put, .a = "a", .b = "2"), OK);
	int pages = db_wal_pages(w->db);
	int64_t full = counter_get(CTR_WAL_FULL);
	tick_wal_max(w->tick, pages);                          /* there are just as many as may be */
	assert_int_equal(DO(w, put, .a = "a", .b = "3"), OK);
	assert_true(db_wal_pages(w->db) > pages);
	assert_int_equal(DO(w, put, .a = "a", .b = "4"), ERR_STORE);
	assert_int_equal(counter_get(CTR_WAL_FULL) - full, 1);
	assert_true(tick_is_failing(w->tick));
	int64_t n;
	assert_int_equal(db_int(w->db, &n, Q_SETTING_COUNT), OK); /* reading goes on */
	run(reader, "COMMIT");
	assert_int_equal(DO(w, put, .a = "a", .b = "5"), OK);
	assert_true(db_wal_pages(w->db) <= pages);
	assert_false(tick_is_failing(w->tick));
	assert_int_equal(counter_get(CTR_WAL_PAGES), db_wal_pages(w->db));
	sqlite3_close(reader);
}

static atomic_bool time_flies;
static void *fly(void *unused)
{
	while (atomic_load(&time_flies)) clock_fake_advance_us(1000);
	return unused;
}

static void a_read_ends_when_its_time_is_over(void **state)
{
	struct world *w = *state;
	struct db *reader;
	pthread_t flying;
	int64_t n, stopped = counter_get(CTR_READS_STOPPED);
	sqlite3 *s = tool(w);
	run(s, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) INSERT INTO photo SELECT 'n' || i, 1, 1, 1, 'p', 1 FROM n");
	sqlite3_close(s);
	assert_int_equal(db_open(w->dir, false, &reader), OK);
	assert_int_equal(db_int(reader, &n, Q_PHOTO_SUM_OF_PERSON, V("p")), OK); /* in no time, as the clock stands still */
	assert_int_equal(n, 200000);
	atomic_store(&time_flies, true);
	pthread_create(&flying, NULL, fly, NULL);
	assert_int_equal(db_int(reader, &n, Q_PHOTO_SUM_OF_PERSON, V("p")), ERR_TIMEOUT);
	atomic_store(&time_flies, false);
	pthread_join(flying, NULL);
	assert_true(counter_get(CTR_READS_STOPPED) - stopped > 0);
	db_close(reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, world_set_up, world_tear_down)
		T(a_statement_that_works_too_long_is_stopped_and_undone),
		T(a_read_ends_when_its_time_is_over),
		T(a_wal_of_so_many_pages_is_written_and_one_more_is_not),
	};
	return cmocka_run_group_tests_name("tick_limits", tests, NULL, NULL);
}
