/* listing.c — the document's rows, what follows from what, and the checks in the order in which a person fills them in. */
#include "trade/listing.h"

#include <string.h>

#include "base/text.h"
#include "fair/booth_row.h"
#include "fair/category.h"
#include "fair/odop_line.h"
#include "trade/india_code.h"
#include "trade/india_day.h"

static const struct shape_field variant_fields[] = {
	SHAPE_STR(struct listing_variant, sku, OPT), SHAPE_STR(struct listing_variant, name_en, OPT), SHAPE_STR(struct listing_variant, name_hi, OPT),
	SHAPE_INT(struct listing_variant, extra_minor, -MONEY_MINOR_MAX, MONEY_MINOR_MAX, OPT), SHAPE_INT(struct listing_variant, stock, 0, PRODUCT_STOCK_MAX, OPT),
	SHAPE_INT(struct listing_variant, stock_change, -PRODUCT_STOCK_MAX, PRODUCT_STOCK_MAX, OPT),
	SHAPE_INT(struct listing_variant, weight_g, 0, LISTING_WEIGHT_MAX_G, OPT),
};
static const struct shape variant_shape = SHAPE("variant", struct listing_variant, variant_fields);
static const struct shape_field tier_fields[] = {
	SHAPE_INT(struct tier, from_quantity, 2, PRODUCT_STOCK_MAX, REQ), SHAPE_INT(struct tier, price_minor, 1, MONEY_MINOR_MAX, REQ)};
static const struct shape tier_shape = SHAPE("tier", struct tier, tier_fields);
static const struct shape_field photo_fields[] = {SHAPE_STR(struct listing_photo, photo, REQ)};
static const struct shape photo_shape = SHAPE("photo", struct listing_photo, photo_fields);

#define STR(member) SHAPE_STR(struct listing, member, OPT)
#define INT(member, max) SHAPE_INT(struct listing, member, 0, max, OPT)
#define BOOL(member) SHAPE_BOOL(struct listing, member, OPT)
const struct shape_field listing_fields[LISTING_FIELDS] = {
	STR(name_en), STR(name_hi), STR(about_en), STR(about_hi), STR(district), STR(category), STR(hsn), STR(unit), STR(sku), STR(gi_user), STR(fssai),
	INT(price_minor, MONEY_MINOR_MAX), INT(stock, PRODUCT_STOCK_MAX),
	SHAPE_INT(struct listing, stock_change, -PRODUCT_STOCK_MAX, PRODUCT_STOCK_MAX, OPT), INT(moq, PRODUCT_STOCK_MAX), INT(lead_days, 365),
	INT(weight_g, LISTING_WEIGHT_MAX_G), INT(length_mm, LISTING_SIZE_MAX_MM), INT(width_mm, LISTING_SIZE_MAX_MM), INT(height_mm, LISTING_SIZE_MAX_MM),
	BOOL(made_to_order), BOOL(one_of_a_kind), BOOL(cites), BOOL(export_held),
	SHAPE_LIST(struct listing, variants, &variant_shape, OPT), SHAPE_LIST(struct listing, tiers, &tier_shape, OPT),
	SHAPE_LIST(struct listing, photos, &photo_shape, OPT),
};
#undef STR
#undef INT
#undef BOOL
const struct shape listing_shape = SHAPE("listing", struct listing, listing_fields);

static err_t fault(const char *field, err_t e, const char **ret_field)
{
	*ret_field = field;
	return e;
}

/* Either language stands in for the other until somebody translates it. */
static void lend_names(char *en, char *hi, size_t cap)
{
	if (!*en) text_copy(en, cap, hi);
	if (!*hi) text_copy(hi, cap, en);
}

static err_t settle_texts(struct listing *l, const char **ret_field)
{
	const struct { const char *field, *text; bool lines; } texts[] = {
		{"name_en", l->name_en, false}, {"name_hi", l->name_hi, false}, {"about_en", l->about_en, true}, {"about_hi", l->about_hi, true},
		{"sku", l->sku, false}, {"gi_user", l->gi_user, false}};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (!text_printable(texts[i].text, texts[i].lines)) return fault(texts[i].field, ERR_BAD_FIELD, ret_field);
	lend_names(l->name_en, l->name_hi, sizeof l->name_en);
	lend_names(l->about_en, l->about_hi, sizeof l->about_en);
	if (!*l->name_en) return fault("name_hi", ERR_MISSING_FIELD, ret_field);
	return *l->fssai && !india_code_valid(INDIA_FSSAI, l->fssai) ? fault("fssai", ERR_BAD_FIELD, ret_field) : OK;
}

