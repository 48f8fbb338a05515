/* import_table.c — a product waits until the next row is not of it any more. */
#include "trade/import_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "trade/import_batch.h"
#include "trade/seller.h"

/* The product of the rows above: complete at the first row that is not of it. */
struct pending { bool there, sound, varied; struct listing listing; };

struct import_table {
	struct import_from from;
	char batch[ID_CHARS + 1], district[48];
	struct seller_id seller;
	struct import_columns columns;
	int64_t row, rows;                   /* as the spreadsheet counts; and those that say something */
	struct pending pending;
	char (*skus)[PRODUCT_SKU_MAX + 1];   /* those of this file, in a table of open addressing */
	size_t sku_room;
};

err_t import_table_new(const struct import_from *from, struct import_table **ret)
{
	struct seller s;
	struct import_table *t = calloc(1, sizeof *t);
	if (!t) abort();
	t->from = *from;
	text_copy(t->batch, sizeof t->batch, from->batch);
	t->sku_room = SHEET_ROWS_MAX * 2;
	t->skus = calloc(t->sku_room, sizeof *t->skus);
	if (!t->skus) abort();
	err_t e = listing_district(from->db, from->booth.s, t->district);
	if (e == OK) e = seller_find_by_booth(from->db, from->booth.s, &s);
	if (e != OK) {
		import_table_free(t);
		return e == ERR_NOT_FOUND ? ERR_NO_SELLER : e;
	}
	t->seller = s.id;
	*ret = t;
	return OK;
}

void import_table_free(struct import_table *t)
{
	if (!t) return;
	free(t->skus);
	free(t);
}

/* True if the file had this number before. */
static bool sku_repeats(struct import_table *t, const char *sku)
{
	uint64_t h = 1469598103934665603u;
	for (const char *s = sku; *s; s++) h = (h ^ (unsigned char)*s) * 1099511628211u;
	for (size_t i = h % t->sku_room;; i = (i + 1) % t->sku_room) {
		if (strcmp(t->skus[i], sku) == 0) return true;
		if (*t->skus[i]) continue;
		text_copy(t->skus[i], sizeof t->skus[i], sku);
		return false;
	}
}

static err_t blame(const struct import_table *t, const char *field, const char *const cells[], size_t n, err_t e, struct import_fault *ret)
{
	size_t col = field ? import_column_of(&t->columns, field) : 0;
	if (!col && field && strcmp(field, "name_hi") == 0) col = import_column_of(&t->columns, "name_en"); /* either language will do */
	*ret = (struct import_fault){col, field, col && col <= n ? cells[col - 1] : ""};
	return e;
}

static err_t find_photos(const struct import_table *t, struct import_row *row, struct import_fault *f)
{
	for (size_t i = 0; i < row->n_photos; i++) {
		err_t e = import_photo_find(t->from.db, t->batch, row->photos[i], row->listing.photos[i].photo);
		if (e == OK) continue;
		*f = (struct import_fault){import_column_of(&t->columns, "photos"), "photos", row->photos[i]};
		return e;
	}
	row->listing.n_photos = row->n_photos;
	return OK;
}

static err_t settle(const struct import_table *t, struct listing *l, const char **ret_field)
{
	TRY(listing_settle(t->from.db, l, clock_wall_ms(), ret_field));
	if (strcmp(l->category, "food") != 0 || *l->fssai) return OK;
	*ret_field = "fssai";
	return ERR_MISSING_FIELD;
}

static void complete(struct import_table *t)
{
	struct pending *p = &t->pending;
	if (p->there && p->sound) t->from.sink.product(t->from.sink.arg, &p->listing);
	p->there = false;
}

/* ── the first row of a product ── */

static void make_first_variant(struct import_row *row)
{
	struct listing *l = &row->listing;
	if (!row->has_variant) return;
	l->n_variants = 1;
	l->variants[0] = row->variant;
	l->variants[0].stock = l->stock;
	l->stock = 0;
}

static err_t judge_first(struct import_table *t, const char *const cells[], size_t n, struct import_row *row, struct import_fault *f)
{
	const char *field = NULL;
	int64_t one;
	struct listing *l = &row->listing;
	TRY(find_photos(t, row, f));
	text_copy(l->district, sizeof l->district, t->district);
	make_first_variant(row);
	if (l->n_variants && !*l->sku) return blame(t, "sku", cells, n, ERR_MISSING_FIELD, f);
	err_t e = settle(t, l, &field);
	if (e == OK && *l->sku && (sku_repeats(t, l->sku) || db_int(t->from.db, &one, Q_PRODUCT_SKU_TAKEN, V(t->seller.s), V(l->sku)) == OK))
		e = ERR_CONFLICT, field = "sku";
	return e == OK ? OK : blame(t, field, cells, n, e, f);
}

