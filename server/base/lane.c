/* lane.c — jobs go in by one queue and come back by another. */
#include "base/lane.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/queue.h"

struct lane {
	struct loop *loop;
	struct queue *todo, *finished;
	struct loop_watch *watch;
	pthread_t thread;
	atomic_bool stopping;
	size_t out, out_max;     /* jobs that have not come back to the floor */
};

static void *lane_main(void *arg)
{
	struct lane *l = arg;
	struct lane_job job;
	while (!atomic_load(&l->stopping)) {
		if (!queue_wait(l->todo, -1)) continue;
		while (!atomic_load(&l->stopping) && queue_pop(l->todo, &job)) {
			job.run(job.arg);
			IGNORE(queue_push(l->finished, &job)); /* has a slot for every job that is out */
		}
	}
	return NULL;
}

static void on_finished(void *arg)
{
	struct lane *l = arg;
	queue_drained(l->finished);
	struct lane_job job;
	while (queue_pop(l->finished, &job)) {
		l->out--;
		job.done(job.arg);
	}
}

struct lane *lane_start(struct loop *loop, const char *name, size_t slots)
{
	struct lane *l = calloc(1, sizeof *l);
	if (!l) abort();
	l->loop = loop;
	l->todo = queue_new(slots, sizeof(struct lane_job));
	l->out_max = 2 * slots + 2;
	l->finished = queue_new(l->out_max, sizeof(struct lane_job));
	if (!l->todo || !l->finished) abort();
	l->watch = loop_watch_start(loop, queue_fd(l->finished), on_finished, l);
	if (pthread_create(&l->thread, NULL, lane_main, l)) abort();
	pthread_setname_np(l->thread, name);
	return l;
}

void lane_stop(struct lane *l)
{
	if (!l) return;
	atomic_store(&l->stopping, true);
	queue_wake(l->todo);
	pthread_join(l->thread, NULL);
	loop_watch_stop(l->watch);
	struct lane_job job;
	while (queue_pop(l->finished, &job)) job.drop(job.arg);
	while (queue_pop(l->todo, &job)) job.drop(job.arg);
	queue_free(l->todo);
	queue_free(l->finished);
	free(l);
}

err_t lane_do(struct lane *l, const struct lane_job *job)
{
	if (l->out == l->out_max) return ERR_FULL; /* a lane faster than the floor would have nowhere to put it */
	TRY(queue_push(l->todo, job));
	l->out++;
	return OK;
}
