/* seller_link.h — a sub-vendor stands under a principal from one date to another: an artisan without GST is sold for by a registered
 * seller in its own name. One principal at a time, and no chains: a principal is nobody's sub-vendor.
 * Owns    the rows of `seller_link`; they are ended, never changed.    Thread  writes on the floor.
 * Limits  SELLER_LINKS_MAX are listed. */
#pragma once
#include <stdint.h>

#include "trade/seller.h"

#define SELLER_LINKS_MAX 64

struct seller_link { struct seller_id principal; char name[SELLER_NAME_MAX + 1], name_hi[SELLER_NAME_MAX + 1]; int64_t from_ms, until_ms; };

/* Ends the present link on its first day and begins the new one; an empty principal only ends it.
 * ERR_BAD_FIELD if the principal cannot be one, or the dates cannot be; ERR_CONFLICT over a link that begins later. */
err_t seller_link_put(struct tx *tx, const char *seller, const struct seller_link *l, const char *person);
/* The principal at a moment; ret->s is "" without one. */
err_t seller_link_at(struct db *db, const char *seller, int64_t at_ms, struct seller_id *ret);
/* Newest first. */
err_t seller_link_list(struct db *db, const char *seller, void (*each)(void *arg, const struct seller_link *l), void *arg);
