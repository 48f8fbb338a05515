/* tick.c — see tick.h for the drawing. */
#include "store/tick.h"

#include <assert.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/counters.h"
#include "base/log.h"

/* So many pages in the WAL are copied into the file: fewer copies, as pages that change often are copied once, but longer ones. */
#define CHECKPOINT_PAGES 4000

struct tx { struct tick *tick; int64_t now_ms; bool saved, overflow; };

struct effects { struct effect *items; size_t len, cap; };

struct tick {
	struct db *db;
	struct tx *current;      /* the handler that runs now */
	struct effects queued;
	bool open, lost, twice, ending, failing, wal_full;
	int fail_commits, wal_max;
	void (*on_loss)(void *arg);
	void *on_loss_arg;
};

/* A WAL whose readers never end would grow without end. From here on the store is only read, until it can begin anew. */
static err_t mind_wal(struct tick *t)
{
	if (db_wal_pages(t->db) <= t->wal_max || db_restart_wal(t->db) == OK) {
		t->wal_full = false;
		return OK;
	}
	counter_add(CTR_WAL_FULL, 1);
	if (!t->wal_full) log_error("store", "the WAL holds %d pages and a reader does not let go of them: nothing is written until it does", db_wal_pages(t->db));
	t->wal_full = true;
	return ERR_STORE;
}

/* The first write of the tick begins the transaction, the first write of a handler its savepoint. */
static err_t before_write(void *arg)
{
	struct tick *t = arg;
	assert(t->current && "a write outside a handler");
	if (t->lost) return ERR_STORE;
	if (!t->open) {
		TRY(mind_wal(t));
		TRY(db_begin(t->db));
		t->open = true;
	}
	if (!t->current->saved) {
		TRY(db_save(t->db));
		t->current->saved = true;
	}
	return OK;
}

struct tick *tick_new(struct db *db)
{
	struct tick *t = calloc(1, sizeof *t);
	if (!t) abort();
	t->db = db;
	t->wal_max = TICK_WAL_PAGES_MAX;
	db_limit_writes(db, TICK_WRITE_MS);
	db_before_write(db, before_write, t);
	return t;
}

static void finish(struct effect *e, bool committed, err_t why)
{
	if (committed) {
		if (e->run) e->run(e->arg);
	} else if (e->fail) e->fail(e->arg, why);
	else if (e->drop) e->drop(e->arg);
}

static void drop_from(struct tick *t, size_t first)
{
	while (t->queued.len > first) {
		struct effect *e = &t->queued.items[--t->queued.len];
		if (e->drop) e->drop(e->arg);
	}
}

void tick_free(struct tick *t)
{
	if (!t) return;
	drop_from(t, 0);
	db_rollback(t->db);
	db_close(t->db);
	free(t->queued.items);
	free(t);
}

struct db *tick_db(const struct tick *t) { return t->db; }
struct db *tx_db(struct tx *tx) { return tx->tick->db; }
int64_t tx_now_ms(struct tx *tx) { return tx->now_ms; }

void tx_effect(struct tx *tx, const struct effect *e)
{
	struct effects *q = &tx->tick->queued;
	if (q->len == TICK_EFFECTS_MAX) {
		tx->overflow = true;
		if (e->drop) e->drop(e->arg);
		return;
	}
	if (q->len == q->cap) {
		q->cap = q->cap ? q->cap * 2 : 64;
		q->items = realloc(q->items, q->cap * sizeof *q->items);
		if (!q->items) abort();
	}
	q->items[q->len++] = *e;
}

/* Keeps or undoes what the handler wrote. SQLite ends the whole transaction by itself when the disk is full:
 * then everything of this tick is lost, not only this handler's part. */
static err_t settle(struct tick *t, struct tx *tx, err_t e, bool keep)
{
	if (tx->overflow && e == OK) e = ERR_FULL;
	if (tx->saved && !db_in_transaction(t->db)) {
		t->lost = true;
		return e == OK ? ERR_STORE : e;
	}
	if (!tx->saved) return e;
	if (e == OK && keep) return db_save_keep(t->db);
	db_save_undo(t->db);
	return e;
}

