/* vfs.c — see vfs.h. */
#include "store/vfs.h"

#include <stdlib.h>

#include "store/undo_file.h"
#include "store/wal_file.h"

static int most(int a, int b) { return a > b ? a : b; }

static int open_file(sqlite3_vfs *vfs, const char *path, sqlite3_file *f, int flags, int *ret_flags)
{
	sqlite3_vfs *below = sqlite3_vfs_find(NULL);
	(void)vfs;
	f->pMethods = NULL;
	if (flags & SQLITE_OPEN_WAL) return wal_file_open(below, path, f, flags, ret_flags);
	if (!(flags & SQLITE_OPEN_SUBJOURNAL)) return below->xOpen(below, path, f, flags, ret_flags);
	undo_file_open(f);
	return SQLITE_OK;
}

const char *vfs_use(void)
{
	static const char name[] = "mela";
	const sqlite3_vfs *below = sqlite3_vfs_find(NULL);
	if (sqlite3_vfs_find(name)) return name;
	sqlite3_vfs *v = malloc(sizeof *v);
	if (!v) abort();
	*v = *below;
	v->zName = name;
	v->szOsFile = most(below->szOsFile, most(undo_file_bytes, wal_file_bytes));
	v->xOpen = open_file;
	sqlite3_vfs_register(v, 0);
	return name;
}
