/* funder.c — the words of the store and the wire. */
#include "trade/funder.h"

#include <string.h>

static const char *const words[FUNDERS] = {[FUNDER_NONE] = "", [FUNDER_ARTISAN] = "artisan", [FUNDER_FAIR] = "fair", [FUNDER_STATE] = "state"};

const char *funder_wire(enum funder f) { return words[f]; }

enum funder funder_parse(const char *wire)
{
	for (enum funder f = 0; f < FUNDERS; f++)
		if (strcmp(words[f], wire) == 0) return f;
	return FUNDERS;
}
