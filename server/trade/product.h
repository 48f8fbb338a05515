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
#include "trade/product_state.h"
#include "trade/sell_rule.h"
#include "trade/standing.h"

#define PRODUCT_NAME_MAX 240
#define PRODUCT_ABOUT_MAX 1500
#define PRODUCT_UNIT_MAX 16
#define PRODUCT_STOCK_MAX 1000000
#define PRODUCT_SEEDS 1000
#define PRODUCT_SKU_MAX 40

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
	char sku[PRODUCT_SKU_MAX + 1], line[PRODUCT_SKU_MAX + 1];   /* line: of the district's register (fair/odop_line.h) */
	enum product_state state;
	int64_t weight_g, length_mm, width_mm, height_mm;           /* packed; 0: not said */
	char gi_user[PRODUCT_SKU_MAX + 1], fssai[16];               /* the authorised user's number in the register of GIs; the licence for food */
	bool one_of_a_kind, cites, export_held;         /* cites: of a listed species; both keep it from going abroad on an order */
	int64_t version, approved_version, variants;    /* variants: how many it is offered in; 0: it is its own only one */
	char photo[65];                                 /* the first one's; "" for none */
	int64_t held_until_ms;                          /* when the first of its holds ends (hold.h); 0: nobody holds any */
	struct { int64_t price_minor, ends_ms, remaining; } flash;   /* price_minor 0: none is on now */
};

/* Takes the fields that describe it (not id, slug, booth_slug, district_en/hi, sellers, flash), makes the
 * slug and puts its words into the index. ERR_BAD_FIELD, ERR_MISSING_FIELD, ERR_TOO_LONG. */
err_t product_new(struct tx *tx, const struct product *p, struct product_id *ret_id);
/* The row alone, without its words in the index: for those who add more to it first. */
err_t product_insert(struct tx *tx, const struct product *p, struct product_id *ret_id);
/* "piece", "pair" … */
bool product_unit_valid(const char *unit);
/* One that anyone may see; ERR_NO_PRODUCT for those that wait, are withdrawn or belong to an import under way. `now_ms` decides whether a flash is on. */
err_t product_find(struct db *db, const char *id, int64_t now_ms, struct product *ret);
/* The same for who orders it: without what no order keeps (its description, the district's names, the photo, held_until_ms). */
err_t product_find_to_order(struct db *db, const char *id, int64_t now_ms, struct product *ret);
err_t product_find_by_slug(struct db *db, const char *slug, int64_t now_ms, struct product *ret);

/* For its maker and the desk: whatever its state. */
err_t product_find_any(struct db *db, const char *id, int64_t now_ms, struct product *ret);

/* By id, behind `after`; "" and false filter nothing. Thread: readers (one booth's few products: also the floor). */
struct product_filter { const char *after, *district, *category, *booth, *fair; bool live; int64_t limit; };
err_t product_list(struct db *db, const struct product_filter *f, int64_t now_ms, void (*each)(void *arg, const struct product *p), void *arg);

/* The maker's own view and the desk's: every state, newest first, behind `before`; "" filters nothing. */
struct product_shelf { const char *before, *booth, *state, *text; bool changed; int64_t limit; };
err_t product_shelf(struct db *db, const struct product_shelf *f, int64_t now_ms, void (*each)(void *arg, const struct product *p), void *arg);
/* Moves it along. ERR_BAD_STATE; ERR_MISSING_FIELD when food without its licence would be listed. */
err_t product_act(struct tx *tx, const char *id, enum product_event event, enum product_by by);

/* Who would sell it there, or why it is an enquiry. */
struct sale product_sale(const struct product *p, const struct sell_to *to);

/* What changes from sale to sale, and whose booth shows it: cheaper than the whole product. ERR_NO_PRODUCT. */
struct stock_now { struct booth_id booth; char currency[4]; int64_t stock, price_minor, held_until_ms; };
err_t stock_find(struct db *db, const char *product, int64_t now_ms, struct stock_now *ret);
/* Whose booth shows it, whatever its state. ERR_NO_PRODUCT. */
err_t product_booth(struct db *db, const char *product, struct booth_id *ret);
/* On what terms it goes into a cart. ERR_NO_PRODUCT as product_find. */
struct stock_terms { int64_t stock, moq, variants; bool one_of_a_kind, made_to_order; };
err_t stock_terms_find(struct db *db, const char *product, struct stock_terms *ret);
/* Guarded UPDATEs, of the variant (NULL or "" for a product without any) and of the product's sum: never below zero. ERR_SOLD_OUT. */
err_t stock_take(struct tx *tx, const char *product, const char *variant, int64_t quantity);
err_t stock_give(struct tx *tx, const char *product, const char *variant, int64_t quantity);
