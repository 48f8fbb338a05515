/* role.c — lookups in the table of roles. */
#include "people/role.h"

#include <string.h>

static const struct { const char *wire; bool staff; } table[ROLE_COUNT] = {
#define ROLE(id, wire, staff) [ROLE_##id] = {wire, staff},
#include "schema/roles.def"
#undef ROLE
};

const char *role_wire(enum role r) { return table[r].wire; }

enum role role_parse(const char *wire)
{
	for (enum role r = 0; r < ROLE_COUNT; r++)
		if (strcmp(table[r].wire, wire) == 0) return r;
	return ROLE_GUEST;
}

bool role_is_staff(enum role r) { return table[r].staff; }

bool role_works_here(enum role r) { return role_is_staff(r) || r == ROLE_HELPLINE; }
