/* heap_test.c — what SQLite's blocks leave behind in a thread: no more of one size than were once in use. */
#include "store/heap.h"

#include <malloc.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define ROUNDS 2000

static sqlite3_mem_methods methods;

static int open_methods(void **state)
{
	(void)state;
	heap_use();
	return sqlite3_config(SQLITE_CONFIG_GETMALLOC, &methods) == SQLITE_OK && methods.xRealloc ? 0 : -1;
}

/* A short block, made longer `ROUNDS` times over; the bytes that the C library has given out meanwhile. */
static size_t left_by(int from, int to)
{
	const size_t before = mallinfo2().uordblks;
	for (int i = 0; i < ROUNDS; i++) {
		char *p = methods.xMalloc(methods.xRoundup(from));
		memset(p, 'm', (size_t)from);
		p = methods.xRealloc(p, methods.xRoundup(to));
		assert_int_equal(p[(from < to ? from : to) - 1], 'm');
		assert_true(methods.xSize(p) >= to);
		methods.xFree(p);
	}
	const size_t after = mallinfo2().uordblks;
	return after > before ? after - before : 0;
}

static void blocks_that_grow_and_shrink_do_not_pile_up(void **state)
{
	(void)state;
	static const int sizes[][2] = {{48, 96}, {96, 48}, {1000, 1040}, {64, 8000}, {8000, 64}, {5000, 9000}, {4608, 4624}};
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		assert_true(left_by(sizes[i][0], sizes[i][1]) < 2 * (size_t)(sizes[i][0] + sizes[i][1] + 64));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks_that_grow_and_shrink_do_not_pile_up),
	};
	return cmocka_run_group_tests(tests, open_methods, NULL);
}
