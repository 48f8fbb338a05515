/* sandbox.h — what a program does before it looks at foreign bytes: from then on it can read and write what it has open, reckon, and end.
 *
 *   opening anything        fails with EACCES, for libraries that look around
 *   a socket, another program, another process, tracing …   kills the process (SIGSYS)
 *   more memory, time       as said in sandbox_limits
 *
 * Thread  main, before any other; threads begun later are bound too.    Source  seccomp(2), setrlimit(2). */
#pragma once
#include <stdint.h>

#include "base/err.h"

struct sandbox_limits { int64_t memory_bytes; int cpu_s; };   /* memory_bytes: on top of what is mapped already */

/* There is no way back. ERR_IO if the kernel refuses: then nothing foreign may be looked at. */
err_t sandbox_enter(const struct sandbox_limits *l);
