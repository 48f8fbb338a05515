/* lane_test.c — every job that a lane accepts comes back, however busy the floor is meanwhile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sched.h>

#include "base/lane.h"

#define SLOTS 4

struct count { atomic_int run; int done, dropped; };

static void run(void *arg) { atomic_fetch_add(&((struct count *)arg)->run, 1); }
static void done(void *arg) { ((struct count *)arg)->done++; }
static void drop(void *arg) { ((struct count *)arg)->dropped++; }

/* Gives jobs to the lane while the floor takes none back; how many it accepted. */
static int push(struct lane *l, struct count *c, int tries)
{
	int accepted = 0;
	for (int i = 0; i < tries; i++) {
		if (lane_do(l, &(struct lane_job){.run = run, .done = done, .drop = drop, .arg = c}) != OK) continue;
		accepted++;
		while (atomic_load(&c->run) < accepted) sched_yield();
	}
	return accepted;
}

static void test_no_accepted_job_is_lost(void **state)
{
	(void)state;
	struct loop *loop = loop_new();
	struct lane *l = lane_start(loop, "test", SLOTS);
	struct count c = {0};
	int accepted = push(l, &c, 10 * SLOTS);
	assert_true(accepted >= SLOTS);
	assert_true(accepted < 10 * SLOTS);   /* the rest is refused, not lost */
	while (c.done < accepted) loop_turn(loop, true);
	assert_int_equal(lane_do(l, &(struct lane_job){.run = run, .done = done, .drop = drop, .arg = &c}), OK);
	lane_stop(l);
	assert_int_equal(c.done + c.dropped, accepted + 1);
	loop_stop(loop);
	loop_free(loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_no_accepted_job_is_lost)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
