/* backup_test.c — a backup restores to the same rows and files; without the key it tells nothing, and what was changed is refused whole. */
#include "tests/unit/world.h"

#include <fcntl.h>
#include <sodium.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/archive.h"
#include "store/backup.h"
#include "store/sealed.h"

#define CANARY "qzcanary@example.org"
#define BULK (3 * SEALED_CHUNK + 17)

struct vault { struct world *w; struct sealed_pair pair; char dir[SCRATCH_BYTES], file[128], data[128]; };

static err_t write_canary(struct tx *tx, void *arg) { (void)arg; return db_exec(tx_db(tx), Q_SETTING_PUT, V("canary"), V(CANARY)); }

static void write_file(const char *path, size_t bytes)
{
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	for (size_t i = 0; i < bytes; i++) fputc((int)(i * 31 % 251), f);
	fclose(f);
}

static int set_up(void **state)
{
	struct vault *v = calloc(1, sizeof *v);
	char path[160];
	if (sodium_init() < 0 || world_set_up(state) != 0 || !scratch_new(v->dir, "backup")) return -1;
	v->w = *state;
	*state = v;
	snprintf(v->file, sizeof v->file, "%s/backup", v->dir);
	snprintf(v->data, sizeof v->data, "%s/data", v->dir);
	sealed_pair_new(&v->pair);
	snprintf(path, sizeof path, "%s/photos", v->w->dir);
	mkdir(path, 0700);
	snprintf(path, sizeof path, "%s/photos/0a.jpg", v->w->dir);
	write_file(path, BULK);
	return world_do(v->w, write_canary, NULL) == OK ? 0 : -1;
}

static int tear_down(void **state)
{
	struct vault *v = *state;
	char command[400];
	void *w = v->w;
	snprintf(command, sizeof command, "rm -rf '%s' '%s/photos'", v->dir, v->w->dir);
	if (system(command) != 0) return -1;
	free(v);
	return world_tear_down(&w);
}

#define VAULT_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

static size_t read_whole(const char *path, unsigned char **ret)
{
	struct stat st;
	FILE *f = fopen(path, "r");
	if (!f || fstat(fileno(f), &st) != 0) fail_msg("%s is not there", path);
	*ret = malloc((size_t)st.st_size + 1);
	assert_int_equal(fread(*ret, 1, (size_t)st.st_size, f), st.st_size);
	fclose(f);
	return (size_t)st.st_size;
}

static bool holds(const char *path, const char *text)
{
	unsigned char *bytes;
	size_t n = read_whole(path, &bytes);
	bool found = memmem(bytes, n, text, strlen(text)) != NULL;
	free(bytes);
	return found;
}

static void digest_rows(sqlite3 *db, const char *sql, crypto_generichash_state *s, void (*each)(sqlite3 *db, const char *name, crypto_generichash_state *s))
{
	sqlite3_stmt *st;
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
	while (sqlite3_step(st) == SQLITE_ROW)
		for (int c = 0; c < sqlite3_column_count(st); c++) {
			const char *text = (const char *)sqlite3_column_text(st, c);
			crypto_generichash_update(s, (const unsigned char *)(text ? text : "\1"), text ? strlen(text) + 1 : 1);
			if (each) each(db, text, s);
		}
	sqlite3_finalize(st);
}

static void digest_table(sqlite3 *db, const char *name, crypto_generichash_state *s)
{
	char sql[200];
	snprintf(sql, sizeof sql, "SELECT * FROM \"%s\"", name);
	digest_rows(db, sql, s, NULL);
}

