/* disk_test.c — the last byte before an upload is refused, and one more. */
#include "base/disk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define KB 1024LL
#define GB (1LL << 30)

static void eighty_of_a_hundred_and_one_block_less(void **state)
{
	(void)state;
	assert_true(disk_has_room(&(struct disk){799 * KB, 201 * KB}, 80));
	assert_false(disk_has_room(&(struct disk){800 * KB, 200 * KB}, 80));
	assert_true(disk_has_room(&(struct disk){999 * KB, 1 * KB}, 100));
	assert_false(disk_has_room(&(struct disk){1000 * KB, 0}, 100));
}

static void ten_gigabytes_are_room_enough(void **state)
{
	(void)state;
	assert_true(disk_has_room(&(struct disk){4000 * GB, DISK_SPARE_BYTES}, 80));
	assert_false(disk_has_room(&(struct disk){4000 * GB, DISK_SPARE_BYTES - 1}, 80));
}

static void this_disk_has_a_size(void **state)
{
	(void)state;
	struct disk d;
	assert_int_equal(disk_look("/", &d), OK);
	assert_true(d.used_bytes + d.free_bytes > 0);
	assert_int_equal(disk_look("/no/such/folder", &d), ERR_IO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(eighty_of_a_hundred_and_one_block_less), cmocka_unit_test(ten_gigabytes_are_room_enough), cmocka_unit_test(this_disk_has_a_size),
	};
	return cmocka_run_group_tests_name("disk", tests, NULL, NULL);
}
