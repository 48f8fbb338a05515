/* wal_file.h — the write-ahead log as the writing connection sees it: frames that follow each other go out in one write, not in two each.
 *
 *   frame header, page, frame header, page, … ─► room ── full, or the commit's last frame is whole ─► one pwrite ─► (SQLite syncs)
 *
 * A commit's frames are in the file before the write of its last one returns: what SQLite then publishes to other connections is there, and a
 * full disk or a failing device is told of before the commit. Reading, truncating, syncing or writing elsewhere empties the room first.
 * Owns    the file beneath, and its room.    Thread  that of its connection.    Limits  WAL_ROOM_BYTES.
 * Source  SQLite's file format §4.1: 24 bytes before each page; bytes 4–7 are not 0 in a commit's last. */
#pragma once
#include <sqlite3.h>

#define WAL_ROOM_BYTES 0x1ffff /* of a longer write SQLite 3.40 takes the low 17 bits for its length, and says that the disk is full */

/* Opens it by the VFS `below`. `f` is room for wal_file_bytes. */
int wal_file_open(sqlite3_vfs *below, const char *path, sqlite3_file *f, int flags, int *ret_flags);
extern const int wal_file_bytes;
