/* import_row.c — a column finds its member of the listing by name; what kind it is, the listing's own rows say. */
#include "trade/import_row.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static const struct import_column columns[] = {
#define IMPORT_COLUMN(key, en, hi, of) {key, en, hi},
#include "schema/import_columns.def"
#undef IMPORT_COLUMN
};
static const char *const members[] = {
#define IMPORT_COLUMN(key, en, hi, of) #of,
#include "schema/import_columns.def"
#undef IMPORT_COLUMN
};
#define COLUMNS (sizeof columns / sizeof *columns)

size_t import_column_list(const struct import_column **ret)
{
	*ret = columns;
	return COLUMNS;
}

static int find_column(const char *name)
{
	for (size_t i = 0; i < COLUMNS; i++)
		if (strcasecmp(columns[i].key, name) == 0) return (int)i;
	return -1;
}

static bool has(const struct import_columns *c, const char *key)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->of[i] >= 0 && strcmp(columns[c->of[i]].key, key) == 0) return true;
	return false;
}

static err_t fault(size_t col, const char *field, const char *cell, err_t e, struct import_fault *ret)
{
	*ret = (struct import_fault){col, field, cell};
	return e;
}

err_t import_columns_read(const char *const cells[], size_t n, struct import_columns *ret, struct import_fault *ret_fault)
{
	struct import_columns c = {.n = 0};
	for (size_t i = 0; i < n && i < SHEET_CELLS_MAX; i++) {
		int at = find_column(cells[i]);
		if (at < 0 && *cells[i]) return fault(i + 1, "", cells[i], ERR_UNKNOWN_FIELD, ret_fault);
		if (at >= 0 && has(&c, columns[at].key)) return fault(i + 1, columns[at].key, cells[i], ERR_CONFLICT, ret_fault);
		c.of[c.n++] = at;
	}
	if (!has(&c, "name_hi") && !has(&c, "name_en")) return fault(0, "name_hi", "", ERR_MISSING_FIELD, ret_fault);
	if (!has(&c, "price")) return fault(0, "price", "", ERR_MISSING_FIELD, ret_fault);
	*ret = c;
	return OK;
}

bool import_row_is_head(const struct import_columns *c, const char *const cells[], size_t n)
{
	for (size_t i = 0; i < n && i < c->n; i++)
		if (c->of[i] >= 0 && *cells[i]) return strcmp(cells[i], columns[c->of[i]].hi) == 0 || strcmp(cells[i], columns[c->of[i]].en) == 0;
	return false;
}

/* What a member of the listing is called among the columns. */
static const char *member_of(const char *field)
{
	static const struct { const char *field, *member; } others[] = {
		{"price_minor", "PRICE"}, {"tiers", "TIER_PRICE"}, {"photos", "PHOTO"}, {"variants", "VARIANT_SKU"}};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (strcmp(others[i].field, field) == 0) return others[i].member;
	return field;
}

const struct import_column *import_column_find(const char *field)
{
	int at = find_column(field);
	const char *member = member_of(field);
	for (size_t i = 0; at < 0 && i < COLUMNS; i++)
		if (strcmp(members[i], member) == 0) at = (int)i;
	return at < 0 ? NULL : &columns[at];
}

size_t import_column_of(const struct import_columns *c, const char *field)
{
	field = member_of(field);
	for (size_t i = 0; i < c->n; i++)
		if (c->of[i] >= 0 && strcmp(members[c->of[i]], field) == 0) return i + 1;
	return 0;
}

/* "1,450", "12.0", "1450.5": `scale` 1 takes whole numbers, 100 two places. Spreadsheets write 1450.1 as 1450.0999999999999. */
static err_t read_number(const char *cell, int64_t scale, int64_t max, int64_t *ret)
{
	int64_t n = 0, places = 0, unit = scale;
	const char *s = cell;
	bool digits = false;
	for (; (*s >= '0' && *s <= '9') || *s == ','; s++) {
		if (*s == ',') continue;
		digits = true;
		n = n * 10 + (*s - '0');
		if (n > max) return ERR_BAD_FIELD;
	}
	n *= scale;
	if (*s == '.') {
		int64_t micros = 0, weight = 100000000;
		for (s++; *s >= '0' && *s <= '9'; s++, weight /= 10) {
			micros += (*s - '0') * weight;
			digits = true;
		}
		unit = 1000000000 / scale;
		places = (micros + unit / 2000) / unit;
		if (micros - places * unit > unit / 1000) return ERR_BAD_FIELD;   /* a third place that counts */
	}
	if (*s || !digits || n + places > max) return ERR_BAD_FIELD;
	*ret = n + places;
	return OK;
}

