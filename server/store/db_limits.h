/* db_limits.h — what one statement of a connection may be at most (sqlite3_limit). Every statement is ours and prepared at start; the limits
 * are there for the day when one is not.
 * Limits  DB_SQL_BYTES of text, DB_VARIABLES parameters, DB_EXPR_DEPTH nested operators, no attached database. */
#pragma once

#define DB_SQL_BYTES 10000
#define DB_VARIABLES 100
#define DB_EXPR_DEPTH 100

struct sqlite3;
/* After the migrations, whose statements are longer. */
void db_limits_set(struct sqlite3 *sqlite);
