/* db_limits_test.c — statements at each limit of a connection and one beyond, on a connection of its own. */
#include "store/db_limits.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static sqlite3 *sqlite;
static char sql[2 * DB_SQL_BYTES];

static int start(void **state)
{
	(void)state;
	if (sqlite3_open(":memory:", &sqlite) != SQLITE_OK) return -1;
	db_limits_set(sqlite);
	return 0;
}

static int stop(void **state) { (void)state; return sqlite3_close(sqlite); }

static bool takes(const char *text)
{
	sqlite3_stmt *s = NULL;
	bool taken = sqlite3_prepare_v2(sqlite, text, -1, &s, NULL) == SQLITE_OK;
	sqlite3_finalize(s);
	return taken;
}

static bool takes_bytes(int n)
{
	memset(sql, ' ', sizeof sql);
	memcpy(sql, "SELECT 1", 8);
	sql[n] = 0;
	return takes(sql);
}

static bool takes_variable(int n)
{
	snprintf(sql, sizeof sql, "SELECT ?%d", n);
	return takes(sql);
}

/* A sum of n numbers is n deep: SQLite counts the first number as one level, each sum as one more. */
static bool takes_depth(int n)
{
	int at = snprintf(sql, sizeof sql, "SELECT ?1");
	for (int i = 1; i < n; i++) at += snprintf(sql + at, sizeof sql - (size_t)at, "+1");
	return takes(sql);
}

static void each_limit_and_one_beyond(void **state)
{
	(void)state;
	static const struct { const char *what; bool (*takes)(int n); int most; } rows[] = {
		{"bytes", takes_bytes, DB_SQL_BYTES}, {"variables", takes_variable, DB_VARIABLES}, {"deep", takes_depth, DB_EXPR_DEPTH},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (!rows[i].takes(rows[i].most) || rows[i].takes(rows[i].most + 1)) fail_msg("%d %s, or one more", rows[i].most, rows[i].what);
}

static void nothing_is_attached(void **state)
{
	(void)state;
	assert_int_equal(sqlite3_exec(sqlite, "ATTACH ':memory:' AS other", NULL, NULL, NULL), SQLITE_ERROR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(each_limit_and_one_beyond), cmocka_unit_test(nothing_is_attached)};
	return cmocka_run_group_tests_name("db_limits", tests, start, stop);
}
