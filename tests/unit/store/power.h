/* power.h — a disk whose power can be cut: an SQLite VFS that notes every write, truncation, sync and deletion, and can lay out the files
 * as a disk may hold them after a cut at any of those.
 *
 *   What was synced is there. Of what was written since, each sector of 512 bytes may be there or not, whatever was written later; so may
 *   a truncation or the end of a file. A file that was never synced may be missing. (A disk keeps a sector whole, and never loses synced ones.)
 *
 * The files of one folder (power_of) are noted from power_watch on; what they held then counts as synced. Shared memory is lost by its nature.
 * Limits  POWER_FILES_MAX files. Not for threads: readers must be closed. */
#pragma once
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define POWER_FILES_MAX 8
#define POWER_SECTOR 512

enum power_kind { POWER_WRITE, POWER_TRUNCATE, POWER_SYNC, POWER_DELETE, POWER_ACK };
struct power_op { enum power_kind kind; int file; int64_t at, len; unsigned char *bytes; };
struct power_image { unsigned char *bytes; int64_t len, cap; bool there; };

struct power {
	sqlite3_vfs vfs, *real;
	char dir[256], names[POWER_FILES_MAX][64];
	int n_files;
	struct power_image base[POWER_FILES_MAX];
	struct power_op *ops;
	int n_ops, cap_ops;
	bool on;
};
static struct power power; /* SQLite's VFS list is one for the process; so is this */

struct power_file { sqlite3_file base; int file; sqlite3_file *real; };

static inline void power_note(struct power_op op)
{
	if (!power.on || op.file < 0) return;
	if (power.n_ops == power.cap_ops) {
		power.cap_ops = power.cap_ops ? 2 * power.cap_ops : 1024;
		power.ops = realloc(power.ops, sizeof *power.ops * (size_t)power.cap_ops);
		if (!power.ops) abort();
	}
	power.ops[power.n_ops++] = op;
}

/* The file's number; -1 for one that is not watched. */
static inline int power_file_of(const char *path)
{
	size_t n = strlen(power.dir);
	if (!path || !n || strncmp(path, power.dir, n) != 0 || path[n] != '/' || strstr(path, "-shm")) return -1;
	for (int i = 0; i < power.n_files; i++)
		if (strcmp(power.names[i], path + n + 1) == 0) return i;
	if (power.n_files == POWER_FILES_MAX) abort();
	snprintf(power.names[power.n_files], sizeof power.names[0], "%s", path + n + 1);
	return power.n_files++;
}

/* ── the VFS: notes, and passes on to the real one ── */

#define REAL(f) (((struct power_file *)(f))->real)
static int power_close(sqlite3_file *f)
{
	int rc = REAL(f)->pMethods ? REAL(f)->pMethods->xClose(REAL(f)) : SQLITE_OK;
	free(REAL(f));
	return rc;
}
static int power_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at) { return REAL(f)->pMethods->xRead(REAL(f), to, n, at); }
static int power_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
	struct power_op op = {POWER_WRITE, ((struct power_file *)f)->file, at, n, NULL};
	if (power.on && op.file >= 0) {
		op.bytes = malloc((size_t)n);
		if (!op.bytes) abort();
		memcpy(op.bytes, from, (size_t)n);
	}
	power_note(op);
	return REAL(f)->pMethods->xWrite(REAL(f), from, n, at);
}
static int power_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	power_note((struct power_op){POWER_TRUNCATE, ((struct power_file *)f)->file, size, 0, NULL});
	return REAL(f)->pMethods->xTruncate(REAL(f), size);
}
static int power_sync(sqlite3_file *f, int flags)
{
	power_note((struct power_op){POWER_SYNC, ((struct power_file *)f)->file, 0, 0, NULL});
	(void)flags;
	return SQLITE_OK; /* the real disk need not be asked: the notes are the disk */
}
static int power_size(sqlite3_file *f, sqlite3_int64 *size) { return REAL(f)->pMethods->xFileSize(REAL(f), size); }
static int power_lock(sqlite3_file *f, int how) { return REAL(f)->pMethods->xLock(REAL(f), how); }
static int power_unlock(sqlite3_file *f, int how) { return REAL(f)->pMethods->xUnlock(REAL(f), how); }
static int power_reserved(sqlite3_file *f, int *out) { return REAL(f)->pMethods->xCheckReservedLock(REAL(f), out); }
static int power_control(sqlite3_file *f, int op, void *arg) { return REAL(f)->pMethods->xFileControl(REAL(f), op, arg); }
static int power_sector(sqlite3_file *f) { (void)f; return POWER_SECTOR; }
static int power_device(sqlite3_file *f) { (void)f; return 0; } /* promises nothing */
static int power_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out) { return REAL(f)->pMethods->xShmMap(REAL(f), page, size, extend, out); }
static int power_shm_lock(sqlite3_file *f, int at, int n, int flags) { return REAL(f)->pMethods->xShmLock(REAL(f), at, n, flags); }
static void power_shm_barrier(sqlite3_file *f) { REAL(f)->pMethods->xShmBarrier(REAL(f)); }
static int power_shm_unmap(sqlite3_file *f, int del) { return REAL(f)->pMethods->xShmUnmap(REAL(f), del); }

static const sqlite3_io_methods power_methods = {
	.iVersion = 2, .xClose = power_close, .xRead = power_read, .xWrite = power_write, .xTruncate = power_truncate, .xSync = power_sync, .xFileSize = power_size,
	.xLock = power_lock, .xUnlock = power_unlock, .xCheckReservedLock = power_reserved, .xFileControl = power_control, .xSectorSize = power_sector,
	.xDeviceCharacteristics = power_device, .xShmMap = power_shm_map, .xShmLock = power_shm_lock, .xShmBarrier = power_shm_barrier, .xShmUnmap = power_shm_unmap,
};

