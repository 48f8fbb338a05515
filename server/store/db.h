/* db.h — one SQLite connection and its named statements (schema/queries/<noun>.sql, all prepared at open).
 * Owns    the connection and statements; text from rows_text is lent until the next step.
 * Thread  the one it was opened on.    Limits  a reading connection gives up after DB_READ_MS, a writing one as db_limit_writes says; a
 *         statement's own limits are in db_limits.h.
 * One connection of the process writes; all others are read-only (SQLite's WAL-reset bug needs two writers). */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "queries.h"

#define DB_READ_MS 500

struct db;

/* A parameter. Texts are lent for the call. */
struct val { enum { VAL_NONE, VAL_NULL, VAL_INT, VAL_TEXT } kind; int64_t i; const char *s; };

static inline struct val val_null(void) { return (struct val){.kind = VAL_NULL}; }
static inline struct val val_int(int64_t i) { return (struct val){.kind = VAL_INT, .i = i}; }
/* NULL binds NULL. */
static inline struct val val_text(const char *s) { return s ? (struct val){.kind = VAL_TEXT, .s = s} : val_null(); }
/* An empty text binds NULL: optional columns hold NULL, never "". */
static inline struct val val_opt(const char *s) { return s && *s ? val_text(s) : val_null(); }
static inline struct val val_same(struct val v) { return v; }
#define V(x) _Generic((x), char *: val_text, const char *: val_text, struct val: val_same, default: val_int)(x)
#define DB_VALS(...) (const struct val[]){{.kind = VAL_NONE} __VA_OPT__(,) __VA_ARGS__}, sizeof((const struct val[]){{.kind = VAL_NONE} __VA_OPT__(,) __VA_ARGS__}) / sizeof(struct val) - 1

/* Opens DIR/mela.db for writing, making and migrating it as needed, or read-only. */
err_t db_open(const char *dir, bool writer, struct db **ret);
void db_close(struct db *db);
/* For a program of its own, which nobody waits for: reads are not ended after DB_READ_MS. */
void db_patient(struct db *db);
/* A statement that changes rows is stopped after so much of the thread's own time: ERR_TIMEOUT, and its transaction is undone. 0 is no limit. */
void db_limit_writes(struct db *db, int64_t ms);
/* Closes and opens again after a failure; what was open is rolled back. */
err_t db_reopen(struct db *db);

/* Runs a statement; rows it returns are passed over. A broken constraint is ERR_CONFLICT, a full disk or failing device ERR_STORE. */
#define db_exec(db, q, ...) db_exec_vals(db, q, NULL, DB_VALS(__VA_ARGS__))
/* Also tells how many rows were changed. */
#define db_exec_n(db, ret_changes, q, ...) db_exec_vals(db, q, ret_changes, DB_VALS(__VA_ARGS__))
err_t db_exec_vals(struct db *db, enum query q, int64_t *ret_changes, const struct val *vals, size_t n);

/* Rows, one at a time:  db_query(db, &r, Q_…, V(a)); while (rows_next(&r)) …; TRY(rows_end(&r));
 * A statement cannot be queried again while its rows are open (assert). */
struct rows { struct db *db; void *stmt; err_t err; };
#define db_query(db, r, q, ...) db_query_vals(db, r, q, DB_VALS(__VA_ARGS__))
void db_query_vals(struct db *db, struct rows *r, enum query q, const struct val *vals, size_t n);
bool rows_next(struct rows *r);
int64_t rows_int(struct rows *r, int col);
bool rows_is_null(struct rows *r, int col);
/* Lent until the next step; "" for NULL. */
const char *rows_text(struct rows *r, int col);
/* Copies into buf, cut at a character's border. */
void rows_copy(struct rows *r, int col, char *buf, size_t cap);
/* Ends the reading and gives its error, if any. Must be called once per query. */
err_t rows_end(struct rows *r);

/* One integer of the first row; ERR_NOT_FOUND without a row. */
#define db_int(db, ret, q, ...) db_int_vals(db, ret, q, DB_VALS(__VA_ARGS__))
err_t db_int_vals(struct db *db, int64_t *ret, enum query q, const struct val *vals, size_t n);

/* Begin, savepoint and their ends, for the tick, and for programs that run without one. */
err_t db_begin(struct db *db);
err_t db_commit(struct db *db);
void db_rollback(struct db *db);
err_t db_save(struct db *db);
void db_save_undo(struct db *db);
err_t db_save_keep(struct db *db);
/* True while a transaction is open in SQLite itself (it ends by itself on a full disk). */
bool db_in_transaction(struct db *db);
/* Called before the first step of every statement that writes. One hook. */
void db_before_write(struct db *db, err_t (*hook)(void *arg), void *arg);
/* Rows that our statements have changed since the connection was opened. */
int64_t db_changes(struct db *db);
/* Pages in the WAL after the last commit; moves them into the file (`all`: and empties the WAL). */
int db_wal_pages(struct db *db);
void db_checkpoint(struct db *db, bool all);
/* Moves all pages into the file, so that the next commit begins the WAL anew. ERR_STORE at once if a reader still needs it. */
err_t db_restart_wal(struct db *db);
