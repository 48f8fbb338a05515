/* wal_file.c — gathers what is written one after the other. */
#include "store/wal_file.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define FRAME_HEAD_BYTES 24

struct wal_file {
	sqlite3_file base, *below;
	unsigned char *room;
	sqlite3_int64 at;      /* where the room's first byte belongs */
	int len;
	bool commits;          /* the frame being written is the last of a commit, or pads it */
};
const int wal_file_bytes = sizeof(struct wal_file);

static struct wal_file *of(sqlite3_file *f) { return (struct wal_file *)f; }

/* Once, however it ends: what could not be written belongs to a transaction that is given up for it. */
static int empty(struct wal_file *w)
{
	const int n = w->len;
	w->len = 0;
	return n ? w->below->pMethods->xWrite(w->below, w->room, n, w->at) : SQLITE_OK;
}

static int close_it(sqlite3_file *f)
{
	struct wal_file *w = of(f);
	int rc = empty(w), closed = w->below->pMethods->xClose(w->below);
	free(w->below);
	free(w->room);
	return rc != SQLITE_OK ? rc : closed;
}

static bool ends_commit(const unsigned char *head) { return head[4] | head[5] | head[6] | head[7]; }

static int write_it(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
	struct wal_file *w = of(f);
	if (w->len && (at != w->at + w->len || w->len + n > WAL_ROOM_BYTES)) {
		int rc = empty(w);
		if (rc != SQLITE_OK) return rc;
	}
	if (n > WAL_ROOM_BYTES) return w->below->pMethods->xWrite(w->below, from, n, at);
	if (!w->len) w->at = at;
	memcpy(w->room + w->len, from, (size_t)n);
	w->len += n;
	if (n == FRAME_HEAD_BYTES) w->commits = ends_commit(from);
	else if (w->commits) return empty(w);
	return SQLITE_OK;
}

/* ── everything else sees the file as if each write had gone out at once ── */

#define EMPTIED(f, call)                          \
	struct wal_file *w = of(f);                   \
	int rc = empty(w);                            \
	return rc != SQLITE_OK ? rc : w->below->pMethods->call

static int read_it(sqlite3_file *f, void *to, int n, sqlite3_int64 at) { EMPTIED(f, xRead(w->below, to, n, at)); }
static int truncate_it(sqlite3_file *f, sqlite3_int64 len) { EMPTIED(f, xTruncate(w->below, len)); }
static int sync_it(sqlite3_file *f, int flags) { EMPTIED(f, xSync(w->below, flags)); }
static int size_of(sqlite3_file *f, sqlite3_int64 *ret) { EMPTIED(f, xFileSize(w->below, ret)); }

static int lock(sqlite3_file *f, int how) { return of(f)->below->pMethods->xLock(of(f)->below, how); }
static int unlock(sqlite3_file *f, int how) { return of(f)->below->pMethods->xUnlock(of(f)->below, how); }
static int reserved(sqlite3_file *f, int *ret) { return of(f)->below->pMethods->xCheckReservedLock(of(f)->below, ret); }
static int control(sqlite3_file *f, int op, void *arg) { return of(f)->below->pMethods->xFileControl(of(f)->below, op, arg); }
static int sector(sqlite3_file *f) { return of(f)->below->pMethods->xSectorSize(of(f)->below); }
static int device(sqlite3_file *f) { return of(f)->below->pMethods->xDeviceCharacteristics(of(f)->below); }

int wal_file_open(sqlite3_vfs *below, const char *path, sqlite3_file *f, int flags, int *ret_flags)
{
	static const sqlite3_io_methods methods = {
		.iVersion = 1, .xClose = close_it, .xRead = read_it, .xWrite = write_it, .xTruncate = truncate_it, .xSync = sync_it, .xFileSize = size_of,
		.xLock = lock, .xUnlock = unlock, .xCheckReservedLock = reserved, .xFileControl = control, .xSectorSize = sector, .xDeviceCharacteristics = device,
	};
	struct wal_file w = {.below = calloc(1, (size_t)below->szOsFile), .room = malloc(WAL_ROOM_BYTES)};
	if (!w.below || !w.room) abort();
	int rc = below->xOpen(below, path, w.below, flags, ret_flags);
	if (rc == SQLITE_OK) w.base.pMethods = &methods;
	else free(w.below), free(w.room);
	*of(f) = w;
	return rc;
}
