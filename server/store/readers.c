/* readers.c — one lane and one connection a thread; jobs go round. */
#include "store/readers.h"

#include <stdlib.h>

#include "base/lane.h"

struct reader { struct lane *lane; struct db *db; };
struct readers { struct reader *items; int len, next; };
struct carried { struct read_job job; struct db *db; };

err_t readers_open(struct loop *loop, const char *dir, int threads, struct readers **ret)
{
	struct readers *r = calloc(1, sizeof *r);
	if (!r) abort();
	r->items = calloc((size_t)threads, sizeof *r->items);
	if (!r->items) abort();
	for (r->len = 0; r->len < threads; r->len++) {
		err_t e = db_open(dir, false, &r->items[r->len].db);
		if (e != OK) { readers_close(r); return e; }
		r->items[r->len].lane = lane_start(loop, "reader", READERS_SLOTS);
	}
	*ret = r;
	return OK;
}

void readers_close(struct readers *r)
{
	if (!r) return;
	for (int i = 0; i < r->len; i++) {
		lane_stop(r->items[i].lane);
		db_close(r->items[i].db);
	}
	free(r->items);
	free(r);
}

static void run(void *arg)
{
	struct carried *c = arg;
	c->job.run(c->db, c->job.arg);
}

static void done(void *arg)
{
	struct carried *c = arg;
	c->job.done(c->job.arg);
	free(c);
}

static void drop(void *arg)
{
	struct carried *c = arg;
	c->job.drop(c->job.arg);
	free(c);
}

err_t readers_do(struct readers *r, const struct read_job *job)
{
	struct reader *reader = &r->items[r->next++ % r->len];
	struct carried *c = malloc(sizeof *c);
	if (!c) abort();
	*c = (struct carried){.job = *job, .db = reader->db};
	err_t e = lane_do(reader->lane, &(struct lane_job){.run = run, .done = done, .drop = drop, .arg = c});
	if (e != OK) free(c);
	return e;
}
