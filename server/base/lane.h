/* lane.h — a thread that does slow work for the floor, with a bounded queue in front.
 * Owns    its thread and queue; a job's `arg` belongs to the job from lane_do to `done`.
 * Thread  floor; `run` is called on the lane.   Limits  `slots` waiting jobs, 2 × `slots` + 2 not yet taken back, then FULL. */
#pragma once
#include <stddef.h>

#include "base/err.h"
#include "base/loop.h"

struct lane;

/* `name` (≤ 15 bytes) is the thread's name. */
struct lane *lane_start(struct loop *loop, const char *name, size_t slots);
/* Finishes the job in hand, calls `done` for none of those waiting any more (their args are freed by `drop`), joins. */
void lane_stop(struct lane *l);

struct lane_job {
	void (*run)(void *arg);   /* on the lane */
	void (*done)(void *arg);  /* on the floor, afterwards; takes arg */
	void (*drop)(void *arg);  /* instead of `done` when the lane stops first; takes arg */
	void *arg;
};
err_t lane_do(struct lane *l, const struct lane_job *job);
