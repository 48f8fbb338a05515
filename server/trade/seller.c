/* seller.c — rows of sellers. */
#include "trade/seller.h"

#include "trade/gstin.h"

err_t seller_new(struct tx *tx, const struct seller *s, struct seller_id *ret_id)
{
	if (!*s->name) return ERR_MISSING_FIELD;
	if (*s->gstin && !gstin_valid(s->gstin)) return ERR_BAD_FIELD;
	struct seller_id id;
	id_new(id.s);
	TRY(db_exec(tx_db(tx), Q_SELLER_INSERT, V(id.s), V(s->name), V(s->gstin), V(s->country), V(s->principal.s), V(s->demo), V(tx_now_ms(tx))));
	*ret_id = id;
	return OK;
}

err_t seller_find(struct db *db, const char *id, struct seller *ret)
{
	struct rows r;
	db_query(db, &r, Q_SELLER_BY_ID, V(id));
	bool found = rows_next(&r);
	if (found) {
		rows_copy(&r, 0, ret->id.s, sizeof ret->id.s);
		rows_copy(&r, 1, ret->name, sizeof ret->name);
		rows_copy(&r, 2, ret->gstin, sizeof ret->gstin);
		rows_copy(&r, 3, ret->country, sizeof ret->country);
		rows_copy(&r, 4, ret->principal.s, sizeof ret->principal.s);
		ret->demo = rows_int(&r, 5) != 0;
	}
	TRY(rows_end(&r));
	return found ? OK : ERR_NOT_FOUND;
}
