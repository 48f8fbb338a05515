/* child.h — a program of ours that looks at foreign bytes for us: given one file on fd 0, it writes what it found to fd 1 and exits.
 * Its exit status is an err_t. Whatever else becomes of it (killed by its sandbox, by its limits, by us) is ERR_MALFORMED.
 * Owns    the process and the reading end.
 * Thread  a lane or any thread that may wait; never the floor.    Limits  `patience_ms` in all, then it is killed. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"

struct child { pid_t pid; int out_fd; int64_t until_us; };

/* Starts `program` with `args` (NULL-ended, without the program itself). `in_fd` stays the caller's. ERR_IO. */
err_t child_start(const char *program, const char *const args[], int in_fd, int patience_ms, struct child *ret);
/* Some bytes of what it says; 0 at the end. ERR_TIMEOUT, ERR_IO. */
err_t child_read(struct child *c, void *buf, size_t cap, size_t *ret_n);
/* Kills it if it still runs, reaps it and closes the pipe; how it ended. Call it once. */
err_t child_end(struct child *c);

/* All at once: up to `out_max` bytes into `out`, more is ERR_TOO_BIG. */
err_t child_run(const char *program, const char *const args[], int in_fd, int patience_ms, size_t out_max, struct buf *out);
/* A sealed file in memory with these bytes, for in_fd. -1 if there is none to be had. */
int child_input(const void *data, size_t len);
