/* undo_file.h — SQLite's "subjournal": the pages as they were before a handler changed them, for its ROLLBACK TO. Some eighty of 4 kB an order.
 * SQLite's own in memory lies in pieces of 1 kB, each asked for by itself; this is one piece, kept for the next transaction.
 * Owns    its bytes; one idle piece a process.    Thread  that of its connection.    Limits  none of its own: what one handler has changed. */
#pragma once
#include <sqlite3.h>

#define UNDO_KEPT_BYTES (4 << 20) /* a larger piece is given back */

/* `f` is room for undo_file_bytes. Cannot fail. */
void undo_file_open(sqlite3_file *f);
extern const int undo_file_bytes;
