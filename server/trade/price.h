/* price.h — what one piece costs: the product's price, or that of the tier its quantity reaches, or the flash price if that is lower;
 * and the variant's difference on top.
 * Owns    nothing.    Thread  any, with its own connection.    Limits  TIERS_MAX tiers a product. */
#pragma once
#include "trade/variant.h"

#define TIERS_MAX 8

struct tier { int64_t from_quantity, price_minor; };
/* By quantity, rising. */
err_t tier_list(struct db *db, const char *product, struct tier ret[static TIERS_MAX], size_t *ret_n);

/* Without the flash price. */
err_t price_usual(struct db *db, const struct product *p, const struct variant *v, int64_t quantity, struct money *ret);
/* With the flash price; its pieces are not taken yet (flash_take), so it holds only if they can be. */
struct money price_flash(const struct product *p, const struct variant *v);
/* Whether a flash is on that is lower than `usual`. */
bool price_flash_is_lower(const struct product *p, const struct variant *v, struct money usual);
/* What stands on the page for so many: the lower of both. */
err_t price_shown(struct db *db, const struct product *p, const struct variant *v, int64_t quantity, struct money *ret);
