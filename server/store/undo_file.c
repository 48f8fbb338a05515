/* undo_file.c — a file's methods on one growing piece of memory. */
#include "store/undo_file.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_BYTES (256 << 10)

struct room { sqlite3_int64 cap; unsigned char bytes[]; };
struct undo_file { sqlite3_file base; struct room *room; sqlite3_int64 len; };
const int undo_file_bytes = sizeof(struct undo_file);

static _Atomic(struct room *) idle; /* of the last transaction: its pages need not be made anew */

static struct undo_file *of(sqlite3_file *f) { return (struct undo_file *)f; }

static int close_it(sqlite3_file *f)
{
	struct room *r = of(f)->room;
	if (r && r->cap <= UNDO_KEPT_BYTES) r = atomic_exchange(&idle, r);
	free(r);
	of(f)->room = NULL;
	return SQLITE_OK;
}

static int read_it(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
	const struct undo_file *u = of(f);
	const sqlite3_int64 there = at < u->len ? (u->len - at < n ? u->len - at : n) : 0;
	if (there) memcpy(to, u->room->bytes + at, (size_t)there);
	memset((char *)to + there, 0, (size_t)(n - there));
	return there == n ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int reserve(struct undo_file *u, sqlite3_int64 want)
{
	sqlite3_int64 cap = u->room ? u->room->cap : FIRST_BYTES;
	while (cap < want) cap *= 2;
	struct room *r = realloc(u->room, sizeof *r + (size_t)cap);
	if (!r) return SQLITE_NOMEM;
	r->cap = cap;
	u->room = r;
	return SQLITE_OK;
}

static int write_it(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
	struct undo_file *u = of(f);
	if ((!u->room || at + n > u->room->cap) && reserve(u, at + n) != SQLITE_OK) return SQLITE_NOMEM;
	if (at > u->len) memset(u->room->bytes + u->len, 0, (size_t)(at - u->len));
	memcpy(u->room->bytes + at, from, (size_t)n);
	if (at + n > u->len) u->len = at + n;
	return SQLITE_OK;
}

static int truncate_it(sqlite3_file *f, sqlite3_int64 len)
{
	if (len < of(f)->len) of(f)->len = len;
	return SQLITE_OK;
}

static int size_of(sqlite3_file *f, sqlite3_int64 *ret)
{
	*ret = of(f)->len;
	return SQLITE_OK;
}

static int nothing(sqlite3_file *f, int how) { return (void)f, (void)how, SQLITE_OK; }
static int nobody(sqlite3_file *f, int *ret) { return (void)f, *ret = 0, SQLITE_OK; }
static int unknown(sqlite3_file *f, int op, void *arg) { return (void)f, (void)op, (void)arg, SQLITE_NOTFOUND; }
static int none(sqlite3_file *f) { return (void)f, 0; }

void undo_file_open(sqlite3_file *f)
{
	static const sqlite3_io_methods methods = {
		.iVersion = 1, .xClose = close_it, .xRead = read_it, .xWrite = write_it, .xTruncate = truncate_it, .xSync = nothing, .xFileSize = size_of,
		.xLock = nothing, .xUnlock = nothing, .xCheckReservedLock = nobody, .xFileControl = unknown, .xSectorSize = none, .xDeviceCharacteristics = none,
	};
	*of(f) = (struct undo_file){.base.pMethods = &methods, .room = atomic_exchange(&idle, NULL)};
}
