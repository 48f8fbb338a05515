/* filter.h — runs a program once for each job: bytes in, bytes out, in a process of its own that may die without harm.
 *
 *   filter_run ─► memory file as its input ─► process with limits ─► what it wrote ─► done(OK, bytes)  or  done(error)
 *
 * Owns    the processes, their pipes and pidfds, the jobs that wait.    Thread  the floor; `done` comes from the loop, exactly once a job.
 * Limits  `at_work` processes, `waiting` jobs behind them, then ERR_FULL; seconds, memory and bytes a job, then it is killed. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/loop.h"

#define FILTER_ARGS_MAX 4
#define FILTER_AT_WORK_MAX 16

struct filter;
struct filter_config {
	const char *program;         /* its path, copied */
	int at_work, waiting;
	int64_t longest_ms;          /* of wall time; a job of CPU time gets as many seconds, rounded up */
	size_t memory_bytes, out_bytes;
};
struct filter_job {
	const char *args[FILTER_ARGS_MAX + 1];   /* behind the program's name; ends with NULL; copied */
	const void *in;                          /* copied */
	size_t in_len;
	/* ERR_TIMEOUT, ERR_TOO_BIG, ERR_IO if it failed or was stopped; out is lent. */
	void (*done)(void *arg, err_t e, const struct buf *out);
	void *arg;
};

struct filter *filter_new(struct loop *loop, const struct filter_config *config);
/* Ends all processes; jobs that were not done hear ERR_UNAVAILABLE. NULL is accepted. */
void filter_free(struct filter *f);
/* ERR_FULL, ERR_IO; then `done` is not called. */
err_t filter_run(struct filter *f, const struct filter_job *job);