/* ── a further size or colour ── */

/* These a row says for itself, or adds to the product's. */
static bool is_own(const char *field)
{
	static const char *const own[] = {"sku", "price_minor", "stock", "weight_g", "variants", "photos", "district"};
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (strcmp(own[i], field) == 0) return true;
	return false;
}

/* All else stands in the first row; here it is left out, or the same. */
static const char *differs(const struct listing *said, const struct listing *product)
{
	if (said->n_tiers && memcmp(said->tiers, product->tiers, sizeof *said->tiers) != 0) return "tiers";
	for (size_t i = 0; i < LISTING_FIELDS; i++) {
		const struct shape_field *f = &listing_fields[i];
		const char *a = (const char *)said + f->offset, *b = (const char *)product + f->offset;
		if (is_own(f->name)) continue;
		if (f->kind == SHAPE_KIND_STR && *a && strcmp(a, b) != 0) return f->name;
		if (f->kind == SHAPE_KIND_BOOL && *(const bool *)a && !*(const bool *)b) return f->name;
		if (f->kind == SHAPE_KIND_INT && *(const int64_t *)a && *(const int64_t *)a != *(const int64_t *)b) return f->name;
	}
	return NULL;
}

static err_t add_photos(struct listing *to, const struct listing *from)
{
	for (size_t i = 0; i < from->n_photos; i++) {
		size_t k = 0;
		while (k < to->n_photos && strcmp(to->photos[k].photo, from->photos[i].photo) != 0) k++;
		if (k < to->n_photos) continue;
		if (to->n_photos == PHOTOS_MAX) return ERR_TOO_BIG;
		to->photos[to->n_photos++] = from->photos[i];
	}
	return OK;
}

static err_t join(struct listing *l, const struct import_row *row, const char **ret_field)
{
	const struct listing *said = &row->listing;
	*ret_field = differs(said, l);
	if (*ret_field) return ERR_CONFLICT;
	*ret_field = "variants";
	if (l->n_variants == VARIANTS_MAX) return ERR_TOO_BIG;
	struct listing_variant *v = &l->variants[l->n_variants++];
	*v = row->variant;
	v->stock = said->stock;
	v->extra_minor = said->price_minor ? said->price_minor - l->price_minor : 0;
	v->weight_g = said->weight_g == l->weight_g ? 0 : said->weight_g;
	*ret_field = "photos";
	return add_photos(l, said);
}

static err_t judge_further(struct import_table *t, const char *const cells[], size_t n, struct import_row *row, struct import_fault *f)
{
	const char *field = NULL;
	struct listing whole = t->pending.listing;
	TRY(find_photos(t, row, f));
	if (!t->pending.sound) return OK; /* what is wrong stands in a row above */
	err_t e = join(&whole, row, &field);
	if (e == OK) e = settle(t, &whole, &field);
	if (e != OK) return blame(t, field, cells, n, e, f);
	t->pending.listing = whole;
	return OK;
}

/* ── rows ── */

static bool is_further(const struct import_table *t, const struct import_row *row)
{
	const struct listing *p = &t->pending.listing;
	return t->pending.there && t->pending.varied && row->has_variant && *row->listing.sku && strcmp(p->sku, row->listing.sku) == 0;
}

static void take_product_row(struct import_table *t, const char *const cells[], size_t n)
{
	struct import_fault f = {0};
	struct import_row row;
	t->rows++;
	err_t e = import_row_read(&t->columns, cells, n, &row, &f);
	const bool further = is_further(t, &row);
	if (!further) complete(t);
	if (e == OK) e = further ? judge_further(t, cells, n, &row, &f) : judge_first(t, cells, n, &row, &f);
	if (e != OK) t->from.sink.fault(t->from.sink.arg, t->row, &f, e);
	if (!further) t->pending = (struct pending){.there = true, .sound = e == OK, .varied = row.has_variant, .listing = row.listing};
}

void import_table_row(struct import_table *t, const char *const cells[], size_t n)
{
	struct import_fault f = {0};
	bool empty = true;
	t->row++;
	for (size_t i = 0; i < n; i++) empty = empty && !*cells[i];
	if (t->row == 1) {
		err_t e = import_columns_read(cells, n, &t->columns, &f);
		if (e != OK) t->from.sink.fault(t->from.sink.arg, 1, &f, e);
		return;
	}
	if (empty || !t->columns.n || (t->row == 2 && import_row_is_head(&t->columns, cells, n))) return;
	take_product_row(t, cells, n);
}

int64_t import_table_end(struct import_table *t)
{
	complete(t);
	return t->rows;
}
