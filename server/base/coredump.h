/* coredump.h — a process that dies leaves no image of its memory: keys, addresses and tokens stay in it (core(5)).
 * Thread  before others start; children inherit it. */
#pragma once

/* No core file, and, for a pipe that takes dumps whatever the limit says, none of our memory in it. */
void coredump_off(void);
