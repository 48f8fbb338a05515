/* undo_file_test.c — a file in memory: what was written is read, what was not is nothing, and one closed gives its room to the next. */
#include "store/undo_file.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/world.h"

#define FAR (1 << 20)

static void test_it_is_a_file(void **state)
{
	(void)state;
	sqlite3_file *f = calloc(1, (size_t)undo_file_bytes);
	char got[8];
	sqlite3_int64 size = -1;
	assert_non_null(f);
	undo_file_open(f);
	assert_int_equal(f->pMethods->xRead(f, got, 4, 0), SQLITE_IOERR_SHORT_READ);
	assert_int_equal(f->pMethods->xWrite(f, "abcd", 4, 0), SQLITE_OK);
	assert_int_equal(f->pMethods->xRead(f, got, 4, 0), SQLITE_OK);
	assert_memory_equal(got, "abcd", 4);
	assert_int_equal(f->pMethods->xRead(f, got, 4, 2), SQLITE_IOERR_SHORT_READ);
	assert_memory_equal(got, "cd\0\0", 4);
	assert_int_equal(f->pMethods->xWrite(f, "wxyz", 4, FAR), SQLITE_OK);
	assert_int_equal(f->pMethods->xRead(f, got, 8, FAR - 4), SQLITE_OK);
	assert_memory_equal(got, "\0\0\0\0wxyz", 8);
	assert_int_equal(f->pMethods->xTruncate(f, 3), SQLITE_OK);
	assert_int_equal(f->pMethods->xFileSize(f, &size), SQLITE_OK);
	assert_int_equal(size, 3);
	assert_int_equal(f->pMethods->xWrite(f, "!", 1, 5), SQLITE_OK);
	assert_int_equal(f->pMethods->xRead(f, got, 6, 0), SQLITE_OK);
	assert_memory_equal(got, "abc\0\0!", 6); /* nothing of what was cut off comes back */
	assert_int_equal(f->pMethods->xClose(f), SQLITE_OK);
	free(f);
}

static void test_nothing_of_the_last_one_is_in_the_next(void **state)
{
	(void)state;
	sqlite3_file *f = calloc(1, (size_t)undo_file_bytes);
	char got[4];
	assert_non_null(f);
	undo_file_open(f);
	assert_int_equal(f->pMethods->xWrite(f, "abcd", 4, 0), SQLITE_OK);
	assert_int_equal(f->pMethods->xClose(f), SQLITE_OK);
	undo_file_open(f);
	assert_int_equal(f->pMethods->xWrite(f, "z", 1, 3), SQLITE_OK);
	assert_int_equal(f->pMethods->xRead(f, got, 4, 0), SQLITE_OK);
	assert_memory_equal(got, "\0\0\0z", 4);
	assert_int_equal(f->pMethods->xClose(f), SQLITE_OK);
	free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_it_is_a_file), cmocka_unit_test(test_nothing_of_the_last_one_is_in_the_next)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
