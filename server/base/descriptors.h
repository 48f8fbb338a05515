/* descriptors.h — how many files and sockets the process may have open (RLIMIT_NOFILE). Systems begin with 1,024, far too few for a fair.
 * Thread  before others are started. */
#pragma once
#include <stdint.h>

/* Raises the soft limit to `wanted`, as far as the hard one allows. Answers what holds now. */
int64_t descriptors_raise(int64_t wanted);
