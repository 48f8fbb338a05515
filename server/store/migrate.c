/* migrate.c — PRAGMA user_version counts the migrations that were done. */
#include "store/migrate.h"

#include <sqlite3.h>
#include <stdio.h>

#include "base/log.h"
#include "migrations.h"

static int version_of(sqlite3 *sqlite)
{
	sqlite3_stmt *s;
	if (sqlite3_prepare_v2(sqlite, "PRAGMA user_version", -1, &s, NULL) != SQLITE_OK) return -1;
	int v = sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int(s, 0) : -1;
	sqlite3_finalize(s);
	return v;
}

static err_t step(sqlite3 *sqlite, int number)
{
	char mark[64];
	snprintf(mark, sizeof mark, "PRAGMA user_version=%d; COMMIT", number + 1);
	if (sqlite3_exec(sqlite, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK &&
	    sqlite3_exec(sqlite, migrations_table[number].sql ? migrations_table[number].sql : "", NULL, NULL, NULL) == SQLITE_OK &&
	    sqlite3_exec(sqlite, mark, NULL, NULL, NULL) == SQLITE_OK)
		return OK;
	log_error("store", "migration %s: %s", migrations_table[number].name, sqlite3_errmsg(sqlite));
	sqlite3_exec(sqlite, "ROLLBACK", NULL, NULL, NULL);
	return ERR_STORE;
}

err_t migrate(struct sqlite3 *sqlite)
{
	int done = version_of(sqlite), known = 0;
	while (migrations_table[known].name) known++;
	if (done < 0) return ERR_STORE;
	if (done > known) {
		log_error("store", "the database is newer than this program (%d > %d)", done, known);
		return ERR_CONFIG;
	}
	for (; done < known; done++) TRY(step(sqlite, done));
	return OK;
}
