/* photo_store.h — photos as files: DATA/photos/ab/<hash>-l.webp, -m.webp, -s.webp and -m.jpg, named by the SHA-256 of what was sent in.
 * What was sent in is looked at by mela-photo alone and is never kept: only what that made anew is.
 * Owns    the files.    Thread  a lane: it waits for a child.
 * Limits  base/photo.h; PHOTO_PATIENCE_MS for one.    Cost  about 150 ms for 12 megapixels. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/photo.h"

#define PHOTO_HASH_CHARS 64
#define PHOTO_PATIENCE_MS 15000

struct photo { char hash[PHOTO_HASH_CHARS + 1]; int64_t width, height, bytes; };

/* `program` is mela-photo, `dir` the data folder. ERR_BAD_TYPE, ERR_TOO_BIG (bytes or pixels), ERR_MALFORMED, ERR_TIMEOUT, ERR_IO. */
err_t photo_store(const char *program, const char *dir, const void *bytes, size_t len, struct photo *ret);
/* Reads "<hash>-m.webp" and its like. ERR_NOT_FOUND for any other name. */
err_t photo_read(const char *dir, const char *name, struct buf *out, const char **ret_type);
