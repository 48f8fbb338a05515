/* listing.h — all that describes a product, as its maker or the desk enters it: one document for the API, the versions, the drafts and the import.
 *
 *   draft (any field may be missing) ──► settle: defaults and checks ──► product + variants + tiers + photos, and a version of the document
 *
 * Owns    the rows of `product_variant`, `product_tier`, `product_photo`.
 * Thread  writes on the floor; settle with any connection.    Limits  VARIANTS_MAX, TIERS_MAX, PHOTOS_MAX. */
#pragma once
#include "base/shape.h"
#include "store/photo_store.h"
#include "trade/price.h"

#define PHOTOS_MAX 8
#define LISTING_WEIGHT_MAX_G 1000000
#define LISTING_SIZE_MAX_MM 20000

struct listing_variant {
	char sku[PRODUCT_SKU_MAX + 1], name_en[VARIANT_NAME_MAX + 1], name_hi[VARIANT_NAME_MAX + 1];
	int64_t extra_minor, stock, stock_change, weight_g;
};
struct listing_photo { char photo[PHOTO_HASH_CHARS + 1]; };

struct listing {
	char name_en[PRODUCT_NAME_MAX + 1], name_hi[PRODUCT_NAME_MAX + 1], about_en[PRODUCT_ABOUT_MAX + 1], about_hi[PRODUCT_ABOUT_MAX + 1];
	char district[48], category[16], hsn[9], unit[PRODUCT_UNIT_MAX + 1], sku[PRODUCT_SKU_MAX + 1], gi_user[PRODUCT_SKU_MAX + 1], fssai[16];
	int64_t price_minor;             /* paise */
	int64_t stock;                   /* counts when the product or the variant is new */
	int64_t stock_change;            /* counts later: pieces are sold meanwhile, so a stock is never set, only changed */
	int64_t moq, lead_days, weight_g, length_mm, width_mm, height_mm;
	bool made_to_order, one_of_a_kind, cites, export_held;
	size_t n_variants, n_tiers, n_photos;
	struct listing_variant variants[VARIANTS_MAX];
	struct tier tiers[TIERS_MAX];
	struct listing_photo photos[PHOTOS_MAX];
	char line[PRODUCT_SKU_MAX + 1], grade;   /* found by listing_settle; not part of the document */
};
/* As it stands on the wire. Every member is optional: what must be there is listing_settle's to say. */
extern const struct shape listing_shape;
extern const struct shape_field listing_fields[];
#define LISTING_FIELDS 27

/* Fills in what follows from the rest (heading, category, unit, the other language) and checks all. The member at fault goes to ret_field.
 * ERR_MISSING_FIELD, ERR_BAD_FIELD; ERR_NOT_REGISTERED if it is of no line of the district's register. */
err_t listing_settle(struct db *db, struct listing *l, int64_t now_ms, const char **ret_field);

/* The document, as the versions, the drafts and the import keep it: added to `out`. */
void listing_write(const struct listing *l, struct buf *out);

/* The district of a booth, for a listing that names none. */
err_t listing_district(struct db *db, const char *booth, char ret[static 48]);

/* Where a new product belongs. */
struct listing_place { struct booth_id booth; struct seller_id seller; enum product_state state; const char *batch, *person; };
/* Makes a product of a settled listing. ERR_CONFLICT for a sku that this seller has already. */
err_t listing_new(struct tx *tx, const struct listing *l, const struct listing_place *place, struct product_id *ret_id);
/* Changes a product to a settled listing. ERR_PRECONDITION if it is no longer at `version`; ERR_SOLD_OUT if the stock would fall below zero. */
err_t listing_change(struct tx *tx, const char *product, const struct listing *l, int64_t version, const char *person);
/* As it is now; stocks are 0, for they are no part of the document. ERR_NO_PRODUCT. */
err_t listing_of(struct db *db, const char *product, struct listing *ret);
/* Takes a product back that nobody has ever seen: one of an import that was interrupted. */
err_t listing_drop(struct tx *tx, const char *product);
/* The hashes of a product's photos, in order. */
err_t listing_photos(struct db *db, const char *product, struct listing_photo ret[static PHOTOS_MAX], size_t *ret_n);
