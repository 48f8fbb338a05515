/* datadir.h — the data folder: made if it is not there, and held by one process at a time.
 * Owns    the lock's fd.    Thread  main. */
#pragma once
#include "base/err.h"

/* Makes the folder (0700) and takes DIR/lock. ERR_CONFLICT if another process holds it, ERR_IO. *ret_fd keeps the lock until closed. */
err_t datadir_take(const char *dir, int *ret_fd);
/* Makes a folder and those above it (0700). ERR_IO. */
err_t datadir_make(const char *dir);
/* Sleeps until nobody holds DIR/lock, at most so long: one that was just told to stop is still saying good-bye. It takes nothing. */
void datadir_wait(const char *dir, int most_ms);