static err_t run_once(struct tick *t, tick_handler *handler, void *request, int64_t now_ms, bool keep, size_t *ret_effects)
{
	size_t first = t->queued.len;
	struct tx tx = {.tick = t, .now_ms = now_ms};
	t->current = &tx;
	err_t e = settle(t, &tx, handler(&tx, request), keep);
	t->current = NULL;
	*ret_effects = t->queued.len - first;
	if (e != OK || !keep) drop_from(t, first);
	return e;
}

/* One run of a handler, for comparison. */
struct run { err_t e; int64_t rows; size_t effects; };

static struct run run_counted(struct tick *t, tick_handler *handler, void *request, int64_t now_ms, bool keep)
{
	struct run r = {0};
	int64_t before = db_changes(t->db);
	r.e = run_once(t, handler, request, now_ms, keep, &r.effects);
	r.rows = db_changes(t->db) - before;
	return r;
}

/* The proof that a handler may run again: it finds the same world and says the same. */
static void compare(const struct run *a, const struct run *b)
{
	if (a->e == b->e && a->rows == b->rows && a->effects == b->effects) return;
	log_error("store", "a handler did not repeat: %s then %s, %lld rows then %lld, %zu effects then %zu", err_wire(a->e), err_wire(b->e),
	          (long long)a->rows, (long long)b->rows, a->effects, b->effects);
	abort();
}

err_t tick_handle(struct tick *t, tick_handler *handler, void *request)
{
	assert(!t->current && "handlers do not nest");
	counter_add(CTR_HANDLERS, 1);
	int64_t now_ms = clock_wall_ms();
	struct run rehearsal = {0};
	if (t->twice) rehearsal = run_counted(t, handler, request, now_ms, false);
	struct run real = run_counted(t, handler, request, now_ms, true);
	if (t->twice) compare(&rehearsal, &real);
	if (real.e != OK) counter_add(CTR_HANDLERS_UNDONE, 1);
	return real.e;
}

static err_t commit(struct tick *t)
{
	if (t->lost) return ERR_STORE;
	if (!t->open) return OK;
	if (t->fail_commits > 0) {
		t->fail_commits--;
		return ERR_STORE;
	}
	counter_add(CTR_TICKS, 1);
	err_t e = db_commit(t->db);
	if (e == OK) t->failing = false;
	return e;
}

/* After a failed commit nobody knows what is on the disk: forget, open again, and let the house rebuild. */
static void recover(struct tick *t)
{
	counter_add(CTR_COMMITS_FAILED, 1);
	t->failing = true;
	log_error("store", "a commit failed; its outcome is unknown and the store is opened again");
	db_rollback(t->db);
	t->lost = db_reopen(t->db) != OK;
	if (!t->lost && t->on_loss) t->on_loss(t->on_loss_arg);
}

void tick_end(struct tick *t)
{
	if (t->ending) return;
	if (t->lost && !t->open && !t->queued.len) { t->lost = db_reopen(t->db) != OK; return; }
	if (!t->open && !t->queued.len) return;
	t->ending = true;
	err_t e = commit(t);
	t->open = false;
	struct effects done = t->queued;
	t->queued = (struct effects){0};
	if (e != OK) recover(t);
	for (size_t i = 0; i < done.len; i++) finish(&done.items[i], e == OK, e);
	free(done.items);
	t->ending = false;
	if (e == OK && db_wal_pages(t->db) > CHECKPOINT_PAGES) db_checkpoint(t->db, false);
	counter_set(CTR_WAL_PAGES, db_wal_pages(t->db));
}

bool tick_is_open(const struct tick *t) { return t->open; }
bool tick_is_failing(const struct tick *t) { return t->failing || t->wal_full; }

void tick_on_loss(struct tick *t, void (*hook)(void *arg), void *arg)
{
	t->on_loss = hook;
	t->on_loss_arg = arg;
}

void tick_twice(struct tick *t) { t->twice = true; }
void tick_fail_commits(struct tick *t, int n) { t->fail_commits = n; }
void tick_wal_max(struct tick *t, int pages) { t->wal_max = pages; }
