/* db.c — SQLite 3.40 with the pragmas that make an acknowledged commit durable. */
#include "store/db.h"

#include <assert.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/counters.h"
#include "base/log.h"
#include "base/text.h"
#define QUERIES_TABLE
#include "queries.h"
#include "store/db_limits.h"
#include "store/heap.h"
#include "store/migrate.h"
#include "store/vfs.h"

#define BUSY_MS 2000
#define PROGRESS_STEPS 10000 /* of SQLite's machine, between two looks at the clock: some 100 µs */

enum { SAVE, SAVE_UNDO, SAVE_KEEP, BEGIN, COMMIT, ROLLBACK, CONTROL_COUNT };
static const char *const control_sql[CONTROL_COUNT] = {"SAVEPOINT h", "ROLLBACK TO h", "RELEASE h", "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"};

struct db {
	sqlite3 *sqlite;
	sqlite3_stmt *stmts[Q_COUNT + 1], *control[CONTROL_COUNT];
	char path[512];
	bool writer, patient;
	int wal_pages;
	int64_t read_until_us, write_until_us, changes; /* write_until_us: of the thread's own time; 0: not looked at yet */
	int64_t write_us;                               /* that a statement may take; 0: as long as it likes */
	err_t (*hook)(void *arg);
	void *hook_arg;
};

static err_t translate(struct db *db, int rc, const char *what)
{
	if (rc == SQLITE_OK || rc == SQLITE_ROW || rc == SQLITE_DONE) return OK;
	if ((rc & 0xff) == SQLITE_CONSTRAINT) return ERR_CONFLICT;
	if ((rc & 0xff) == SQLITE_INTERRUPT) {
		counter_add(db->writer ? CTR_WRITES_STOPPED : CTR_READS_STOPPED, 1);
		log_warn("store", "stopped, for it took too long: %s", what);
		return ERR_TIMEOUT;
	}
	log_error("store", "%s: %s (%d)", what, db->sqlite ? sqlite3_errmsg(db->sqlite) : "no connection", rc);
	return ERR_STORE;
}

static int on_wal(void *arg, sqlite3 *sqlite, const char *name, int pages)
{
	(void)sqlite, (void)name;
	((struct db *)arg)->wal_pages = pages;
	return SQLITE_OK;
}

/* A reader's statement is stopped when its time is over: somebody waits for it. */
static int on_read_progress(void *arg) { return clock_mono_us() > ((struct db *)arg)->read_until_us; }

/* A statement that writes is stopped for what it does itself: a slow disk, or a machine that is busy with others, is no fault of it. */
static int on_write_progress(void *arg)
{
	struct db *db = arg;
	if (!db->write_us || db->write_until_us == INT64_MAX) return 0;
	int64_t now_us = clock_thread_us();
	if (!db->write_until_us) db->write_until_us = now_us + db->write_us;
	return now_us > db->write_until_us;
}

static err_t set_up(struct db *db)
{
	static const char *const writer_pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"
	                                          "PRAGMA journal_size_limit=33554432; PRAGMA secure_delete=ON; PRAGMA cache_size=-32000;";
	static const char *const reader_pragmas = "PRAGMA temp_store=MEMORY;";
	static const char *const pragmas = "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;";
	sqlite3_extended_result_codes(db->sqlite, 1);
	sqlite3_busy_timeout(db->sqlite, BUSY_MS);
	sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	if (db->writer) {
		TRY(translate(db, sqlite3_exec(db->sqlite, writer_pragmas, NULL, NULL, NULL), "pragmas"));
		sqlite3_wal_hook(db->sqlite, on_wal, db);
		sqlite3_progress_handler(db->sqlite, PROGRESS_STEPS, on_write_progress, db);
		db->write_until_us = INT64_MAX;
	} else {
		sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
		sqlite3_progress_handler(db->sqlite, PROGRESS_STEPS, on_read_progress, db);
		db->read_until_us = INT64_MAX;
		TRY(translate(db, sqlite3_exec(db->sqlite, reader_pragmas, NULL, NULL, NULL), "pragmas"));
	}
	return translate(db, sqlite3_exec(db->sqlite, pragmas, NULL, NULL, NULL), "pragmas");
}

