/* undo_test.c — a handler that rewrites much is undone or kept as a whole, and what would undo it stays in memory. With a journal that is moved
 * to a file, SQLite 3.40 says that the disk is full although it is not (store/db.c). */
#include <dirent.h>
#include <unistd.h>

#include "tests/unit/world.h"

#define ROWS 1500       /* each a page of its own: some 6 MB to be undone */
#define VALUE_BYTES 3000

static char value[VALUE_BYTES + 1];

/* SQLite's temporary files have no name any more, but their descriptors tell of it. */
static int temporary_files(void)
{
	int n = 0;
	DIR *d = opendir("/proc/self/fd");
	assert_non_null(d);
	for (struct dirent *e; (e = readdir(d));) {
		char target[300];
		ssize_t len = readlinkat(dirfd(d), e->d_name, target, sizeof target - 1);
		if (len <= 0) continue;
		target[len] = 0;
		n += strstr(target, "etilqs_") != NULL;
	}
	closedir(d);
	return n;
}

static err_t put_all(struct tx *tx, const char *first_letter, err_t end, int *ret_temporary)
{
	char key[20];
	memset(value, *first_letter, VALUE_BYTES);
	for (int i = 0; i < ROWS; i++) {
		snprintf(key, sizeof key, "row-%d", i);
		TRY(db_exec(tx_db(tx), Q_SETTING_PUT, V(key), V((const char *)value)));
	}
	*ret_temporary = temporary_files();
	return end;
}

HANDLER(put, put_all(tx, q->a, q->n ? ERR_CONFLICT : OK, q->out))

static char letter(struct world *w, const char *key)
{
	struct rows r;
	char c = 0;
	db_query(w->db, &r, Q_SETTING_GET, V(key));
	if (rows_next(&r)) c = *rows_text(&r, 0);
	assert_int_equal(rows_end(&r), OK);
	return c;
}

static void six_megabytes_are_undone_or_kept_without_a_temporary_file(void **state)
{
	struct world *w = *state;
	int temporary = -1;
	assert_int_equal(DO(w, put, .a = "a", .out = &temporary), OK);
	assert_int_equal(DO(w, put, .a = "b", .n = 1, .out = &temporary), ERR_CONFLICT);
	assert_int_equal(temporary, 0);
	assert_int_equal(letter(w, "row-0"), 'a');
	assert_int_equal(letter(w, "row-1499"), 'a');
	assert_int_equal(DO(w, put, .a = "c", .out = &temporary), OK);
	assert_int_equal(temporary, 0);
	assert_int_equal(letter(w, "row-1499"), 'c');
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(six_megabytes_are_undone_or_kept_without_a_temporary_file, world_set_up, world_tear_down)};
	return cmocka_run_group_tests_name("undo", tests, NULL, NULL);
}
