/* readers.h — threads with read-only connections, for search, lists, reports and exports. The floor itself reads by key only.
 * Owns    the threads and connections.   Thread  floor; `run` is called on a reader.
 * Limits  READERS_SLOTS waiting jobs a thread, then FULL; a statement ends after DB_READ_MS with TIMEOUT. */
#pragma once
#include "base/err.h"
#include "base/loop.h"
#include "store/db.h"

#define READERS_SLOTS 256

struct readers;

err_t readers_open(struct loop *loop, const char *dir, int threads, struct readers **ret);
void readers_close(struct readers *r);

/* A job: `run` reads and keeps its results in arg; `done` (floor) or `drop` (never ran) takes arg. */
struct read_job {
	void (*run)(struct db *db, void *arg);
	void (*done)(void *arg);
	void (*drop)(void *arg);
	void *arg;
};
err_t readers_do(struct readers *r, const struct read_job *job);
