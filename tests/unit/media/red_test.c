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

static void what_is_written_is_read_again(void **state)
{
	(void)state;
	uint8_t p[64];
	const struct red_block said[3] = {{111, 1920, 3, (const uint8_t *)"old"}, {110, 960, 0, (const uint8_t *)""}, {111, 0, 5, (const uint8_t *)"newer"}};
	struct red_block heard[RED_BLOCKS_MAX];
	size_t n = 0, len = red_write(p, sizeof p, said, 3);
	assert_int_equal(len, RED_HEADER_MAX(2) + 8);
	assert_int_equal(red_parse(p, len, heard, &n), OK);
	assert_int_equal(n, 3);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(heard[i].pt, said[i].pt);
		assert_int_equal(heard[i].age, said[i].age);
		assert_int_equal(heard[i].len, said[i].len);
		assert_memory_equal(heard[i].data, said[i].data, said[i].len);
	}
	const struct red_block two[] = {{111, 960, 2, (const uint8_t *)"ol"}, {111, 0, 3, (const uint8_t *)"new"}};
	assert_int_equal(red_write(p, sizeof p, two, 2), sizeof TWO);
	assert_memory_equal(p, TWO, sizeof TWO);
}

static void writes_up_to_its_limits_and_no_further(void **state)
{
	(void)state;
	static const uint8_t frame[RED_LEN_MAX + 1];
	uint8_t p[4096];
	struct red_block b[RED_BLOCKS_MAX + 1] = {{111, RED_AGE_MAX, RED_LEN_MAX, frame}, {111, 0, RED_LEN_MAX + 1, frame}}, heard[RED_BLOCKS_MAX];
	size_t whole = RED_HEADER_MAX(1) + 2 * RED_LEN_MAX + 1, n;
	assert_int_equal(red_write(p, whole, b, 2), whole);     /* a packet's own frame has no length to be said */
	assert_int_equal(red_parse(p, whole, heard, &n), OK);
	assert_int_equal(heard[0].age, RED_AGE_MAX);
	assert_int_equal(heard[0].len, RED_LEN_MAX);
	assert_int_equal(red_write(p, whole - 1, b, 2), 0);
	b[0].len++;
	assert_int_equal(red_write(p, sizeof p, b, 2), 0);
	b[0].len--;
	b[0].age++;
	assert_int_equal(red_write(p, sizeof p, b, 2), 0);
	assert_int_equal(red_write(p, sizeof p, b, 1), 0);      /* nor an age */
	assert_int_equal(red_write(p, sizeof p, b, 0), 0);
	for (size_t i = 0; i <= RED_BLOCKS_MAX; i++) b[i] = (struct red_block){111, 0, 1, frame};
	assert_int_equal(red_write(p, sizeof p, b, RED_BLOCKS_MAX), RED_HEADER_MAX(RED_BLOCKS_MAX - 1) + RED_BLOCKS_MAX);
	assert_int_equal(red_write(p, sizeof p, b, RED_BLOCKS_MAX + 1), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(own_frame_alone),
		cmocka_unit_test(the_frame_before_it),
		cmocka_unit_test(cut_short),
		cmocka_unit_test(as_many_blocks_as_there_are_places_and_one_more),
		cmocka_unit_test(what_is_written_is_read_again),
		cmocka_unit_test(writes_up_to_its_limits_and_no_further),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
