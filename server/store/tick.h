/* tick.h — the tick is the transaction: all that is written in one turn of the floor's loop is one commit.
 *
 *   handler ─ reads, writes ─► SAVEPOINT ─┐
 *   handler ─ reads, writes ─► SAVEPOINT ─┼─► tick_end: COMMIT (one fsync) ─► effects, in order
 *   handler ─ fails ─► ROLLBACK TO, its effects dropped
 *
 * A handler reads and writes the store and queues effects: changes of memory, replies, live messages, commands.
 * Nothing leaves the building, and nothing is believed in memory, before it is durable.
 * Owns    the writing connection.   Thread  the floor.
 * Limits  TICK_EFFECTS_MAX a tick, then the handler is refused with FULL; TICK_WRITE_MS of work for one statement, then TIMEOUT;
 *         TICK_WAL_PAGES_MAX in a WAL that readers hold, then nothing is written (STORE) until they let go. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "store/db.h"

#define TICK_EFFECTS_MAX 65536
#define TICK_WRITE_MS 1000
#define TICK_WAL_PAGES_MAX 65536 /* 256 MB */

struct tick;
struct tx;

/* Something to do once the commit is durable. Exactly one of the three is called; each takes `arg`. NULL does nothing. */
struct effect {
	void (*run)(void *arg);              /* committed */
	void (*fail)(void *arg, err_t e);    /* the commit failed: outcome unknown; answer 503 */
	void (*drop)(void *arg);             /* the handler was rolled back */
	void *arg;
};

/* Takes `db`, the writing connection. */
struct tick *tick_new(struct db *db);
void tick_free(struct tick *t);

/* Runs one handler inside this tick's transaction. A handler that fails leaves no trace; its error is returned at once
 * (an answer that says so needs no commit). */
typedef err_t tick_handler(struct tx *tx, void *request);
err_t tick_handle(struct tick *t, tick_handler *handler, void *request);

/* Commits what was written and runs the effects; called by the loop before it sleeps and after it polled. */
void tick_end(struct tick *t);
/* True while something written waits for its commit. */
bool tick_is_open(const struct tick *t);
/* True from a failed commit until the next that succeeds, and while the WAL is full. */
bool tick_is_failing(const struct tick *t);

/* Called after a failed commit, when the store has been opened again: rebuild from it what was believed. One hook. */
void tick_on_loss(struct tick *t, void (*hook)(void *arg), void *arg);

/* Runs every handler twice from now on, rolling back the first, and aborts when rows changed, effects or result differ. */
void tick_twice(struct tick *t);
/* Makes the next `n` commits fail, as a failing device would; for tests. */
void tick_fail_commits(struct tick *t, int n);
/* Another limit than TICK_WAL_PAGES_MAX; for tests. */
void tick_wal_max(struct tick *t, int pages);

/* The connection, for reading outside handlers. Lent. */
struct db *tick_db(const struct tick *t);
struct db *tx_db(struct tx *tx);
/* Wall milliseconds, the same for the whole handler. */
int64_t tx_now_ms(struct tx *tx);
/* Queues an effect, after those queued before. */
void tx_effect(struct tx *tx, const struct effect *e);
