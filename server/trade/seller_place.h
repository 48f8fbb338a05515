/* seller_place.h — where a seller has its place of business, as its papers name it. Until it is entered, the district of its booth or goods.
 * Owns    the rows of `seller_place`.    Thread  writes on the floor. */
#pragma once
#include "store/tick.h"

#define SELLER_PLACE_MAX 120

struct seller_place { char line1[SELLER_PLACE_MAX + 1], line2[SELLER_PLACE_MAX + 1], city[SELLER_PLACE_MAX + 1], pin[7], ad_code[15]; };

/* All "" but for the city (the district) where none was entered. */
err_t seller_place_find(struct db *db, const char *seller, struct seller_place *ret);
/* ERR_MISSING_FIELD without line1, city and PIN; ERR_BAD_FIELD for a PIN code that lies in another State than the seller,
 * or an AD code that is not 14 letters or digits; ERR_NOT_FOUND. */
err_t seller_place_put(struct tx *tx, const char *seller, const struct seller_place *p, const char *person);
