/* variant.h — what a product is offered in: sizes, colours; each with its own stock, number and difference in price.
 * A product without variants is its own only one, and nothing here is asked about it.
 * Owns    the rows of `product_variant`; one that is dropped stays for the orders that name it.
 * Thread  writes on the floor; reads with any connection.    Limits  VARIANTS_MAX a product. */
#pragma once
#include "trade/product.h"

#define VARIANTS_MAX 20
#define VARIANT_NAME_MAX 120

struct variant {
	struct variant_id id;            /* .s[0] == 0: the product itself */
	char sku[PRODUCT_SKU_MAX + 1], name_en[VARIANT_NAME_MAX + 1], name_hi[VARIANT_NAME_MAX + 1];
	int64_t extra_minor;             /* its price is the product's and this much more, or less */
	int64_t stock, weight_g;         /* weight_g 0: that of the product */
};

/* The one that an order names. ERR_MISSING_FIELD if the product has variants and none was named, ERR_BAD_FIELD if it has not this one. */
err_t variant_of(struct db *db, const struct product *p, const char *id, struct variant *ret);
/* The same of a product of which only that much is known. */
err_t variant_choose(struct db *db, const char *product, const struct stock_terms *terms, const char *id, struct variant *ret);
/* In the order in which they are shown; at most VARIANTS_MAX. */
err_t variant_list(struct db *db, const char *product, struct variant ret[static VARIANTS_MAX], size_t *ret_n);
