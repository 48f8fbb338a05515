/* rung.c — names. */
#include "media/rung.h"

#include <string.h>

static const char *const names[RUNGS] = {
	[RUNG_AUTO] = "auto", [RUNG_HIGH] = "high", [RUNG_LOW] = "low", [RUNG_STILLS] = "stills", [RUNG_SOUND] = "sound", [RUNG_TEXT] = "text",
};

const char *rung_name(enum rung r) { return names[r]; }

enum rung rung_find(const char *name)
{
	enum rung r = RUNG_AUTO;
	while (r < RUNGS && strcmp(names[r], name) != 0) r++;
	return r;
}
