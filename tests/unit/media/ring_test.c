/* The packet history: what is kept, what is refused, what is forgotten. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "media/ring.h"

static void keeps_the_last_packets(void **state)
{
	(void)state;
	struct ring r;
	ring_init(&r, 8);
	assert_null(ring_find(&r, 1));
	assert_null(ring_find(&r, 0));
	for (uint64_t seq = 100; seq < 120; seq++) assert_non_null(ring_put(&r, seq));
	assert_int_equal(r.next, 120);
	for (uint64_t seq = 100; seq < 112; seq++) assert_null(ring_find(&r, seq));
	for (uint64_t seq = 112; seq < 120; seq++) assert_int_equal(ring_find(&r, seq)->seq, seq);
	ring_fini(&r);
}

static void refuses_doubles_and_the_forgotten(void **state)
{
	(void)state;
	struct ring r;
	ring_init(&r, 8);
	assert_non_null(ring_put(&r, 100));
	assert_non_null(ring_put(&r, 108));
	assert_null(ring_put(&r, 108));
	assert_null(ring_put(&r, 100));        /* 8 back: its slot has turned */
	assert_non_null(ring_put(&r, 101));    /* 7 back: the oldest place there is */
	assert_int_equal(r.next, 109);
	ring_fini(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_the_last_packets),
		cmocka_unit_test(refuses_doubles_and_the_forgotten),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
