/* haste.c — nice values: on Linux they are a thread's own. */
#include "base/haste.h"

#include <sys/resource.h>

void haste_set(enum haste h)
{
	static const int nice[] = {[HASTE_PACKETS] = -10, [HASTE_USUAL] = 0, [HASTE_PATIENT] = 5};
	(void)setpriority(PRIO_PROCESS, 0, nice[h]);
}
