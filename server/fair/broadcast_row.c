/* broadcast_row.c — rows of broadcasts. */
#include "fair/broadcast_row.h"

err_t broadcast_row_open(struct tx *tx, const char *booth, int64_t epoch, struct broadcast_row *ret)
{
	struct broadcast_row b = {.epoch = epoch, .began_ms = tx_now_ms(tx)};
	id_new(b.id.s);
	if (!id_parse(booth, b.booth.s)) return ERR_NO_BOOTH;
	TRY(db_exec(tx_db(tx), Q_BROADCAST_INSERT, V(b.id.s), V(booth), V(epoch), V(b.began_ms)));
	*ret = b;
	return OK;
}

err_t broadcast_row_resume(struct tx *tx, const char *id)
{
	int64_t changed = 0;
	TRY(db_exec_n(tx_db(tx), &changed, Q_BROADCAST_RESUME, V(id)));
	return changed ? OK : ERR_NOT_LIVE;
}

err_t broadcast_row_away(struct tx *tx, const char *id) { return db_exec(tx_db(tx), Q_BROADCAST_AWAY, V(id), V(tx_now_ms(tx))); }

err_t broadcast_row_end(struct tx *tx, const char *id)
{
	int64_t changed = 0;
	TRY(db_exec_n(tx_db(tx), &changed, Q_BROADCAST_END, V(id), V(tx_now_ms(tx))));
	return changed ? OK : ERR_NOT_LIVE;
}

static void read_row(struct rows *r, struct broadcast_row *b)
{
	rows_copy(r, 0, b->id.s, sizeof b->id.s);
	rows_copy(r, 1, b->booth.s, sizeof b->booth.s);
	b->epoch = rows_int(r, 2);
	b->began_ms = rows_int(r, 3);
	b->away_ms = rows_int(r, 4);
	b->ended_ms = rows_int(r, 5);
	b->resumed = rows_int(r, 6);
}

err_t broadcast_row_find_open(struct db *db, const char *booth, struct broadcast_row *ret)
{
	struct rows r;
	db_query(db, &r, Q_BROADCAST_OPEN_OF, V(booth));
	bool found = rows_next(&r);
	if (found) read_row(&r, ret);
	TRY(rows_end(&r));
	return found ? OK : ERR_NOT_LIVE;
}

err_t broadcast_row_list_open(struct db *db, void (*each)(void *arg, const struct broadcast_row *b), void *arg)
{
	struct rows r;
	struct broadcast_row b;
	db_query(db, &r, Q_BROADCAST_OPEN_ALL);
	while (rows_next(&r)) {
		read_row(&r, &b);
		each(arg, &b);
	}
	return rows_end(&r);
}
