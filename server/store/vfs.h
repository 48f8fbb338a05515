/* vfs.h — the files of the writing connection: SQLite's usual ones, but for the log (wal_file.h) and what undoes a handler (undo_file.h).
 * Owns    an entry in SQLite's list of VFSs, as long as the process lives.    Thread  any. */
#pragma once

/* Its name for sqlite3_open_v2, on top of what is SQLite's default now. */
const char *vfs_use(void);
