/* db_limits.c — rows of a table. */
#include "store/db_limits.h"

#include <sqlite3.h>
#include <stddef.h>

static const struct { int what, most; } rows[] = {
	{SQLITE_LIMIT_SQL_LENGTH, DB_SQL_BYTES},
	{SQLITE_LIMIT_VARIABLE_NUMBER, DB_VARIABLES},
	{SQLITE_LIMIT_EXPR_DEPTH, DB_EXPR_DEPTH},
	{SQLITE_LIMIT_ATTACHED, 0},
};

void db_limits_set(struct sqlite3 *sqlite)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) sqlite3_limit(sqlite, rows[i].what, rows[i].most);
}
