/* product_draft.c — rows of drafts. */
#include "trade/product_draft.h"

#include "base/buf.h"

static err_t write(struct tx *tx, char *id, const char *booth, const char *broadcast, const char *document, const char *person)
{
	struct db *db = tx_db(tx);
	int64_t n = 0;
	if (*id) {
		TRY(db_exec_n(db, &n, Q_DRAFT_CHANGE, V(id), V(booth), V(document), V(tx_now_ms(tx))));
		return n ? OK : ERR_NOT_FOUND;
	}
	TRY(db_int(db, &n, Q_DRAFT_COUNT, V(booth)));
	if (n >= PRODUCT_DRAFTS_MAX) return ERR_FULL;
	id_new(id);
	return db_exec(db, Q_DRAFT_INSERT, V(id), V(booth), V(document), V(person), V(broadcast), V(tx_now_ms(tx)));
}

err_t product_draft_put(struct tx *tx, char id[static ID_CHARS + 1], const char *booth, const char *broadcast, const struct listing *l, const char *person)
{
	struct buf text;
	buf_init(&text);
	listing_write(l, &text);
	err_t e = write(tx, id, booth, broadcast, text.data, person);
	buf_fini(&text);
	return e;
}

err_t product_draft_drop(struct tx *tx, const char *id, const char *booth)
{
	int64_t n = 0;
	TRY(db_exec_n(tx_db(tx), &n, Q_DRAFT_DELETE, V(id), V(booth)));
	return n ? OK : ERR_NOT_FOUND;
}

err_t product_draft_list(struct db *db, const char *booth, void (*each)(void *arg, const struct product_draft *d), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_DRAFT_LIST, V(booth));
	while (rows_next(&r)) {
		struct product_draft d = {.document = rows_text(&r, 3), .changed_ms = rows_int(&r, 4)};
		rows_copy(&r, 0, d.id, sizeof d.id);
		rows_copy(&r, 1, d.booth.s, sizeof d.booth.s);
		rows_copy(&r, 2, d.broadcast.s, sizeof d.broadcast.s);
		each(arg, &d);
	}
	return rows_end(&r);
}
