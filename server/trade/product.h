/* product.h — the catalogue: what a booth shows, with price, stock and seller of record.
 * Owns    the rows of `product`; its words in the index are search.h's.
 * Thread  writes on the floor; lists on readers. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "fair/slug.h"
#include "store/tick.h"
#include "trade/money.h"
#include "trade/standing.h"

#define PRODUCT_NAME_MAX 240
#define PRODUCT_ABOUT_MAX 1500
#define PRODUCT_UNIT_MAX 16
#define PRODUCT_STOCK_MAX 1000000
#define PRODUCT_SEEDS 1000

struct product {
	struct product_id id;
	struct booth_id booth;
	struct seller_id seller;                        /* whose hands made it; who sells it is the rules' answer (sell_rule.h) */
	struct standings sellers;
	char slug[SLUG_MAX + 1], booth_slug[SLUG_MAX + 1];
	char district[48], district_en[64], district_hi[96], category[16];   /* the category's code is also its motif */
	char name_en[PRODUCT_NAME_MAX + 1], name_hi[PRODUCT_NAME_MAX + 1], about_en[PRODUCT_ABOUT_MAX + 1], about_hi[PRODUCT_ABOUT_MAX + 1];
	struct money price;
	char unit[PRODUCT_UNIT_MAX + 1], hsn[40];
	int64_t stock, moq, lead_days, seed;
	bool made_to_order, gi;
	char grade;                                     /* of the evidence: A, B, C */
	struct { int64_t price_minor, ends_ms, remaining; } flash;   /* price_minor 0: none is on now */
};

/* Takes the fields that describe it (not id, slug, booth_slug, district_en/hi, sellers, flash), makes the
 * slug and puts its words into the index. ERR_BAD_FIELD, ERR_MISSING_FIELD, ERR_TOO_LONG. */
err_t product_new(struct tx *tx, const struct product *p, struct product_id *ret_id);
/* ERR_NO_PRODUCT. `now_ms` decides whether a flash is on. */
err_t product_find(struct db *db, const char *id, int64_t now_ms, struct product *ret);
err_t product_find_by_slug(struct db *db, const char *slug, int64_t now_ms, struct product *ret);

/* By id, behind `after`; "" and false filter nothing. Thread: readers (one booth's few products: also the floor). */
struct product_filter { const char *after, *district, *category, *booth, *fair; bool live; int64_t limit; };
err_t product_list(struct db *db, const struct product_filter *f, int64_t now_ms, void (*each)(void *arg, const struct product *p), void *arg);

/* One guarded UPDATE each: never below zero. ERR_SOLD_OUT. */
err_t stock_take(struct tx *tx, const char *product, int64_t quantity, int64_t *ret_left);
err_t stock_give(struct tx *tx, const char *product, int64_t quantity);
