/* wal_file_test.c — what goes out when: a commit's last frame takes all before it along; whoever reads sees what was written. */
#include "store/wal_file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/unit/world.h"

#define HEAD 24
#define PAGE 4096
#define FRAME (HEAD + PAGE)

struct log { char dir[SCRATCH_BYTES], base[SCRATCH_BYTES + 10], path[SCRATCH_BYTES + 10]; sqlite3_file *f; sqlite3_int64 end; };

static int open_log(struct log *l, const char *path)
{
	sqlite3_vfs *below = sqlite3_vfs_find(NULL);
	l->f = calloc(1, (size_t)wal_file_bytes);
	l->end = 0;
	assert_non_null(l->f);
	return wal_file_open(below, path, l->f, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_WAL, NULL);
}

static void close_log(struct log *l)
{
	assert_int_equal(l->f->pMethods->xClose(l->f), SQLITE_OK);
	free(l->f);
}

/* As SQLite writes a frame: its head, then its page. `commits`: pages of the database after it, 0 for another frame. */
static int frame(struct log *l, unsigned char letter, unsigned char commits)
{
	unsigned char head[HEAD] = {[3] = 1, [7] = commits}, page[PAGE];
	memset(page, letter, sizeof page);
	int rc = l->f->pMethods->xWrite(l->f, head, HEAD, l->end);
	if (rc == SQLITE_OK) rc = l->f->pMethods->xWrite(l->f, page, PAGE, l->end + HEAD);
	l->end += FRAME;
	return rc;
}

static int64_t on_disk(const struct log *l)
{
	struct stat s;
	assert_int_equal(stat(l->path, &s), 0);
	return s.st_size;
}

static int set_up(void **state)
{
	struct log *l = calloc(1, sizeof *l);
	assert_non_null(l);
	assert_int_equal(sqlite3_initialize(), SQLITE_OK);
	assert_non_null(scratch_new(l->dir, "wal"));
	snprintf(l->base, sizeof l->base, "%s/db", l->dir); /* whose rights a log takes over */
	snprintf(l->path, sizeof l->path, "%s/db-wal", l->dir);
	FILE *base = fopen(l->base, "w");
	assert_non_null(base);
	fclose(base);
	assert_int_equal(open_log(l, l->path), SQLITE_OK);
	*state = l;
	return 0;
}

static int tear_down(void **state)
{
	struct log *l = *state;
	close_log(l);
	remove(l->path);
	remove(l->base);
	remove(l->dir);
	free(l);
	return 0;
}

static void test_a_commits_last_frame_takes_all_along(void **state)
{
	struct log *l = *state;
	for (int i = 0; i < 3; i++) assert_int_equal(frame(l, 'a', 0), SQLITE_OK);
	assert_int_equal(on_disk(l), 0);
	assert_int_equal(frame(l, 'b', 9), SQLITE_OK);
	assert_int_equal(on_disk(l), 4 * FRAME);
	assert_int_equal(frame(l, 'b', 9), SQLITE_OK); /* as one that pads it to a sector's end */
	assert_int_equal(on_disk(l), 5 * FRAME);
	assert_int_equal(frame(l, 'c', 0), SQLITE_OK);
	assert_int_equal(on_disk(l), 5 * FRAME);
	assert_int_equal(l->f->pMethods->xSync(l->f, SQLITE_SYNC_NORMAL), SQLITE_OK);
	assert_int_equal(on_disk(l), 6 * FRAME);
}

static void test_a_full_room_is_emptied(void **state)
{
	struct log *l = *state;
	const int fit = WAL_ROOM_BYTES / FRAME;
	for (int i = 0; i < fit; i++) assert_int_equal(frame(l, 'a', 0), SQLITE_OK);
	assert_int_equal(on_disk(l), 0);
	assert_int_equal(frame(l, 'b', 0), SQLITE_OK);
	assert_true(on_disk(l) >= (int64_t)fit * FRAME);
	assert_int_equal(frame(l, 'c', 1), SQLITE_OK);
	assert_int_equal(on_disk(l), (int64_t)(fit + 2) * FRAME);
}

static void test_whoever_reads_sees_what_was_written(void **state)
{
	struct log *l = *state;
	unsigned char got[PAGE];
	sqlite3_int64 size = 0;
	assert_int_equal(frame(l, 'a', 0), SQLITE_OK);
	assert_int_equal(frame(l, 'b', 0), SQLITE_OK);
	assert_int_equal(l->f->pMethods->xFileSize(l->f, &size), SQLITE_OK);
	assert_int_equal(size, 2 * FRAME);
	assert_int_equal(frame(l, 'c', 0), SQLITE_OK);
	assert_int_equal(l->f->pMethods->xRead(l->f, got, PAGE, 2 * FRAME + HEAD), SQLITE_OK);
	assert_int_equal(got[0], 'c');
	assert_int_equal(frame(l, 'd', 0), SQLITE_OK);
	l->end = FRAME; /* the second frame once more, as after a rollback */
	assert_int_equal(frame(l, 'e', 1), SQLITE_OK);
	assert_int_equal(on_disk(l), 4 * FRAME);
	assert_int_equal(l->f->pMethods->xRead(l->f, got, PAGE, FRAME + HEAD), SQLITE_OK);
	assert_int_equal(got[0], 'e');
	assert_int_equal(l->f->pMethods->xRead(l->f, got, PAGE, 3 * FRAME + HEAD), SQLITE_OK);
	assert_int_equal(got[0], 'd');
	assert_int_equal(frame(l, 'f', 0), SQLITE_OK);
	assert_int_equal(l->f->pMethods->xTruncate(l->f, FRAME), SQLITE_OK);
	assert_int_equal(on_disk(l), FRAME);
}

static void test_a_full_disk_is_told_of_before_the_commit(void **state)
{
	(void)state;
	struct log l;
	assert_int_equal(open_log(&l, "/dev/full"), SQLITE_OK);
	assert_int_equal(frame(&l, 'a', 0), SQLITE_OK);
	assert_int_equal(frame(&l, 'b', 1), SQLITE_FULL);
	assert_int_equal(l.f->pMethods->xSync(l.f, SQLITE_SYNC_NORMAL) & 0xff, SQLITE_IOERR); /* it is no disk; what was given up is not tried again */
	close_log(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_commits_last_frame_takes_all_along, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_a_full_room_is_emptied, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_whoever_reads_sees_what_was_written, set_up, tear_down),
		cmocka_unit_test(test_a_full_disk_is_told_of_before_the_commit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
