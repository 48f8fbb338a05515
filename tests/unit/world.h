/* world.h — for tests of rooms above the store: an empty database in a folder of its own, with the clock standing still.
 * A handler is declared once:   HANDLER(send, email_code_send(tx, q->a, q->b, q->c, "en"))
 * and called as                 DO(w, send, .a = guest, .b = "a@b.in")
 * each call being one handler in one tick. */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "store/tick.h"
#include "tests/unit/scratch.h"

#define WORLD_NOW_MS 1764000000000LL

struct world { char dir[SCRATCH_BYTES]; struct db *db; struct tick *tick; };

/* What a handler under test may be given. */
struct asked { const char *a, *b, *c, *d; int64_t n, m; const void *in; void *out, *out2; };

#define HANDLER(name, expr) \
	static err_t name(struct tx *tx, void *request) { struct asked *q = request; (void)q; return expr; }
#define DO(w, handler, ...) world_do(w, handler, &(struct asked){__VA_ARGS__})

static inline err_t world_do(struct world *w, tick_handler *handler, void *q)
{
	err_t e = tick_handle(w->tick, handler, q);
	tick_end(w->tick);
	return e;
}

static inline void world_wait_ms(int64_t ms) { clock_fake_advance_us(ms * 1000); }

static inline int world_set_up(void **state)
{
	struct world *w = calloc(1, sizeof *w);
	clock_fake_set(WORLD_NOW_MS, 1000000);
	if (!scratch_new(w->dir, "world") || db_open(w->dir, true, &w->db) != OK) return -1;
	w->tick = tick_new(w->db);
	*state = w;
	return 0;
}

static inline int world_tear_down(void **state)
{
	struct world *w = *state;
	tick_free(w->tick);
	char path[128];
	for (int i = 0; i < 3; i++) {
		snprintf(path, sizeof path, "%s/mela.db%s", w->dir, (const char *const[]){"", "-wal", "-shm"}[i]);
		remove(path);
	}
	remove(w->dir);
	free(w);
	clock_fake_off();
	return 0;
}

#define WORLD_TEST(f) cmocka_unit_test_setup_teardown(f, world_set_up, world_tear_down)

/* Rows of the outbox, in whatever state. */
static inline int64_t letters(struct world *w)
{
	int64_t n = 0;
	struct rows r;
	db_query(w->db, &r, Q_OUTBOX_COUNTS);
	while (rows_next(&r)) n += rows_int(&r, 1);
	assert_int_equal(rows_end(&r), OK);
	return n;
}