static err_t settle_line(struct db *db, struct listing *l, int64_t now_ms, const char **ret_field)
{
	struct odop_line lines[ODOP_LINES_MAX];
	size_t n;
	if (!*l->district) return fault("district", ERR_MISSING_FIELD, ret_field);
	if (*l->category && !category_find(l->category)) return fault("category", ERR_BAD_FIELD, ret_field);
	if (*l->hsn && !india_code_valid(INDIA_HSN, l->hsn)) return fault("hsn", ERR_BAD_FIELD, ret_field);
	TRY(odop_line_list(db, l->district, india_day_of(now_ms), lines, &n));
	if (!n) return fault("district", ERR_BAD_FIELD, ret_field);
	const struct odop_line *found = odop_line_match(lines, n, l->category, l->hsn);
	if (!found) return fault(odop_line_match(lines, n, l->category, "") ? "hsn" : "category", ERR_NOT_REGISTERED, ret_field);
	text_copy(l->line, sizeof l->line, found->code);
	text_copy(l->category, sizeof l->category, found->category);
	if (!*l->hsn) odop_line_heading(found, l->hsn);
	l->grade = found->grade;
	return OK;
}

static err_t settle_figures(struct listing *l, const char **ret_field)
{
	if (!*l->unit) text_copy(l->unit, sizeof l->unit, "piece");
	if (!l->moq) l->moq = 1;
	const struct { const char *field; int64_t value, min, max; } rows[] = {
		{"price_minor", l->price_minor, 1, MONEY_MINOR_MAX}, {"stock", l->stock, 0, PRODUCT_STOCK_MAX}, {"moq", l->moq, 1, PRODUCT_STOCK_MAX},
		{"lead_days", l->lead_days, 0, 365}, {"weight_g", l->weight_g, 0, LISTING_WEIGHT_MAX_G}, {"length_mm", l->length_mm, 0, LISTING_SIZE_MAX_MM},
		{"width_mm", l->width_mm, 0, LISTING_SIZE_MAX_MM}, {"height_mm", l->height_mm, 0, LISTING_SIZE_MAX_MM}};
	if (!l->price_minor) return fault("price_minor", ERR_MISSING_FIELD, ret_field);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].value < rows[i].min || rows[i].value > rows[i].max) return fault(rows[i].field, ERR_BAD_FIELD, ret_field);
	if (!product_unit_valid(l->unit)) return fault("unit", ERR_BAD_FIELD, ret_field);
	if (l->one_of_a_kind && (l->stock > 1 || l->moq > 1 || l->n_variants || l->n_tiers)) return fault("one_of_a_kind", ERR_BAD_FIELD, ret_field);
	return OK;
}

/* Each tier asks for more pieces and less money than the one before. */
static err_t settle_tiers(const struct listing *l, const char **ret_field)
{
	struct tier before = {1, l->price_minor};
	for (size_t i = 0; i < l->n_tiers; i++) {
		if (l->tiers[i].from_quantity <= before.from_quantity || l->tiers[i].price_minor >= before.price_minor || l->tiers[i].price_minor < 1)
			return fault("tiers", ERR_BAD_FIELD, ret_field);
		before = l->tiers[i];
	}
	return OK;
}

static bool sku_repeats(const struct listing *l, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (strcmp(l->variants[i].sku, l->variants[k].sku) == 0) return true;
	return false;
}

static err_t settle_variants(struct listing *l, const char **ret_field)
{
	int64_t least = l->n_tiers ? l->tiers[l->n_tiers - 1].price_minor : l->price_minor;
	for (size_t i = 0; i < l->n_variants; i++) {
		struct listing_variant *v = &l->variants[i];
		lend_names(v->name_en, v->name_hi, sizeof v->name_en);
		if (!*v->name_en || !*v->sku) return fault("variants", ERR_MISSING_FIELD, ret_field);
		bool sound = text_printable(v->name_en, false) && text_printable(v->name_hi, false) && text_printable(v->sku, false);
		if (!sound || sku_repeats(l, i) || v->extra_minor > MONEY_MINOR_MAX || least + v->extra_minor < 1) return fault("variants", ERR_BAD_FIELD, ret_field);
	}
	return OK;
}

static err_t settle_photos(struct db *db, const struct listing *l, const char **ret_field)
{
	for (size_t i = 0; i < l->n_photos; i++) {
		int64_t one;
		err_t e = db_int(db, &one, Q_PHOTO_EXISTS, V(l->photos[i].photo));
		if (e != OK) return e == ERR_NOT_FOUND ? fault("photos", ERR_BAD_FIELD, ret_field) : e;
	}
	return OK;
}

err_t listing_settle(struct db *db, struct listing *l, int64_t now_ms, const char **ret_field)
{
	*ret_field = NULL;
	TRY(settle_texts(l, ret_field));
	TRY(settle_line(db, l, now_ms, ret_field));
	TRY(settle_figures(l, ret_field));
	TRY(settle_tiers(l, ret_field));
	TRY(settle_variants(l, ret_field));
	return settle_photos(db, l, ret_field);
}

void listing_write(const struct listing *l, struct buf *out)
{
	struct json j = json_start(out);
	json_obj(&j, NULL);
	shape_encode(&listing_shape, l, &j);
	json_obj_end(&j);
}

err_t listing_district(struct db *db, const char *booth, char ret[static 48])
{
	struct booth_row b;
	TRY(booth_row_find(db, booth, &b));
	text_copy(ret, 48, b.district);
	return OK;
}