static err_t read_yes(const char *cell, bool *ret)
{
	static const struct { const char *word; bool yes; } words[] = {
		{"yes", true}, {"no", false}, {"हाँ", true}, {"हां", true}, {"नहीं", false}, {"1", true}, {"0", false}, {"true", true}, {"false", false}, {"y", true}, {"n", false}};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcasecmp(cell, words[i].word) == 0) {
			*ret = words[i].yes;
			return OK;
		}
	return ERR_BAD_FIELD;
}

static err_t read_member(const char *member, const char *cell, struct listing *l)
{
	for (size_t i = 0; i < LISTING_FIELDS; i++) {
		const struct shape_field *f = &listing_fields[i];
		void *to = (char *)l + f->offset;
		if (strcmp(f->name, member) != 0) continue;
		if (f->kind == SHAPE_KIND_INT) return read_number(cell, 1, f->max, to);
		if (f->kind == SHAPE_KIND_BOOL) return read_yes(cell, to);
		if (strlen(cell) >= f->size) return ERR_TOO_LONG;
		if (!text_printable(cell, f->size > SHAPE_LINES_FROM)) return ERR_BAD_FIELD;
		text_copy(to, f->size, cell);
		return OK;
	}
	return ERR_UNKNOWN_FIELD;
}

/* OK and nothing done if the column is none of a variant's. */
static err_t read_variant(const char *member, const char *cell, struct import_row *row, bool *ret_was)
{
	struct listing_variant *v = &row->variant;
	const struct { const char *member; char *to; size_t cap; } texts[] = {
		{"VARIANT_SKU", v->sku, sizeof v->sku}, {"VARIANT_HI", v->name_hi, sizeof v->name_hi}, {"VARIANT_EN", v->name_en, sizeof v->name_en}};
	*ret_was = false;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		if (strcmp(texts[i].member, member) != 0) continue;
		*ret_was = row->has_variant = true;
		if (strlen(cell) >= texts[i].cap) return ERR_TOO_LONG;
		if (!text_printable(cell, false)) return ERR_BAD_FIELD;
		text_copy(texts[i].to, texts[i].cap, cell);
	}
	return OK;
}

static err_t read_cell(const char *member, const char *cell, struct import_row *row)
{
	struct listing *l = &row->listing;
	bool was;
	TRY(read_variant(member, cell, row, &was));
	if (was) return OK;
	if (strcmp(member, "PRICE") == 0) return read_number(cell, 100, MONEY_MINOR_MAX, &l->price_minor);
	if (strcmp(member, "TIER_FROM") == 0 || strcmp(member, "TIER_PRICE") == 0) {
		bool price = strcmp(member, "TIER_PRICE") == 0;
		l->n_tiers = 1;
		return read_number(cell, price ? 100 : 1, MONEY_MINOR_MAX, price ? &l->tiers[0].price_minor : &l->tiers[0].from_quantity);
	}
	if (strcmp(member, "PHOTO") != 0) return read_member(member, cell, l);
	if (row->n_photos < IMPORT_PHOTOS_MAX) row->photos[row->n_photos++] = cell;
	return OK;
}

err_t import_row_read(const struct import_columns *c, const char *const cells[], size_t n, struct import_row *ret, struct import_fault *ret_fault)
{
	err_t first = OK;
	*ret = (struct import_row){.n_photos = 0};
	for (size_t i = 0; i < n && i < c->n; i++) {
		if (c->of[i] < 0 || !*cells[i]) continue;
		err_t e = read_cell(members[c->of[i]], cells[i], ret);
		if (e != OK && first == OK) first = fault(i + 1, columns[c->of[i]].key, cells[i], e, ret_fault);
	}
	return first;
}
