/* variant.c — rows of variants. */
#include "trade/variant.h"

static void read_row(struct rows *r, struct variant *v)
{
	*v = (struct variant){.extra_minor = rows_int(r, 4), .stock = rows_int(r, 5), .weight_g = rows_int(r, 6)};
	rows_copy(r, 0, v->id.s, sizeof v->id.s);
	rows_copy(r, 1, v->sku, sizeof v->sku);
	rows_copy(r, 2, v->name_en, sizeof v->name_en);
	rows_copy(r, 3, v->name_hi, sizeof v->name_hi);
}

err_t variant_of(struct db *db, const struct product *p, const char *id, struct variant *ret)
{
	return variant_choose(db, p->id.s, &(struct stock_terms){.stock = p->stock, .variants = p->variants}, id, ret);
}

err_t variant_choose(struct db *db, const char *product, const struct stock_terms *terms, const char *id, struct variant *ret)
{
	bool named = id && *id;
	if (!named && terms->variants) return ERR_MISSING_FIELD;
	if (!named) {
		*ret = (struct variant){.stock = terms->stock};
		return OK;
	}
	struct rows r;
	db_query(db, &r, Q_VARIANT_BY_ID, V(product), V(id));
	bool found = rows_next(&r);
	if (found) read_row(&r, ret);
	TRY(rows_end(&r));
	return found ? OK : ERR_BAD_FIELD;
}

err_t variant_list(struct db *db, const char *product, struct variant ret[static VARIANTS_MAX], size_t *ret_n)
{
	struct rows r;
	size_t n = 0;
	db_query(db, &r, Q_VARIANT_LIST, V(product));
	while (n < VARIANTS_MAX && rows_next(&r)) read_row(&r, &ret[n++]);
	*ret_n = n;
	return rows_end(&r);
}
