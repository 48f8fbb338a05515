/* Streams of successive publishers become one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "media/stitch.h"

static bool map(struct stitch *s, uint16_t seq, uint32_t ts, bool begins, bool marker, int64_t at_us, struct stitched *ret)
{
	return stitch_map(s, seq, ts, begins, marker, 90000, at_us, ret);
}

static void begins_where_a_decoder_can(void **state)
{
	(void)state;
	struct stitch s = {0};
	struct stitched a, b;
	assert_false(map(&s, 10, 1000, false, true, 0, &a));
	assert_true(map(&s, 11, 2000, true, false, 0, &a));
	assert_false(map(&s, 10, 1000, false, true, 0, &b));  /* from before the beginning */
	assert_true(map(&s, 13, 3000, false, true, 0, &b));
	assert_int_equal(b.seq, a.seq + 2);
	assert_int_equal(b.ts, a.ts + 1000);
	assert_true(map(&s, 12, 2000, false, true, 0, &b));   /* late, and still at its place */
	assert_int_equal(b.seq, a.seq + 1);
}

static void counts_on_over_the_wrap(void **state)
{
	(void)state;
	struct stitch s = {0};
	struct stitched first, p;
	assert_true(map(&s, 65530, 0xfffffff0, true, true, 0, &first));
	for (uint32_t i = 1; i < 200000; i++) {
		assert_true(map(&s, (uint16_t)(65530 + i), 0xfffffff0 + i, false, true, 0, &p));
		assert_int_equal(p.seq, first.seq + i);
	}
}

static void sews_a_second_publisher_on(void **state)
{
	(void)state;
	struct stitch s = {0};
	struct stitched a, b;
	assert_true(map(&s, 500, 90000, true, true, 1000000, &a));
	stitch_cut(&s);
	assert_false(map(&s, 7, 12345, false, true, 1500000, &b));
	assert_true(map(&s, 8, 15345, true, true, 2000000, &b));
	assert_int_equal(b.seq, a.seq + 1);
	assert_int_equal(b.ts, a.ts + 90000);                 /* a second has passed */
}

static void leaves_one_number_out_after_half_a_frame(void **state)
{
	(void)state;
	struct stitch s = {0};
	struct stitched a, b;
	assert_true(map(&s, 500, 90000, true, false, 0, &a));
	stitch_cut(&s);
	assert_true(map(&s, 1, 1, true, true, 0, &b));
	assert_int_equal(b.seq, a.seq + 2);
	assert_int_equal(b.ts, a.ts + 1);                     /* and time never stands */
}

static void believes_a_jump_when_two_agree(void **state)
{
	(void)state;
	struct stitch s = {0};
	struct stitched a, b;
	assert_true(map(&s, 100, 1, true, true, 0, &a));
	assert_true(map(&s, 100 + STITCH_AHEAD_MAX, 2, false, true, 0, &b));
	assert_int_equal(b.seq, a.seq + STITCH_AHEAD_MAX);
	a = b;
	uint16_t far = (uint16_t)(100 + 2 * STITCH_AHEAD_MAX + 1);
	assert_false(map(&s, far, 3, true, true, 0, &b));
	assert_false(map(&s, (uint16_t)(far + 7), 3, true, true, 0, &b));  /* another stray agrees with nobody */
	assert_true(map(&s, (uint16_t)(far + 8), 4, true, true, 0, &b));
	assert_int_equal(b.seq, a.seq + 1);
	assert_true(map(&s, (uint16_t)(far + 8), 4, true, true, 0, &a));
	assert_false(map(&s, (uint16_t)(far + 8 - STITCH_BEHIND_MAX - 1), 4, true, true, 0, &a));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(begins_where_a_decoder_can),
		cmocka_unit_test(counts_on_over_the_wrap),
		cmocka_unit_test(sews_a_second_publisher_on),
		cmocka_unit_test(leaves_one_number_out_after_half_a_frame),
		cmocka_unit_test(believes_a_jump_when_two_agree),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
