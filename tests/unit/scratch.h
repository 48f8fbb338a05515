/* scratch.h — a fresh folder for one test, below $TMPDIR (memory, where tests/run-unit finds room) or /tmp. */
#ifndef MELA_TEST_SCRATCH_H
#define MELA_TEST_SCRATCH_H

#include <stdio.h>
#include <stdlib.h>

enum { SCRATCH_BYTES = 64 };

/* Returns dir, or NULL when none could be made. The caller removes it. */
static inline char *scratch_new(char dir[static SCRATCH_BYTES], const char *name)
{
	const char *root = getenv("TMPDIR");
	snprintf(dir, SCRATCH_BYTES, "%s/mela-%s-XXXXXX", root ? root : "/tmp", name);
	return mkdtemp(dir);
}

#endif
