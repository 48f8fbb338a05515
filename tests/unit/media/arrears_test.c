/* What a worker owes the floor: nothing is lost, nothing is said twice, order stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "media/arrears.h"

#define ROOM 2
#define ENDS 5

static void ends_wait_their_turn(void **state)
{
	(void)state;
	struct queue *q = queue_new(ROOM, sizeof(struct worker_event));
	struct worker_event e = {.said = WORKER_GONE, .source = 9, .why = ERR_TIMEOUT}, got;
	struct arrears a;
	arrears_init(&a, ENDS - ROOM);
	for (e.id = 1; e.id <= ENDS; e.id++) arrears_tell(&a, q, &e); /* the queue and the list are both full now */
	assert_int_equal(a.n, ENDS - ROOM);
	for (uint64_t id = 1; id <= ENDS; id++) {
		arrears_settle(&a, q);
		assert_true(queue_pop(q, &got));
		assert_int_equal(got.id, id);
		assert_int_equal(got.said, WORKER_GONE);
		assert_int_equal(got.source, 9);
		assert_int_equal(got.why, ERR_TIMEOUT);
	}
	assert_int_equal(a.n, 0);
	arrears_settle(&a, q);
	assert_false(queue_pop(q, &got));
	arrears_fini(&a);
	queue_free(q);
}

static void nobody_overtakes_those_who_wait(void **state)
{
	(void)state;
	struct queue *q = queue_new(1, sizeof(struct worker_event));
	struct worker_event e = {.said = WORKER_GONE}, got;
	struct arrears a;
	arrears_init(&a, 2);
	e.id = 1, arrears_tell(&a, q, &e);
	e.id = 2, arrears_tell(&a, q, &e);
	assert_true(queue_pop(q, &got));
	e.id = 3, arrears_tell(&a, q, &e); /* there is room now, but 2 was first */
	for (uint64_t id = 2; id <= 3; id++) {
		arrears_settle(&a, q);
		assert_true(queue_pop(q, &got));
		assert_int_equal(got.id, id);
	}
	arrears_fini(&a);
	queue_free(q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ends_wait_their_turn),
		cmocka_unit_test(nobody_overtakes_those_who_wait),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
