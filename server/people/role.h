/* role.h — who a person can be, from schema/roles.def. */
#pragma once
#include <stdbool.h>

enum role {
#define ROLE(id, wire, staff) ROLE_##id,
#include "schema/roles.def"
#undef ROLE
	ROLE_COUNT
};

/* The word used in the store and on the wire. Static. */
const char *role_wire(enum role r);
/* ROLE_GUEST for a word that is none. */
enum role role_parse(const char *wire);
/* May step into every booth and read everything. */
bool role_is_staff(enum role r);
/* Staff and helpline: signed in for a shift, with a cookie that no other site sets to work. */
bool role_works_here(enum role r);
