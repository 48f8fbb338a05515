/* catalogue.h — the catalogue as its makers and the desk work on it: an artisan on the products of the own booth, the staff on all.
 * Thread  as the handler's. */
#pragma once
#include "api/api.h"
#include "trade/listing.h"

/* The booth whose catalogue the caller may change: an artisan's own (another is FORBIDDEN), for the staff the one that is named. */
err_t api_catalogue_booth(struct db *db, const struct http_request *rq, struct http_reply *rp, const char *named, struct booth_id *ret);
/* The same, named by the query's `booth`. */
err_t api_catalogue_booth_asked(struct db *db, const struct http_request *rq, struct http_reply *rp, struct booth_id *ret);
/* "variants", "tiers" and "photos" of a product, for its page too. */
err_t api_catalogue_write_parts(struct db *db, struct json *j, const struct product *p);