static err_t prepare_all(struct db *db)
{
	for (int i = 0; i < Q_COUNT; i++)
		if (sqlite3_prepare_v3(db->sqlite, queries_table[i].sql, -1, SQLITE_PREPARE_PERSISTENT, &db->stmts[i], NULL) != SQLITE_OK) {
			log_error("store", "statement %s: %s", queries_table[i].name, sqlite3_errmsg(db->sqlite));
			return ERR_STORE;
		}
	for (int i = 0; i < CONTROL_COUNT; i++)
		TRY(translate(db, sqlite3_prepare_v3(db->sqlite, control_sql[i], -1, SQLITE_PREPARE_PERSISTENT, &db->control[i], NULL), "prepare"));
	return OK;
}

static void disconnect(struct db *db)
{
	for (int i = 0; i < Q_COUNT; i++) sqlite3_finalize(db->stmts[i]);
	for (int i = 0; i < CONTROL_COUNT; i++) sqlite3_finalize(db->control[i]);
	memset(db->stmts, 0, sizeof db->stmts);
	memset(db->control, 0, sizeof db->control);
	sqlite3_close(db->sqlite);
	db->sqlite = NULL;
}

static err_t connect_to(struct db *db)
{
	int flags = (db->writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX;
	TRY(translate(db, sqlite3_open_v2(db->path, &db->sqlite, flags, db->writer ? vfs_use() : NULL), db->path));
	TRY(set_up(db));
	if (db->writer) {
		TRY(migrate(db->sqlite));
		/* Now, as the change closes the temporary file that an ALTER TABLE has opened. */
		TRY(translate(db, sqlite3_exec(db->sqlite, "PRAGMA temp_store=FILE", NULL, NULL, NULL), "pragma"));
	}
	db_limits_set(db->sqlite);
	return prepare_all(db);
}

err_t db_open(const char *dir, bool writer, struct db **ret)
{
	struct db *db = calloc(1, sizeof *db);
	if (!db) abort();
	heap_use();
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* counting its memory takes a lock at every malloc; both are refused, and harmless, once SQLite runs */
	sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, 0); /* what would undo a handler is a file from its first byte: undo_file.h */
	db->writer = writer;
	if (snprintf(db->path, sizeof db->path, "%s/mela.db", dir) >= (int)sizeof db->path) { free(db); return ERR_CONFIG; }
	err_t e = connect_to(db);
	if (e != OK) { db_close(db); return e; }
	*ret = db;
	return OK;
}

void db_close(struct db *db)
{
	if (!db) return;
	disconnect(db);
	free(db);
}

void db_patient(struct db *db) { db->patient = true; }
void db_limit_writes(struct db *db, int64_t ms) { db->write_us = ms * 1000; }

err_t db_reopen(struct db *db)
{
	disconnect(db);
	return connect_to(db);
}

/* `kept`: the texts outlive every step (they need not be copied). */
static sqlite3_stmt *bind(struct db *db, enum query q, const struct val *vals, size_t n, bool kept)
{
	sqlite3_stmt *s = db->stmts[q];
	if (!s) return NULL; /* a reopen that failed leaves no statements */
	assert(!sqlite3_stmt_busy(s) && "a statement's rows are still open");
	assert((size_t)sqlite3_bind_parameter_count(s) == n && "number of parameters");
	for (size_t i = 1; i <= n; i++) {
		const struct val *v = &vals[i];
		if (v->kind == VAL_INT) sqlite3_bind_int64(s, (int)i, v->i);
		else if (v->kind == VAL_TEXT) sqlite3_bind_text(s, (int)i, v->s, -1, kept ? SQLITE_STATIC : SQLITE_TRANSIENT);
		else sqlite3_bind_null(s, (int)i);
	}
	return s;
}

static err_t about_to_step(struct db *db, sqlite3_stmt *s)
{
	bool reads = sqlite3_stmt_readonly(s);
	if (!db->writer && !db->patient) db->read_until_us = clock_mono_us() + DB_READ_MS * 1000;
	if (db->writer) db->write_until_us = reads ? INT64_MAX : 0;
	if (!db->hook || reads) return OK;
	return db->hook(db->hook_arg);
}

/* SQLite's own total would also count what full text does inside, which depends on what it did before. */
static void count_changes(struct db *db, sqlite3_stmt *s, int rc)
{
	if (rc == SQLITE_DONE && !sqlite3_stmt_readonly(s)) db->changes += sqlite3_changes64(db->sqlite);
}

err_t db_exec_vals(struct db *db, enum query q, int64_t *ret_changes, const struct val *vals, size_t n)
{
	sqlite3_stmt *s = bind(db, q, vals, n, true);
	if (!s) return ERR_STORE;
	TRY(about_to_step(db, s));
	int rc;
	do rc = sqlite3_step(s); while (rc == SQLITE_ROW);
	if (rc == SQLITE_DONE && ret_changes) *ret_changes = sqlite3_changes64(db->sqlite);
	count_changes(db, s, rc);
	err_t e = translate(db, rc, queries_table[q].name);
	sqlite3_reset(s);
	return e;
}

