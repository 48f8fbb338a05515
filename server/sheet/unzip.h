/* unzip.h — reads entries of a ZIP in memory (libzip), with the limits of sheet.h. Owns: the archive handle. Thread: one. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct zip;
/* `bytes` are lent until unzip_close. ERR_BAD_TYPE, ERR_TOO_BIG for too many entries. */
err_t unzip_open(const void *bytes, size_t len, struct zip **ret);
void unzip_close(struct zip *z);
int64_t unzip_count(struct zip *z);
/* An entry's name, lent; NULL for one that is a folder or encrypted. */
const char *unzip_name(struct zip *z, int64_t at);
/* The place of an entry by its whole name; -1 if there is none. */
int64_t unzip_find(struct zip *z, const char *name);
/* Unpacks one (malloc'd, NUL behind it). ERR_TOO_BIG beyond `most` bytes or the ratio, ERR_MALFORMED. */
err_t unzip_take(struct zip *z, int64_t at, size_t most, char **ret, size_t *ret_len);
