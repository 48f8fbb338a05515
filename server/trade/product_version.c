/* product_version.c — rows of versions. */
#include "trade/product_version.h"

err_t product_version_put(struct tx *tx, const char *product, const struct listing *l, const char *person)
{
	struct listing kept = *l;
	struct buf text;
	kept.stock = kept.stock_change = 0;
	for (size_t i = 0; i < kept.n_variants; i++) kept.variants[i].stock = kept.variants[i].stock_change = 0;
	buf_init(&text);
	listing_write(&kept, &text);
	err_t e = db_exec(tx_db(tx), Q_PRODUCT_VERSION_INSERT, V(product), V(text.data), V(person), V(tx_now_ms(tx)));
	buf_fini(&text);
	return e == OK ? db_exec(tx_db(tx), Q_PRODUCT_VERSION_SWEEP, V(product), V(PRODUCT_VERSIONS_MAX)) : e;
}

err_t product_version_find(struct db *db, const char *product, int64_t version, struct buf *out)
{
	struct rows r;
	db_query(db, &r, Q_PRODUCT_VERSION_BY_NUMBER, V(product), V(version));
	bool found = rows_next(&r);
	if (found) buf_puts(out, rows_text(&r, 0));
	TRY(rows_end(&r));
	return found ? OK : ERR_NOT_FOUND;
}

err_t product_version_list(struct db *db, const char *product, void (*each)(void *arg, const struct product_version *v), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_PRODUCT_VERSION_LIST, V(product));
	while (rows_next(&r)) {
		struct product_version v = {.version = rows_int(&r, 0), .at_ms = rows_int(&r, 1), .by = rows_text(&r, 2)};
		each(arg, &v);
	}
	return rows_end(&r);
}
