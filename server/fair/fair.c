/* fair.c — rows of fairs, halls and districts. */
#include "fair/fair.h"

#include <string.h>

#include "base/text.h"
#include "fair/category.h"
#include "people/name_guard.h"

static err_t check(const struct fair *f)
{
	if (!*f->name_en || !*f->name_hi || !*f->time_zone) return ERR_MISSING_FIELD;
	if (!text_printable(f->name_en, false) || !text_printable(f->name_hi, false) || !text_printable(f->time_zone, false)) return ERR_BAD_FIELD;
	if (f->begins_ms <= 0 || f->ends_ms <= f->begins_ms || f->ends_ms - f->begins_ms > FAIR_LASTS_MAX_MS) return ERR_BAD_FIELD;
	return OK;
}

err_t fair_new(struct tx *tx, const struct fair *f, struct fair_id *ret_id)
{
	TRY(check(f));
	struct fair_id id;
	id_new(id.s);
	TRY(db_exec(tx_db(tx), Q_FAIR_RETIRE));
	TRY(db_exec(tx_db(tx), Q_FAIR_INSERT, V(id.s), V(f->name_en), V(f->name_hi), V(f->begins_ms), V(f->ends_ms), V(f->time_zone), V(tx_now_ms(tx))));
	*ret_id = id;
	return known_names_put(tx, id.s, f->name_en, f->name_hi);
}

err_t fair_change(struct tx *tx, const struct fair *f)
{
	TRY(check(f));
	int64_t changed = 0;
	TRY(db_exec_n(tx_db(tx), &changed, Q_FAIR_UPDATE, V(f->id.s), V(f->name_en), V(f->name_hi), V(f->begins_ms), V(f->ends_ms), V(f->time_zone)));
	return changed ? known_names_put(tx, f->id.s, f->name_en, f->name_hi) : ERR_NOT_FOUND;
}

err_t fair_find_current(struct db *db, struct fair *ret)
{
	struct rows r;
	db_query(db, &r, Q_FAIR_FIND_CURRENT);
	bool found = rows_next(&r);
	if (found) {
		rows_copy(&r, 0, ret->id.s, sizeof ret->id.s);
		rows_copy(&r, 1, ret->name_en, sizeof ret->name_en);
		rows_copy(&r, 2, ret->name_hi, sizeof ret->name_hi);
		ret->begins_ms = rows_int(&r, 3);
		ret->ends_ms = rows_int(&r, 4);
		rows_copy(&r, 5, ret->time_zone, sizeof ret->time_zone);
	}
	TRY(rows_end(&r));
	return found ? OK : ERR_NOT_FOUND;
}

err_t hall_new(struct tx *tx, const char *fair, const char *name_en, const char *name_hi, int64_t place, struct hall_id *ret_id)
{
	if (!*name_en || !*name_hi) return ERR_MISSING_FIELD;
	if (strlen(name_en) > FAIR_NAME_MAX || strlen(name_hi) > FAIR_NAME_MAX) return ERR_TOO_LONG;
	struct hall_id id;
	id_new(id.s);
	TRY(db_exec(tx_db(tx), Q_HALL_INSERT, V(id.s), V(fair), V(name_en), V(name_hi), V(place)));
	*ret_id = id;
	return OK;
}

err_t district_put(struct tx *tx, const struct district *d)
{
	if (!category_find(d->category)) return ERR_BAD_FIELD;
	return db_exec(tx_db(tx), Q_DISTRICT_PUT, V(d->code), V(d->name_en), V(d->name_hi), V(d->product_en), V(d->product_hi), V(d->category),
	               V(d->gi ? "yes" : "unknown"), V(d->hsn), V(((char[]){d->grade, 0})));
}

static void read_district(struct rows *r, struct district *ret)
{
	*ret = (struct district){0};
	rows_copy(r, 0, ret->code, sizeof ret->code);
	rows_copy(r, 1, ret->name_en, sizeof ret->name_en);
	rows_copy(r, 2, ret->name_hi, sizeof ret->name_hi);
	rows_copy(r, 3, ret->product_en, sizeof ret->product_en);
	rows_copy(r, 4, ret->product_hi, sizeof ret->product_hi);
	rows_copy(r, 5, ret->category, sizeof ret->category);
	ret->gi = strcmp(rows_text(r, 6), "yes") == 0;
	rows_copy(r, 7, ret->hsn, sizeof ret->hsn);
	ret->grade = rows_text(r, 8)[0];
	ret->booths = rows_int(r, 9);
	ret->products = rows_int(r, 10);
}

err_t district_find(struct db *db, const char *code, struct district *ret)
{
	struct rows r;
	db_query(db, &r, Q_DISTRICT_BY_CODE, V(code));
	bool found = rows_next(&r);
	if (found) read_district(&r, ret);
	TRY(rows_end(&r));
	return found ? OK : ERR_NOT_FOUND;
}

err_t district_list(struct db *db, const char *fair, void (*each)(void *arg, const struct district *d), void *arg)
{
	struct rows r;
	struct district d;
	db_query(db, &r, Q_DISTRICT_LIST, V(fair));
	while (rows_next(&r)) {
		read_district(&r, &d);
		each(arg, &d);
	}
	return rows_end(&r);
}

err_t category_counts(struct db *db, const char *fair, void (*each)(void *arg, const char *category, int64_t products), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_CATEGORY_COUNTS, V(fair));
	while (rows_next(&r)) each(arg, rows_text(&r, 0), rows_int(&r, 1));
	return rows_end(&r);
}
