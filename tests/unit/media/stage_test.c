/* The floor's table of sources, and when their frames came. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "media/stage.h"

static void a_booth_has_one_stage(void **state)
{
	(void)state;
	struct stages *all = stages_new();
	struct stage *st, *again;
	struct booth_id booth;
	id_new(booth.s);
	assert_null(stage_find(all, &booth));
	assert_int_equal(stage_make(all, &booth, 1, &st), OK);
	uint32_t id = st->id;
	assert_ptr_equal(stage_find(all, &booth), st);
	assert_ptr_equal(stage_get(all, id), st);
	stage_drop(all, st);
	assert_null(stage_get(all, id));
	assert_int_equal(stage_make(all, &booth, 1, &again), OK);
	assert_int_not_equal(again->id, id);           /* the old id never means the new stage */
	stages_free(all);
}

static void stages_have_a_limit(void **state)
{
	(void)state;
	struct stages *all = stages_new();
	struct stage *st;
	struct booth_id booth;
	for (int i = 0; i <= WORKER_SOURCES_MAX; i++) {
		id_new(booth.s);
		assert_int_equal(stage_make(all, &booth, 0, &st), i < WORKER_SOURCES_MAX ? OK : ERR_FULL);
	}
	stages_free(all);
}

static void moments_are_kept_for_ten_seconds(void **state)
{
	(void)state;
	struct stage *st = calloc(1, sizeof *st);
	int64_t at;
	for (uint32_t i = 0; i < 3 * STAGE_MARKS; i++) stage_mark(st, &(struct frame_mark){i * 3000, i * 33000});
	int64_t now = (3 * STAGE_MARKS - 1) * 33000;
	uint32_t oldest = 3 * STAGE_MARKS - 1 - STAGE_MARKS_US / 33000;
	assert_true(stage_moment(st, (3 * STAGE_MARKS - 1) * 3000, now, &at));
	assert_int_equal(at, now);
	assert_true(stage_moment(st, oldest * 3000, now, &at));
	assert_int_equal(at, oldest * 33000);
	assert_false(stage_moment(st, (oldest - 1) * 3000, now, &at));
	assert_false(stage_moment(st, 1, now, &at));
	free(st);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_booth_has_one_stage),
		cmocka_unit_test(stages_have_a_limit),
		cmocka_unit_test(moments_are_kept_for_ten_seconds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
