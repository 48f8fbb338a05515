/* power_cut_test.c — the power goes at any moment: no acknowledged order is lost, none is there by half, stock and payments agree.
 * CUTS (300) cut points a run, SEED (1). With synchronous=NORMAL the same test must find losses, or it would prove nothing. */
#include "tests/unit/trade/market.h"

#include "tests/unit/store/power.h"
#include "trade/payment.h"

#define TICKS 160
#define ORDERS_MAX (4 * TICKS)
#define STOCK 100000
#ifdef __clang__
#define CUTS 60 /* the sanitizers' builds are many times slower, and look for something else */
#else
#define CUTS 300
#endif

HANDLER(place, order_place(tx, q->in, q->out))
HANDLER(cancel, order_act(tx, q->a, q->in, ORDER_EVENT_CANCEL))

static sqlite3 *newest; /* the connection that db_open made last */
static int on_connection(sqlite3 *db, const char **unused, const struct sqlite3_api_routines *api)
{
	(void)unused, (void)api;
	newest = db;
	return SQLITE_OK;
}

struct bazaar { struct world w; struct market m; struct product_id mats; struct order_id orders[ORDERS_MAX]; int n; uint64_t seed; };

static err_t add_mats(struct tx *tx, void *arg)
{
	struct bazaar *b = arg;
	struct product p = product_like("Mat", "चटाई", &b->m.booth, &b->m.registered, STOCK);
	return product_new(tx, &p, &b->mats);
}

static void open_bazaar(struct bazaar *b, bool full)
{
	*b = (struct bazaar){.seed = 7};
	clock_fake_set(WORLD_NOW_MS, 1000000);
	assert_non_null(scratch_new(b->w.dir, "power"));
	power_of(b->w.dir);
	assert_int_equal(db_open(b->w.dir, true, &b->w.db), OK);
	if (!full) assert_int_equal(sqlite3_exec(newest, "PRAGMA synchronous=NORMAL", NULL, NULL, NULL), SQLITE_OK);
	b->w.tick = tick_new(b->w.db);
	b->m = market(&b->w);
	assert_int_equal(world_do(&b->w, add_mats, b), OK);
	db_checkpoint(b->w.db, true);
	power_watch();
}

static void place_one(struct bazaar *b)
{
	struct order_line_new line = {.product = b->mats.s, .quantity = 1 + power_random(&b->seed) % 3};
	struct asked q = {.in = &(struct order_new){.person = b->m.buyer.s, .lines = &line, .n_lines = 1, .to = home}, .out = &b->orders[b->n]};
	assert_int_equal(tick_handle(b->w.tick, place, &q), OK);
	b->n++;
}

/* One to four orders a tick, now and then one given up; acknowledged when the tick has ended. */
static void trade(struct bazaar *b)
{
	static const struct order_actor staff = {.by = BY_STAFF};
	for (int tick = 0; tick < TICKS; tick++) {
		for (uint32_t i = 0, n = 1 + power_random(&b->seed) % 4; i < n; i++) place_one(b);
		if (tick % 5 == 4) {
			struct asked q = {.a = b->orders[power_random(&b->seed) % (uint32_t)b->n].s, .in = &staff};
			err_t e = tick_handle(b->w.tick, cancel, &q);
			assert_true(e == OK || e == ERR_BAD_STATE); /* given up before */
		}
		tick_end(b->w.tick);
		power_ack(b->n);
		clock_fake_advance_us(1000);
		if (tick % 16 == 15) db_checkpoint(b->w.db, tick % 48 == 47);
	}
}

static int64_t number(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *s;
	if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK) fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	int64_t n = sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int64(s, 0) : -1;
	sqlite3_finalize(s);
	return n;
}