static int power_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *f, int flags, int *out)
{
	struct power_file *p = (struct power_file *)f;
	(void)vfs;
	p->file = power_file_of(path);
	p->real = calloc(1, (size_t)power.real->szOsFile);
	if (!p->real) abort();
	int rc = power.real->xOpen(power.real, path, p->real, flags, out);
	f->pMethods = rc == SQLITE_OK ? &power_methods : NULL;
	if (rc != SQLITE_OK) free(p->real);
	return rc;
}
static int power_delete(sqlite3_vfs *vfs, const char *path, int dir_sync)
{
	(void)vfs;
	power_note((struct power_op){POWER_DELETE, power_file_of(path), 0, dir_sync, NULL});
	return power.real->xDelete(power.real, path, dir_sync);
}

/* Once, before anything is opened. */
static inline void power_install(void)
{
	power.real = sqlite3_vfs_find(NULL);
	power.vfs = *power.real; /* what is not noted is the real one's, with its own data behind pAppData */
	power.vfs.zName = "power";
	power.vfs.szOsFile = sizeof(struct power_file);
	power.vfs.xOpen = power_open;
	power.vfs.xDelete = power_delete;
	sqlite3_vfs_register(&power.vfs, 1);
}

/* ── what a disk holds ── */

static inline void power_read_file(const char *path, struct power_image *ret)
{
	FILE *f = fopen(path, "rb");
	*ret = (struct power_image){.there = f};
	if (!f) return;
	fseek(f, 0, SEEK_END);
	ret->len = ftell(f);
	rewind(f);
	ret->bytes = malloc((size_t)ret->len + 1);
	if (!ret->bytes || fread(ret->bytes, 1, (size_t)ret->len, f) != (size_t)ret->len) abort();
	fclose(f);
}

/* The folder whose files are meant; before they are opened. */
static inline void power_of(const char *dir) { snprintf(power.dir, sizeof power.dir, "%s", dir); }

/* From now on what is done to them is noted. */
static inline void power_watch(void)
{
	static const char *const names[] = {"mela.db", "mela.db-wal", "mela.db-journal"};
	char path[400];
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(path, sizeof path, "%s/%s", power.dir, names[i]);
		power_read_file(path, &power.base[power_file_of(path)]);
	}
	power.on = true;
}

/* The one who placed it was told: number `n` must be there from here on. */
static inline void power_ack(int64_t n) { power_note((struct power_op){POWER_ACK, 0, n, 0, NULL}); }

static inline void power_forget(void)
{
	for (int i = 0; i < power.n_ops; i++) free(power.ops[i].bytes);
	for (int i = 0; i < power.n_files; i++) free(power.base[i].bytes);
	power.n_ops = power.n_files = 0;
	power.on = false;
	power.dir[0] = '\0';
}

static inline uint32_t power_random(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (uint32_t)(*seed >> 33);
}

static inline void power_put(struct power_image *im, int64_t at, const unsigned char *bytes, int64_t n)
{
	if (at + n > im->cap) {
		im->cap = 2 * (at + n);
		im->bytes = realloc(im->bytes, (size_t)im->cap);
		if (!im->bytes) abort();
	}
	if (at + n > im->len) {
		memset(im->bytes + im->len, 0, (size_t)(at + n - im->len));
		im->len = at + n;
	}
	memcpy(im->bytes + at, bytes, (size_t)n);
	im->there = true;
}

static inline void power_cut_to(struct power_image *im, int64_t size)
{
	if (size < im->len) im->len = size;
}

/* One operation on the image. `whole`: it was synced; else each of its sectors is a matter of luck. */
static inline void power_apply(struct power_image *im, const struct power_op *op, bool whole, uint64_t *seed)
{
	if (op->kind == POWER_TRUNCATE && (whole || power_random(seed) % 2)) power_cut_to(im, op->at);
	if (op->kind == POWER_DELETE && (whole || op->len || power_random(seed) % 2)) *im = (struct power_image){.bytes = im->bytes, .cap = im->cap};
	if (op->kind != POWER_WRITE) return;
	for (int64_t at = op->at; at < op->at + op->len;) {
		int64_t end = (at / POWER_SECTOR + 1) * POWER_SECTOR;
		if (end > op->at + op->len) end = op->at + op->len;
		if (whole || power_random(seed) % 2) power_put(im, at, op->bytes + (at - op->at), end - at);
		at = end;
	}
}

/* Lays out in `dir` what a disk may hold when the power goes before operation `k`. */
static inline void power_lay_out(const char *dir, int k, uint64_t seed)
{
	for (int f = 0; f < power.n_files; f++) {
		struct power_image im = {.len = power.base[f].len, .there = power.base[f].there};
		int synced = -1;
		char path[400];
		im.cap = im.len + 1;
		im.bytes = malloc((size_t)im.cap);
		if (!im.bytes) abort();
		if (im.len) memcpy(im.bytes, power.base[f].bytes, (size_t)im.len);
		for (int i = 0; i < k; i++)
			if (power.ops[i].file == f && power.ops[i].kind == POWER_SYNC) synced = i;
		for (int i = 0; i < k; i++)
			if (power.ops[i].file == f) power_apply(&im, &power.ops[i], i < synced, &seed);
		snprintf(path, sizeof path, "%s/%s", dir, power.names[f]);
		remove(path);
		FILE *out = im.there ? fopen(path, "wb") : NULL;
		if (im.there && (!out || fwrite(im.bytes, 1, (size_t)im.len, out) != (size_t)im.len)) abort();
		if (out) fclose(out);
		free(im.bytes);
	}
}
