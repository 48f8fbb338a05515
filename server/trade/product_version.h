/* product_version.h — what a product was like after each change, kept as the document that the API speaks; an undo enters an old one anew.
 * Owns    the rows of `product_version`.   Thread  writes on the floor; lists on readers.
 * Limits  PRODUCT_VERSIONS_MAX are kept; the oldest go first. */
#pragma once
#include "base/buf.h"
#include "trade/listing.h"

#define PRODUCT_VERSIONS_MAX 20

/* Keeps `l` as the version at which the product is now. Stocks are left out: an undo never brings sold pieces back. */
err_t product_version_put(struct tx *tx, const char *product, const struct listing *l, const char *person);
/* The document (listing_shape). ERR_NOT_FOUND. */
err_t product_version_find(struct db *db, const char *product, int64_t version, struct buf *out);
/* Newest first. `by` is the person's name. */
struct product_version { int64_t version, at_ms; const char *by; };
err_t product_version_list(struct db *db, const char *product, void (*each)(void *arg, const struct product_version *v), void *arg);