static void query(struct db *db, struct rows *r, enum query q, const struct val *vals, size_t n, bool kept)
{
	*r = (struct rows){.db = db, .stmt = bind(db, q, vals, n, kept)};
	r->err = r->stmt ? about_to_step(db, r->stmt) : ERR_STORE;
}

void db_query_vals(struct db *db, struct rows *r, enum query q, const struct val *vals, size_t n) { query(db, r, q, vals, n, false); }

bool rows_next(struct rows *r)
{
	if (r->err != OK || !r->stmt) return false;
	int rc = sqlite3_step(r->stmt);
	if (rc == SQLITE_ROW) return true;
	if (rc != SQLITE_DONE) r->err = translate(r->db, rc, sqlite3_sql(r->stmt));
	count_changes(r->db, r->stmt, rc);
	sqlite3_reset(r->stmt);
	r->stmt = NULL;
	return false;
}

int64_t rows_int(struct rows *r, int col) { return sqlite3_column_int64(r->stmt, col); }
bool rows_is_null(struct rows *r, int col) { return sqlite3_column_type(r->stmt, col) == SQLITE_NULL; }

const char *rows_text(struct rows *r, int col)
{
	const unsigned char *s = sqlite3_column_text(r->stmt, col);
	return s ? (const char *)s : "";
}

void rows_copy(struct rows *r, int col, char *buf, size_t cap) { text_copy(buf, cap, rows_text(r, col)); }

err_t rows_end(struct rows *r)
{
	if (r->stmt) sqlite3_reset(r->stmt);
	r->stmt = NULL;
	return r->err;
}

err_t db_int_vals(struct db *db, int64_t *ret, enum query q, const struct val *vals, size_t n)
{
	struct rows r;
	query(db, &r, q, vals, n, true);
	bool some = rows_next(&r);
	int64_t value = some ? rows_int(&r, 0) : 0;
	while (rows_next(&r)) {} /* an UPDATE … RETURNING is done only when stepped to its end */
	TRY(rows_end(&r));
	if (!some) return ERR_NOT_FOUND;
	*ret = value;
	return OK;
}

static err_t control(struct db *db, int which)
{
	sqlite3_stmt *s = db->control[which];
	if (!s) return ERR_STORE;
	int rc = sqlite3_step(s);
	err_t e = translate(db, rc, control_sql[which]);
	sqlite3_reset(s);
	return e;
}

err_t db_begin(struct db *db) { return control(db, BEGIN); }
err_t db_commit(struct db *db) { return control(db, COMMIT); }
err_t db_save(struct db *db) { return control(db, SAVE); }
err_t db_save_keep(struct db *db) { return control(db, SAVE_KEEP); }

void db_rollback(struct db *db)
{
	if (db_in_transaction(db)) IGNORE(control(db, ROLLBACK));
}

void db_save_undo(struct db *db)
{
	if (!db_in_transaction(db)) return;
	IGNORE(control(db, SAVE_UNDO));
	IGNORE(control(db, SAVE_KEEP));
}

bool db_in_transaction(struct db *db) { return db->sqlite && !sqlite3_get_autocommit(db->sqlite); }

void db_before_write(struct db *db, err_t (*hook)(void *arg), void *arg)
{
	db->hook = hook;
	db->hook_arg = arg;
}

int64_t db_changes(struct db *db) { return db->changes; }
int db_wal_pages(struct db *db) { return db->wal_pages; }

void db_checkpoint(struct db *db, bool all)
{
	if (!db->sqlite) return;
	int left = 0;
	sqlite3_wal_checkpoint_v2(db->sqlite, NULL, all ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, &left, NULL);
	if (all) db->wal_pages = 0;
}

err_t db_restart_wal(struct db *db)
{
	if (!db->sqlite) return ERR_STORE;
	sqlite3_busy_timeout(db->sqlite, 0); /* the floor does not wait for readers */
	int rc = sqlite3_wal_checkpoint_v2(db->sqlite, NULL, SQLITE_CHECKPOINT_RESTART, NULL, NULL);
	sqlite3_busy_timeout(db->sqlite, BUSY_MS);
	if (rc != SQLITE_OK) return ERR_STORE;
	db->wal_pages = 0;
	return OK;
}
