/* listing_put.c — a listing into rows, and out of them again. */
#include <string.h>

#include "base/text.h"
#include "trade/listing.h"
#include "trade/product_version.h"
#include "trade/search.h"

/* The pictures of the demonstration are drawn from a number; a product with photos never shows it. */
#define SEED_OF_OTHERS 7

static struct product described(const struct listing *l, const struct listing_place *place)
{
	struct product p = {.booth = place->booth, .seller = place->seller, .price = {l->price_minor, "INR"}, .stock = l->stock, .moq = l->moq, .lead_days = l->lead_days,
	                    .made_to_order = l->made_to_order, .gi = *l->gi_user != 0, .grade = l->grade, .seed = SEED_OF_OTHERS};
	const struct { char *to; size_t cap; const char *from; } texts[] = {
		{p.name_en, sizeof p.name_en, l->name_en}, {p.name_hi, sizeof p.name_hi, l->name_hi}, {p.about_en, sizeof p.about_en, l->about_en},
		{p.about_hi, sizeof p.about_hi, l->about_hi}, {p.district, sizeof p.district, l->district}, {p.category, sizeof p.category, l->category},
		{p.unit, sizeof p.unit, l->unit}, {p.hsn, sizeof p.hsn, l->hsn}};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) text_copy(texts[i].to, texts[i].cap, texts[i].from);
	return p;
}

static err_t write_tiers_and_photos(struct db *db, const char *product, const struct listing *l)
{
	TRY(db_exec(db, Q_TIER_CLEAR, V(product)));
	for (size_t i = 0; i < l->n_tiers; i++) TRY(db_exec(db, Q_TIER_INSERT, V(product), V(l->tiers[i].from_quantity), V(l->tiers[i].price_minor)));
	TRY(db_exec(db, Q_PRODUCT_PHOTO_CLEAR, V(product)));
	for (size_t i = 0; i < l->n_photos; i++) TRY(db_exec(db, Q_PRODUCT_PHOTO_INSERT, V(product), V((int64_t)i), V(l->photos[i].photo)));
	return OK;
}

/* One that is there keeps its id and gets its change of stock; a new one begins with its stock. */
static err_t write_variant(struct tx *tx, const char *product, const struct listing_variant *v, int64_t place)
{
	struct db *db = tx_db(tx);
	struct variant_id id;
	int64_t known;
	err_t e = db_int(db, &known, Q_VARIANT_DESCRIBE, V(product), V(v->sku), V(place), V(v->name_en), V(v->name_hi), V(v->extra_minor), V(v->weight_g), V(v->stock_change));
	if (e == ERR_CONFLICT) return ERR_SOLD_OUT; /* the check of the column: below zero */
	if (e != ERR_NOT_FOUND) return e;
	id_new(id.s);
	return db_exec(db, Q_VARIANT_INSERT, V(id.s), V(product), V(place), V(v->sku), V(v->name_en), V(v->name_hi), V(v->extra_minor), V(v->stock), V(v->weight_g));
}

/* Those that are not named any more are gone, but for the orders that name them. */
static err_t write_variants(struct tx *tx, const char *product, const struct listing *l)
{
	struct db *db = tx_db(tx);
	int64_t had;
	TRY(db_int(db, &had, Q_VARIANT_COUNT, V(product)));
	if (!had && !l->n_variants) return OK;
	TRY(db_exec(db, Q_VARIANT_UNPLACE, V(product)));
	for (size_t i = 0; i < l->n_variants; i++) TRY(write_variant(tx, product, &l->variants[i], (int64_t)i));
	TRY(db_exec(db, Q_VARIANT_DROP, V(product)));
	return l->n_variants ? db_exec(db, Q_PRODUCT_SUM_STOCK, V(product)) : OK;
}

static err_t describe(struct tx *tx, const char *product, const struct listing *l, int64_t version, const char *state, const char *batch, const char *person)
{
	struct db *db = tx_db(tx);
	int64_t changed = 0;
	TRY(db_exec_n(db, &changed, Q_PRODUCT_DESCRIBE, V(product), V(version), V(l->name_en), V(l->name_hi), V(l->about_en), V(l->about_hi), V(l->district),
	              V(l->category), V(l->price_minor), V(l->unit), V(l->moq), V(l->lead_days), V(l->made_to_order), V(l->hsn), V(*l->gi_user != 0),
	              V(((char[]){l->grade, 0})), V(l->sku), V(l->line), V(l->one_of_a_kind), V(l->weight_g), V(l->length_mm), V(l->width_mm), V(l->height_mm),
	              V(l->gi_user), V(l->fssai), V(l->cites), V(l->export_held), V(tx_now_ms(tx)), V(state), V(batch)));
	if (!changed) return ERR_PRECONDITION;
	TRY(write_tiers_and_photos(db, product, l));
	TRY(write_variants(tx, product, l));
	TRY(product_version_put(tx, product, l, person));
	return search_put(tx, product);
}

