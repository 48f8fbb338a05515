/* personal.h — what the store holds of one person: all of it as JSON, or erased. What a sale left behind by law stays: papers and books.
 * The rows are schema/personal.def; its test holds every column that names people against them.
 * Owns    nothing.    Thread  the export on readers, the erasure on the floor. */
#pragma once
#include "base/json.h"
#include "store/tick.h"

/* {"person": [{…}], "orders": [{…}], …} into `j`. */
err_t personal_write(struct db *db, struct json *j, const char *person);
/* ERR_BAD_STATE if personal_erase would refuse. */
err_t personal_may_erase(struct db *db, const char *person);
/* ERR_BAD_STATE while an order is under way or money is owed back: a parcel needs its address; and for an artisan while its shop is not
 * closed, has something to make or on its way, or is owed money. What is held for them goes back first,
 * and what they said in booths is the caller's to blank (sessions/forget.h). */
err_t personal_erase(struct tx *tx, const char *person);
