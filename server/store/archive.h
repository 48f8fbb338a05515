/* archive.h — files one behind the other, as a backup holds them: name, size, bytes.
 *
 *   { name bytes (2) · name · size (8) · bytes }*  0 (2)          numbers with the highest byte first
 *
 * A name is a path below the data folder: letters, digits, ".", "-" and "_", parts by "/", none of them beginning with ".".
 * Limits  ARCHIVE_NAME_MAX bytes, ARCHIVE_DEPTH parts.    Thread  any. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define ARCHIVE_NAME_MAX 200
#define ARCHIVE_DEPTH 4
#define ARCHIVE_HEAD_MAX (2 + ARCHIVE_NAME_MAX + 8)

bool archive_name_valid(const char *name);
/* Writes the head of a file; gives its bytes. ERR_BAD_FIELD for a name that could not be read again. */
err_t archive_head(const char *name, uint64_t size, unsigned char ret[static ARCHIVE_HEAD_MAX], size_t *ret_len);

/* Reads what comes in pieces of any size. `file` begins one, `bytes` are its next; both may refuse. */
struct archive_sink {
	err_t (*file)(void *arg, const char *name, uint64_t size);
	err_t (*bytes)(void *arg, const unsigned char *data, size_t len);
	void *arg;
};
struct archive_in {
	struct archive_sink sink;
	unsigned char head[ARCHIVE_HEAD_MAX];
	size_t n;                    /* bytes of the head so far */
	uint64_t left;               /* bytes of the file that are still to come */
	bool in_file, ended;
};
/* ERR_MALFORMED; also for what stands behind the end. */
err_t archive_feed(struct archive_in *a, const unsigned char *data, size_t len);
/* All of it was there. */
static inline bool archive_whole(const struct archive_in *a) { return a->ended; }
