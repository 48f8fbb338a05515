/* live_ring_test.c — cursors, and the two ways to fall off; and the counting of connections. */
#include "gate/live_ring.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "gate/live_queue.h"

static void put(struct live_ring *r, const char *text, size_t len)
{
	struct live_message *m = live_message_new(text, len);
	live_ring_put(r, m);
	live_message_unref(m);
}

static void each_reader_reads_all_in_order(void **state)
{
	(void)state;
	struct live_ring r = {0};
	uint64_t a = 0, b = 0;
	bool fell;
	put(&r, "one", 3);
	put(&r, "two", 3);
	assert_memory_equal(live_ring_next(&r, &a, &fell)->text, "one", 4);
	assert_memory_equal(live_ring_next(&r, &a, &fell)->text, "two", 4);
	assert_null(live_ring_next(&r, &a, &fell));
	assert_false(fell);
	assert_memory_equal(live_ring_next(&r, &b, &fell)->text, "one", 4);
	live_ring_fini(&r);
}

static void as_many_messages_as_slots_and_one_more(void **state)
{
	(void)state;
	struct live_ring r = {0};
	uint64_t cursor = 0;
	bool fell;
	for (int i = 0; i < LIVE_RING_SLOTS; i++) put(&r, "x", 1);
	assert_non_null(live_ring_next(&r, &cursor, &fell));
	cursor = 0;
	put(&r, "x", 1);
	assert_null(live_ring_next(&r, &cursor, &fell));
	assert_true(fell);
	assert_int_equal(cursor, r.end);
	live_ring_fini(&r);
}

static void sec_45_as_many_bytes_as_allowed_and_one_more(void **state)
{
	(void)state;
	struct live_ring r = {0};
	uint64_t cursor = 0;
	bool fell;
	char *big = calloc(1, LIVE_BEHIND_BYTES);
	put(&r, big, LIVE_BEHIND_BYTES);
	assert_non_null(live_ring_next(&r, &cursor, &fell));
	cursor = 0;
	put(&r, "x", 1);
	assert_null(live_ring_next(&r, &cursor, &fell));
	assert_true(fell);
	free(big);
	live_ring_fini(&r);
}

static void a_queue_of_as_many_frames_as_allowed_and_one_more(void **state)
{
	(void)state;
	struct live_queue q = {0};
	for (int i = 0; i < LIVE_OWN_MAX; i++) assert_true(live_queue_put(&q, "x", 1));
	assert_false(live_queue_put(&q, "x", 1));
	live_queue_drop(&q);
	assert_true(live_queue_put(&q, "x", 1));
	live_queue_fini(&q);
}

static void a_queue_of_as_many_bytes_as_allowed_and_one_more(void **state)
{
	(void)state;
	struct live_queue q = {0};
	char *big = calloc(1, LIVE_OWN_BYTES);
	assert_true(live_queue_put(&q, big, LIVE_OWN_BYTES - 1));
	assert_true(live_queue_put(&q, "x", 1));
	assert_false(live_queue_put(&q, "x", 1));
	live_queue_fini(&q);
	free(big);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_reader_reads_all_in_order),
		cmocka_unit_test(as_many_messages_as_slots_and_one_more),
		cmocka_unit_test(sec_45_as_many_bytes_as_allowed_and_one_more),
		cmocka_unit_test(a_queue_of_as_many_frames_as_allowed_and_one_more),
		cmocka_unit_test(a_queue_of_as_many_bytes_as_allowed_and_one_more),
	};
	return cmocka_run_group_tests_name("live_ring", tests, NULL, NULL);
}
