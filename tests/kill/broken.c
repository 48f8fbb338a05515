/* broken.c — a library that is preloaded into the server to break one promise on purpose, so that the harness can be seen to fail.
 *   MELA_BROKEN=ack     from the first answer that is kept on, a COMMIT is claimed before it is done: only every 40th is real
 *   MELA_BROKEN=lead    the rows of leads are forgotten just before the commit that should keep them */
#include <dlfcn.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

static int (*real_step)(sqlite3_stmt *);

static int claimed(sqlite3_stmt *s, const char *sql)
{
	static int answered, commits; /* a start has many commits of its own, one for each migration */
	if (!strncmp(sql, "INSERT INTO idempotency", 23)) answered = 1;
	if (!strcmp(sql, "COMMIT") && answered && ++commits % 40) return SQLITE_DONE;
	if (!strcmp(sql, "BEGIN IMMEDIATE") && !sqlite3_get_autocommit(sqlite3_db_handle(s))) return SQLITE_DONE;
	return real_step(s);
}

int sqlite3_step(sqlite3_stmt *s)
{
	if (!real_step) real_step = (int (*)(sqlite3_stmt *))dlsym(RTLD_NEXT, "sqlite3_step");
	const char *mode = getenv("MELA_BROKEN"), *sql = sqlite3_sql(s);
	if (mode && sql && !strcmp(mode, "ack")) return claimed(s, sql);
	if (mode && sql && !strcmp(mode, "lead") && !strcmp(sql, "COMMIT")) sqlite3_exec(sqlite3_db_handle(s), "DELETE FROM lead", NULL, NULL, NULL);
	return real_step(s);
}
