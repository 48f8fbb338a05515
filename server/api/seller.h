/* seller.h — sellers as JSON (docs/PROTOCOL.md, "Sellers"), for the desk and for the artisan itself.
 * Thread  any, with its own connection.    Cost  a row of a list reads its standing by key. */
#pragma once
#include "api/api.h"
#include "trade/seller.h"

/* Members of a seller into an object that is open: what a list shows. `by` decides which events `can` holds. */
err_t api_seller_write_head(struct db *db, struct json *j, const struct seller *s, enum seller_by by);
/* The whole object: also the form, all rows of tax and principals, the moves, and what it may sell where today. */
err_t api_seller_write(struct db *db, struct json *j, const char *key, const struct seller *s, enum seller_by by);
