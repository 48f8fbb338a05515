/* backup.c — see backup.h. */
#include "store/backup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "store/archive.h"
#include "store/datadir.h"
#include "store/sealed.h"

#define COPY ".backup.db"
#define STORE "mela.db"
#define BLOCK 65536

static err_t broken(const char *path)
{
	log_error("store", "%s: %s", path, strerror(errno));
	return ERR_IO;
}

/* ── the store, as it is at one moment ── */

static err_t copy_store(const char *data)
{
	char from[PATH_MAX], to[PATH_MAX];
	sqlite3 *source = NULL, *copy = NULL;
	snprintf(from, sizeof from, "%s/" STORE, data);
	snprintf(to, sizeof to, "%s/" COPY, data);
	unlink(to);
	if (access(from, R_OK) != 0) return ERR_NOT_FOUND;
	int rc = sqlite3_open_v2(from, &source, SQLITE_OPEN_READONLY, NULL);
	if (rc == SQLITE_OK) rc = sqlite3_db_config(source, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	if (rc == SQLITE_OK) rc = sqlite3_open_v2(to, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
	if (rc == SQLITE_OK) chmod(to, 0600);
	sqlite3_backup *b = rc == SQLITE_OK ? sqlite3_backup_init(copy, "main", source, "main") : NULL;
	if (b) rc = sqlite3_backup_step(b, -1);
	if (b && rc == SQLITE_DONE) rc = sqlite3_backup_finish(b);
	else if (b) sqlite3_backup_finish(b);
	if (rc != SQLITE_OK) log_error("store", "the store cannot be copied: %s", sqlite3_errstr(rc));
	sqlite3_close(copy);
	sqlite3_close(source);
	return rc == SQLITE_OK ? OK : ERR_STORE;
}

/* ── out ── */

static err_t add_file(struct sealed_out *out, const char *path, const char *name)
{
	unsigned char head[ARCHIVE_HEAD_MAX], block[BLOCK];
	size_t head_len = 0;
	struct stat st;
	FILE *f = fopen(path, "re");
	if (!f) return broken(path);
	err_t e = fstat(fileno(f), &st) == 0 ? archive_head(name, (uint64_t)st.st_size, head, &head_len) : broken(path);
	if (e == OK) e = sealed_write(out, head, head_len);
	for (uint64_t left = (uint64_t)st.st_size; e == OK && left;) {
		size_t n = fread(block, 1, left < BLOCK ? (size_t)left : BLOCK, f);
		e = n ? sealed_write(out, block, n) : broken(path); /* it became shorter meanwhile */
		left -= n;
	}
	fclose(f);
	return e;
}

/* Of the data folder itself: the copy takes the store's place. */
static bool is_left_out(const char *name)
{
	static const char *const out[] = {STORE, STORE "-wal", STORE "-shm", STORE "-journal", "lock", "control.sock"};
	for (size_t i = 0; i < sizeof out / sizeof *out; i++)
		if (strcmp(name, out[i]) == 0) return true;
	return *name == '.';
}

static err_t add_folder(struct sealed_out *out, const char *root, const char *below, int depth);

static err_t add_entry(struct sealed_out *out, const char *root, const char *name, int depth)
{
	char path[PATH_MAX];
	struct stat st;
	if (snprintf(path, sizeof path, "%s/%s", root, name) >= (int)sizeof path) return ERR_TOO_LONG;
	if (lstat(path, &st) != 0) return errno == ENOENT ? OK : broken(path); /* swept meanwhile */
	if (S_ISDIR(st.st_mode)) return add_folder(out, root, name, depth + 1);
	if (!S_ISREG(st.st_mode)) return OK;
	if (archive_name_valid(name)) return add_file(out, path, name);
	log_warn("store", "%s: not taken along, for its name is none of ours", path);
	return OK;
}

static err_t add_folder(struct sealed_out *out, const char *root, const char *below, int depth)
{
	char path[PATH_MAX], name[PATH_MAX];
	err_t e = OK;
	if (depth >= ARCHIVE_DEPTH) return OK;
	snprintf(path, sizeof path, "%s/%s", root, below);
	DIR *d = opendir(path);
	if (!d) return broken(path);
	for (struct dirent *f; e == OK && (f = readdir(d));) {
		if (*f->d_name == '.' || (depth == 0 && is_left_out(f->d_name))) continue;
		if (snprintf(name, sizeof name, "%s%s%s", below, *below ? "/" : "", f->d_name) < (int)sizeof name) e = add_entry(out, root, name, depth);
	}
	closedir(d);
	return e;
}

static err_t add_all(struct sealed_out *out, const char *data)
{
	static const unsigned char end[2] = {0, 0};
	char copy[PATH_MAX];
	snprintf(copy, sizeof copy, "%s/" COPY, data);
	TRY(add_file(out, copy, STORE));
	TRY(add_folder(out, data, "", 0));
	return sealed_write(out, end, sizeof end);
}

static err_t write_sealed(const char *data, FILE *to, const char *recipient)
{
	struct sealed_out *out;
	TRY(sealed_write_begin(to, recipient, &out));
	err_t e = add_all(out, data);
	err_t end = sealed_write_end(out, e == OK);
	if (e == OK) e = end;
	if (e == OK && (fflush(to) != 0 || fsync(fileno(to)) != 0)) e = ERR_IO;
	return e;
}

err_t backup_write(const char *data, const char *file, const char *recipient)
{
	char part[PATH_MAX], copy[PATH_MAX];
	snprintf(part, sizeof part, "%s.part", file);
	snprintf(copy, sizeof copy, "%s/" COPY, data);
	int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	FILE *to = fd < 0 ? NULL : fdopen(fd, "w");
	if (!to) return broken(part);
	err_t e = copy_store(data);
	if (e == OK) e = write_sealed(data, to, recipient);
	if (fclose(to) != 0 && e == OK) e = broken(part);
	unlink(copy);
	if (e == OK && rename(part, file) != 0) e = broken(file);
	if (e != OK) unlink(part);
	return e;
}

/* ── back ── */

struct unpacking { const char *root; FILE *now; };

static err_t close_now(struct unpacking *u)
{
	FILE *f = u->now;
	u->now = NULL;
	if (!f) return OK;
	bool good = fflush(f) == 0 && fsync(fileno(f)) == 0;
	return fclose(f) == 0 && good ? OK : broken(u->root);
}

static err_t on_file(void *arg, const char *name, uint64_t size)
{
	struct unpacking *u = arg;
	char path[PATH_MAX], folder[PATH_MAX];
	TRY(close_now(u));
	if (snprintf(path, sizeof path, "%s/%s", u->root, name) >= (int)sizeof path) return ERR_TOO_LONG;
	snprintf(folder, sizeof folder, "%s", path);
	*strrchr(folder, '/') = '\0';
	TRY(datadir_make(folder));
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	u->now = fd < 0 ? NULL : fdopen(fd, "w");
	(void)size; /* archive.h gives no more and no less */
	return u->now ? OK : broken(path);
}

static err_t on_bytes(void *arg, const unsigned char *data, size_t len)
{
	struct unpacking *u = arg;
	return fwrite(data, 1, len, u->now) == len ? OK : broken(u->root);
}

static err_t unpack(struct sealed_in *in, const char *root)
{
	unsigned char block[BLOCK];
	struct unpacking u = {.root = root};
	struct archive_in a = {.sink = {on_file, on_bytes, &u}};
	size_t len = 0;
	err_t e;
	do {
		e = sealed_read(in, block, sizeof block, &len);
		if (e == OK) e = archive_feed(&a, block, len);
	} while (e == OK && len);
	err_t closed = close_now(&u);
	if (e == OK) e = closed;
	return e == OK && !archive_whole(&a) ? ERR_MALFORMED : e;
}

/* What a restore that failed has left; it made nothing but files and folders of its own. */
static void remove_all(const char *path)
{
	char below[PATH_MAX];
	DIR *d = opendir(path);
	for (struct dirent *f; d && (f = readdir(d));) {
		if (strcmp(f->d_name, ".") == 0 || strcmp(f->d_name, "..") == 0) continue;
		if (snprintf(below, sizeof below, "%s/%s", path, f->d_name) < (int)sizeof below && unlink(below) != 0) remove_all(below);
	}
	if (d) closedir(d);
	rmdir(path);
}

static err_t restore_from(FILE *from, const char *secret_key, const char *data)
{
	char fresh[PATH_MAX];
	struct sealed_in *in;
	if (rmdir(data) != 0 && errno != ENOENT) return errno == ENOTEMPTY || errno == EEXIST ? ERR_CONFLICT : broken(data);
	snprintf(fresh, sizeof fresh, "%s.restoring", data);
	TRY(sealed_read_begin(from, secret_key, &in));
	remove_all(fresh);
	err_t e = datadir_make(fresh);
	if (e == OK) e = unpack(in, fresh);
	sealed_read_end(in);
	if (e == OK && rename(fresh, data) != 0) e = broken(data);
	if (e != OK) remove_all(fresh);
	return e;
}

err_t backup_restore(const char *file, const char *secret_key, const char *data)
{
	FILE *from = fopen(file, "re");
	if (!from) return broken(file);
	err_t e = restore_from(from, secret_key, data);
	fclose(from);
	return e;
}