/* An oracle apart from the house: plain SQL on what is left. Gives how many acknowledged orders are lost; -1: what is there is wrong. */
static int judge(const struct bazaar *b, const char *dir, int acknowledged)
{
	static const char *const wrongs[] = {
		"SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
		"SELECT count(*) FROM pragma_foreign_key_check",
		"SELECT count(*) FROM orders o WHERE (SELECT count(*) FROM order_child c WHERE c.orders = o.id) <> 1",
		"SELECT count(*) FROM orders o WHERE (SELECT count(*) FROM order_line l WHERE l.orders = o.id) <> 1",
		"SELECT count(*) FROM orders o WHERE (SELECT count(*) FROM payment p WHERE p.orders = o.id) <> 1",
		"SELECT count(*) FROM order_child c JOIN payment p ON p.child = c.id WHERE (c.state = 'cancelled') <> (p.state = 'void')",
		"SELECT count(*) FROM product WHERE stock < 0",
	};
	char path[300], sql[320];
	sqlite3 *db;
	int lost = 0;
	snprintf(path, sizeof path, "%s/mela.db", dir);
	if (sqlite3_open(path, &db) != SQLITE_OK) return -1;
	for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++)
		if (number(db, wrongs[i]) != 0) lost = -1;
	snprintf(sql, sizeof sql, "SELECT p.stock + (SELECT COALESCE(SUM(l.quantity), 0) FROM order_line l JOIN order_child c ON c.id = l.child WHERE c.state <> 'cancelled') FROM product p WHERE p.id = '%s'", b->mats.s);
	if (number(db, sql) != STOCK) lost = -1;
	for (int i = 0; i < acknowledged && lost >= 0; i++) {
		snprintf(sql, sizeof sql, "SELECT count(*) FROM orders WHERE id = '%s'", b->orders[i].s);
		if (number(db, sql) != 1) lost++;
	}
	sqlite3_close(db);
	return lost;
}

/* Cuts at operation `k`, starts again as the server would, and judges. */
static int cut(const struct bazaar *b, const char *dir, int k, uint64_t seed)
{
	int acknowledged = 0;
	struct db *db;
	for (int i = 0; i < k; i++)
		if (power.ops[i].kind == POWER_ACK) acknowledged = (int)power.ops[i].at;
	power_lay_out(dir, k, seed);
	if (db_open(dir, true, &db) != OK) return -1;
	db_close(db);
	return judge(b, dir, acknowledged);
}

static void sweep(const char *dir)
{
	static const char *const names[] = {"mela.db", "mela.db-wal", "mela.db-shm", "mela.db-journal"};
	char path[300];
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(path, sizeof path, "%s/%s", dir, names[i]);
		remove(path);
	}
	remove(dir);
}

static int from_environment(const char *name, int otherwise) { return getenv(name) ? atoi(getenv(name)) : otherwise; }

/* Trades, then cuts `cuts` times; counts the cuts that lost something. Stops at the first that left something wrong. */
static int cut_often(bool full, int cuts)
{
	struct bazaar *b = calloc(1, sizeof *b);
	char dir[SCRATCH_BYTES];
	uint64_t seed = (uint64_t)from_environment("SEED", 1);
	int losing = 0;
	assert_non_null(b);
	assert_non_null(scratch_new(dir, "cut"));
	open_bazaar(b, full);
	trade(b);
	power.on = false;
	for (int i = 0; i < cuts; i++) {
		int k = (int)(power_random(&seed) % (uint32_t)power.n_ops) + 1, lost = cut(b, dir, k, seed + (uint64_t)i);
		if (lost < 0) fail_msg("cut %d before operation %d of %d: what is left is wrong", i, k, power.n_ops);
		losing += lost > 0;
	}
	printf("%d cuts among %d operations, %d orders: %d lose an acknowledged one\n", cuts, power.n_ops, b->n, losing);
	tick_free(b->w.tick);
	power_forget();
	sweep(b->w.dir);
	sweep(dir);
	free(b);
	clock_fake_off();
	return losing;
}

static void test_no_acknowledged_order_is_lost(void **state)
{
	(void)state;
	assert_int_equal(cut_often(true, from_environment("CUTS", CUTS)), 0);
}

static void test_a_store_that_does_not_wait_for_the_disk_is_found_out(void **state)
{
	(void)state;
	assert_true(cut_often(false, CUTS / 8) > 0);
}

int main(void)
{
	power_install();
	sqlite3_auto_extension((void (*)(void))on_connection);
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_no_acknowledged_order_is_lost), cmocka_unit_test(test_a_store_that_does_not_wait_for_the_disk_is_found_out)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
