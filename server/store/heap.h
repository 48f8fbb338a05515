/* heap.h — where SQLite takes its memory from: Debian builds it without its own small blocks ("lookaside"), so that every column that is
 * read and every cursor that is opened asks the C library, some six hundred times for one order.
 * Owns    what lies idle in a thread until the process ends: readers live as long as it does.
 * Thread  any; a block may be given back by another thread than took it, and then lies idle there.
 * Limits  HEAP_IDLE_MAX blocks of each size up to 1 kB, HEAP_IDLE_LARGE_MAX of each up to a page; what was once in use, so some MB a thread.
 * Cost    a block that lies idle: some ten instructions, no lock; one that is resized is copied. */
#pragma once
#define HEAP_IDLE_MAX 512
#define HEAP_IDLE_LARGE_MAX 16

/* Before SQLite runs; refused by it, and harmless, afterwards. Does nothing where AddressSanitizer is to see each block. */
void heap_use(void);
