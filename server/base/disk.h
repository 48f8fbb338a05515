/* disk.h — how full the disk of a folder is. Thread: any. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* A disk with so much to spare takes uploads, whatever part of it is used. */
#define DISK_SPARE_BYTES (10LL << 30)

struct disk { int64_t used_bytes, free_bytes; };   /* free: to who is not root; the two are the whole, as df(1) reckons */

/* ERR_IO. A system call. */
err_t disk_look(const char *dir, struct disk *ret);
/* True while less than `percent` of it is used, or DISK_SPARE_BYTES are free. */
bool disk_has_room(const struct disk *d, int64_t percent);