err_t listing_new(struct tx *tx, const struct listing *l, const struct listing_place *place, struct product_id *ret_id)
{
	struct product p = described(l, place);
	struct product_id id;
	TRY(product_insert(tx, &p, &id));
	TRY(describe(tx, id.s, l, 0, product_state_wire(place->state), place->batch, place->person));
	*ret_id = id;
	return OK;
}

err_t listing_change(struct tx *tx, const char *product, const struct listing *l, int64_t version, const char *person)
{
	TRY(describe(tx, product, l, version, "", "", person));
	if (!l->stock_change || l->n_variants) return OK;
	return l->stock_change > 0 ? stock_give(tx, product, NULL, l->stock_change) : stock_take(tx, product, NULL, -l->stock_change);
}

err_t listing_photos(struct db *db, const char *product, struct listing_photo ret[static PHOTOS_MAX], size_t *ret_n)
{
	struct rows r;
	size_t n = 0;
	db_query(db, &r, Q_PRODUCT_PHOTO_LIST, V(product));
	while (n < PHOTOS_MAX && rows_next(&r)) rows_copy(&r, 0, ret[n++].photo, sizeof ret->photo);
	*ret_n = n;
	return rows_end(&r);
}

static void take_product(const struct product *p, struct listing *l)
{
	const struct { char *to; size_t cap; const char *from; } texts[] = {
		{l->name_en, sizeof l->name_en, p->name_en}, {l->name_hi, sizeof l->name_hi, p->name_hi}, {l->about_en, sizeof l->about_en, p->about_en},
		{l->about_hi, sizeof l->about_hi, p->about_hi}, {l->district, sizeof l->district, p->district}, {l->category, sizeof l->category, p->category},
		{l->unit, sizeof l->unit, p->unit}, {l->hsn, sizeof l->hsn, p->hsn}, {l->sku, sizeof l->sku, p->sku}, {l->gi_user, sizeof l->gi_user, p->gi_user},
		{l->fssai, sizeof l->fssai, p->fssai}, {l->line, sizeof l->line, p->line}};
	*l = (struct listing){.price_minor = p->price.minor, .moq = p->moq, .lead_days = p->lead_days, .weight_g = p->weight_g, .length_mm = p->length_mm,
	                      .width_mm = p->width_mm, .height_mm = p->height_mm, .made_to_order = p->made_to_order, .one_of_a_kind = p->one_of_a_kind,
	                      .cites = p->cites, .export_held = p->export_held, .grade = p->grade};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) text_copy(texts[i].to, texts[i].cap, texts[i].from);
}

err_t listing_of(struct db *db, const char *product, struct listing *ret)
{
	struct product p;
	struct variant variants[VARIANTS_MAX];
	TRY(product_find_any(db, product, 0, &p));
	take_product(&p, ret);
	TRY(variant_list(db, product, variants, &ret->n_variants));
	for (size_t i = 0; i < ret->n_variants; i++) {
		struct listing_variant *v = &ret->variants[i];
		*v = (struct listing_variant){.extra_minor = variants[i].extra_minor, .weight_g = variants[i].weight_g};
		text_copy(v->sku, sizeof v->sku, variants[i].sku);
		text_copy(v->name_en, sizeof v->name_en, variants[i].name_en);
		text_copy(v->name_hi, sizeof v->name_hi, variants[i].name_hi);
	}
	TRY(tier_list(db, product, ret->tiers, &ret->n_tiers));
	return listing_photos(db, product, ret->photos, &ret->n_photos);
}

err_t listing_drop(struct tx *tx, const char *product)
{
	struct db *db = tx_db(tx);
	static const enum query parts[] = {Q_TIER_CLEAR, Q_PRODUCT_PHOTO_CLEAR, Q_PRODUCT_VERSION_DROP, Q_VARIANT_DELETE};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) TRY(db_exec(db, parts[i], V(product)));
	TRY(search_drop(tx, product));
	return db_exec(db, Q_PRODUCT_DROP, V(product));
}
