/* Sound that carries its last frames again: well-formed and broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "media/red.h"

static void own_frame_alone(void **state)
{
	(void)state;
	struct red_block b[RED_BLOCKS_MAX];
	size_t n = 0;
	assert_int_equal(red_parse((const uint8_t *)"\x6f" "abc", 4, b, &n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(b[0].pt, 111);
	assert_int_equal(b[0].age, 0);
	assert_int_equal(b[0].len, 3);
	assert_memory_equal(b[0].data, "abc", 3);
}

/* F=1, PT 111, 960 units ago (0x3c0), two bytes; then the own frame. */
static const uint8_t TWO[] = {0xef, 0x0f, 0x00, 0x02, 0x6f, 'o', 'l', 'n', 'e', 'w'};

static void the_frame_before_it(void **state)
{
	(void)state;
	struct red_block b[RED_BLOCKS_MAX];
	size_t n = 0;
	assert_int_equal(red_parse(TWO, sizeof TWO, b, &n), OK);
	assert_int_equal(n, 2);
	assert_int_equal(b[0].age, 960);
	assert_int_equal(b[0].len, 2);
	assert_memory_equal(b[0].data, "ol", 2);
	assert_int_equal(b[1].len, 3);
	assert_memory_equal(b[1].data, "new", 3);
}

static void cut_short(void **state)
{
	(void)state;
	struct red_block b[RED_BLOCKS_MAX];
	size_t n = 9;
	for (size_t len = 0; len < 7; len++) assert_int_equal(red_parse(TWO, len, b, &n), ERR_MALFORMED);
	assert_int_equal(n, 9);
	assert_int_equal(red_parse(TWO, 7, b, &n), OK);   /* an own frame may be empty */
	assert_int_equal(b[1].len, 0);
}

static void as_many_blocks_as_there_are_places_and_one_more(void **state)
{
	(void)state;
	uint8_t p[4 * RED_BLOCKS_MAX + 2] = {0};
	struct red_block b[RED_BLOCKS_MAX];
	size_t n = 0;
	for (size_t i = 0; i < RED_BLOCKS_MAX - 1; i++) p[4 * i] = 0xef;
	assert_int_equal(red_parse(p, 4 * (RED_BLOCKS_MAX - 1) + 1, b, &n), OK);
	assert_int_equal(n, RED_BLOCKS_MAX);
	p[4 * (RED_BLOCKS_MAX - 1)] = 0xef;
	assert_int_equal(red_parse(p, 4 * RED_BLOCKS_MAX + 1, b, &n), ERR_MALFORMED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(own_frame_alone),
		cmocka_unit_test(the_frame_before_it),
		cmocka_unit_test(cut_short),
		cmocka_unit_test(as_many_blocks_as_there_are_places_and_one_more),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
