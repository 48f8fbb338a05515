/* name_guard.h — names under which somebody could be taken for the fair, for its people or for a booth.
 * Refused are the words of schema/reserved_names.def and the known names: those of fairs, of booths, and of sellers who have no booth, kept by
 * what they look like. Those who work here and artisans, whom the desk names, are not asked.
 * Owns    the rows of `known_name`.    Thread  the floor.    Cost  some 100 µs a name, one read by key. */
#pragma once
#include "people/role.h"
#include "store/tick.h"

/* ERR_TOO_LONG, ERR_BAD_FIELD, ERR_MARKS, ERR_NAME_RESERVED: somebody with this role cannot be called so. "" is fine. */
err_t name_check(struct db *db, const char *name, enum role role);
/* The words of schema/reserved_names.def alone: for the names of sellers, which are often those of their own booths. ERR_NAME_RESERVED. */
err_t name_check_reserved(const char *name);
/* From now on these, and these alone, are the known names of `owner`. */
err_t known_names_put(struct tx *tx, const char *owner, const char *en, const char *hi);
/* At the start: names that were given before there was a guard. */
err_t known_names_fill(struct tx *tx);
