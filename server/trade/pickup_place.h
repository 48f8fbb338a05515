/* pickup_place.h — where a maker's parcels are fetched; an Indian address.
 * Owns    the rows of `pickup_place`.    Thread  the floor. */
#pragma once
#include "store/tick.h"

#define PICKUP_TEXT_MAX 200

struct pickup_place { char name[PICKUP_TEXT_MAX + 1], phone[25], line1[PICKUP_TEXT_MAX + 1], line2[PICKUP_TEXT_MAX + 1], city[101], state[61], pin[7]; };

/* Puts it in the place of an earlier one; the member at fault goes to ret_field. MISSING_FIELD; BAD_FIELD for a PIN code that does not
 * belong to the state, or a phone that is none. */
err_t pickup_place_put(struct tx *tx, const char *seller, const struct pickup_place *p, const char **ret_field);
/* ERR_NOT_FOUND. */
err_t pickup_place_find(struct db *db, const char *seller, struct pickup_place *ret);