/* Every row of every table. */
static void digest(const char *dir, char ret[static 65])
{
	sqlite3 *db;
	char path[200];
	crypto_generichash_state s;
	unsigned char raw[32];
	snprintf(path, sizeof path, "%s/mela.db", dir);
	crypto_generichash_init(&s, NULL, 0, sizeof raw);
	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	digest_rows(db, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", &s, digest_table);
	sqlite3_close(db);
	crypto_generichash_final(&s, raw, sizeof raw);
	sodium_bin2hex(ret, 65, raw, sizeof raw);
}

static bool is_there(const char *path) { return access(path, F_OK) == 0; }

static void sec_39_a_backup_restores_to_the_same_rows_and_files(void **state)
{
	struct vault *v = *state;
	char before[65], after[65], path[200];
	unsigned char *a, *b;
	assert_int_equal(backup_write(v->w->dir, v->file, v->pair.public_key), OK); /* beside a store that is open for writing */
	assert_int_equal(backup_restore(v->file, v->pair.secret_key, v->data), OK);
	digest(v->w->dir, before);
	digest(v->data, after);
	assert_string_equal(before, after);
	snprintf(path, sizeof path, "%s/photos/0a.jpg", v->w->dir);
	size_t n = read_whole(path, &a);
	snprintf(path, sizeof path, "%s/photos/0a.jpg", v->data);
	assert_int_equal(read_whole(path, &b), n);
	assert_memory_equal(a, b, n);
	free(a);
	free(b);
	snprintf(path, sizeof path, "%s/.backup.db", v->w->dir);
	assert_false(is_there(path)); /* nothing in clear is left behind */
	assert_int_equal(backup_restore(v->file, v->pair.secret_key, v->data), ERR_CONFLICT); /* there is something already */
}

static void sec_39_a_stolen_backup_tells_nothing(void **state)
{
	struct vault *v = *state;
	char path[200];
	struct sealed_pair other;
	assert_int_equal(backup_write(v->w->dir, v->file, v->pair.public_key), OK);
	assert_false(holds(v->file, CANARY));
	assert_false(holds(v->file, "SQLite format"));
	assert_false(holds(v->file, "mela.db"));
	sealed_pair_new(&other);
	assert_int_equal(backup_restore(v->file, other.secret_key, v->data), ERR_BAD_CREDENTIALS);
	assert_int_equal(backup_restore(v->file, v->pair.public_key, v->data), ERR_BAD_CREDENTIALS); /* what the server knows opens nothing */
	assert_int_equal(backup_restore(v->file, "no key", v->data), ERR_BAD_FIELD);
	assert_int_equal(backup_write(v->w->dir, v->file, "no key"), ERR_BAD_FIELD);
	assert_false(is_there(v->data));
	assert_int_equal(backup_restore(v->file, v->pair.secret_key, v->data), OK);
	snprintf(path, sizeof path, "%s/mela.db", v->data);
	assert_true(holds(path, CANARY)); /* it was there to be found */
}

static void rewrite(const char *path, const unsigned char *bytes, size_t n)
{
	FILE *f = fopen(path, "w");
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	fclose(f);
}

static void sec_39_cut_turned_or_lengthened_is_refused_whole(void **state)
{
	struct vault *v = *state;
	unsigned char *bytes;
	assert_int_equal(backup_write(v->w->dir, v->file, v->pair.public_key), OK);
	size_t n = read_whole(v->file, &bytes);
	const size_t head = 8 + 32 + crypto_box_SEALBYTES + crypto_secretstream_xchacha20poly1305_HEADERBYTES, chunk = SEALED_CHUNK + 17;
	const size_t cuts[] = {0, 7, 8, head - 1, head, head + 1, head + chunk, head + chunk + 1, n - chunk / 2, n - 1};
	for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
		rewrite(v->file, bytes, cuts[i]);
		assert_int_equal(backup_restore(v->file, v->pair.secret_key, v->data), cuts[i] < head ? ERR_MALFORMED : ERR_UNAUTHENTIC);
		assert_false(is_there(v->data));
	}
	const size_t turns[] = {head - 1, head, head + chunk - 1, n / 2, n - 1};
	for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) {
		bytes[turns[i]] ^= 1;
		rewrite(v->file, bytes, n);
		assert_int_equal(backup_restore(v->file, v->pair.secret_key, v->data), ERR_UNAUTHENTIC);
		assert_false(is_there(v->data));
		bytes[turns[i]] ^= 1;
	}
	bytes[40] ^= 1; /* the sealed key */
	rewrite(v->file, bytes, n);
	assert_int_equal(backup_restore(v->file, v->pair.secret_key, v->data), ERR_BAD_CREDENTIALS);
	bytes[40] ^= 1;
	memmove(bytes + head, bytes + head + chunk, n - head - chunk); /* without its first chunk */
	rewrite(v->file, bytes, n - chunk);
	assert_int_equal(backup_restore(v->file, v->pair.secret_key, v->data), ERR_UNAUTHENTIC);
	free(bytes);
}

static void test_names_lead_nowhere_else(void **state)
{
	(void)state;
	char longest[ARCHIVE_NAME_MAX + 2];
	memset(longest, 'a', sizeof longest);
	longest[ARCHIVE_NAME_MAX] = '\0';
	assert_true(archive_name_valid(longest));
	longest[ARCHIVE_NAME_MAX] = 'a';
	longest[ARCHIVE_NAME_MAX + 1] = '\0';
	assert_false(archive_name_valid(longest));
	static const struct { const char *name; bool valid; } rows[] = {
		{"mela.db", true}, {"photos/0a/b.jpg", true}, {"a/b/c/d", true}, {"a/b/c/d/e", false}, {"", false}, {"/etc/passwd", false}, {"../x", false}, {"a/../x", false},
		{"a//b", false}, {"a/", false}, {".x", false}, {"a/.x", false}, {"a\nb", false}, {"a b", false}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (archive_name_valid(rows[i].name) != rows[i].valid) fail_msg("%s", rows[i].name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		VAULT_TEST(sec_39_a_backup_restores_to_the_same_rows_and_files), VAULT_TEST(sec_39_a_stolen_backup_tells_nothing),
		VAULT_TEST(sec_39_cut_turned_or_lengthened_is_refused_whole), cmocka_unit_test(test_names_lead_nowhere_else),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
