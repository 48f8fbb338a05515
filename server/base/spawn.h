/* spawn.h — starts a program to which only the descriptors that are named cross, and stderr; its signals stand as in a fresh process.
 * Owns    nothing: the process is the caller's to reap, the descriptors stay the caller's.    Thread  any. */
#pragma once
#include <stddef.h>
#include <sys/types.h>

#include "base/err.h"

/* `fd` is `as` over there; -1 is /dev/null. */
struct spawn_fd { int fd, as; };

/* `argv` and `environment` end with NULL. ERR_IO, which is logged. */
err_t spawn(const char *program, char *const argv[], char *const environment[], const struct spawn_fd *fds, size_t n, pid_t *ret);
