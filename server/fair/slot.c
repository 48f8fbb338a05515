/* slot.c — the overlap is refused by the INSERT itself. */
#include "fair/slot.h"

err_t slot_new(struct tx *tx, const char *booth, int64_t begins_ms, int64_t ends_ms, struct slot_id *ret_id)
{
	if (begins_ms <= 0 || ends_ms - begins_ms < SLOT_LASTS_MIN_MS || ends_ms - begins_ms > SLOT_LASTS_MAX_MS) return ERR_BAD_FIELD;
	struct booth_row b;
	TRY(booth_row_find(tx_db(tx), booth, &b));
	struct slot_id id;
	int64_t inserted = 0;
	id_new(id.s);
	TRY(db_exec_n(tx_db(tx), &inserted, Q_SLOT_INSERT, V(id.s), V(booth), V(begins_ms), V(ends_ms), V(tx_now_ms(tx))));
	if (!inserted) return ERR_CONFLICT;
	*ret_id = id;
	return OK;
}

err_t slot_delete(struct tx *tx, const char *id)
{
	int64_t deleted = 0;
	TRY(db_exec_n(tx_db(tx), &deleted, Q_SLOT_DELETE, V(id)));
	return deleted ? OK : ERR_NOT_FOUND;
}

static void read_row(struct rows *r, struct slot *s)
{
	rows_copy(r, 0, s->id.s, sizeof s->id.s);
	rows_copy(r, 1, s->booth.s, sizeof s->booth.s);
	rows_copy(r, 2, s->booth_slug, sizeof s->booth_slug);
	rows_copy(r, 3, s->name_en, sizeof s->name_en);
	rows_copy(r, 4, s->name_hi, sizeof s->name_hi);
	s->begins_ms = rows_int(r, 5);
	s->ends_ms = rows_int(r, 6);
}

err_t slot_find_next(struct db *db, const char *booth, int64_t now_ms, struct slot *ret)
{
	struct rows r;
	db_query(db, &r, Q_SLOT_NEXT, V(booth), V(now_ms));
	bool found = rows_next(&r);
	if (found) read_row(&r, ret);
	TRY(rows_end(&r));
	return found ? OK : ERR_NOT_FOUND;
}

static err_t list(struct db *db, enum query q, const char *of, int64_t now_ms, int64_t limit, void (*each)(void *arg, const struct slot *s), void *arg)
{
	struct rows r;
	struct slot s;
	db_query(db, &r, q, V(of), V(now_ms), V(limit));
	while (rows_next(&r)) {
		read_row(&r, &s);
		each(arg, &s);
	}
	return rows_end(&r);
}

err_t slot_list_booth(struct db *db, const char *booth, int64_t now_ms, int64_t limit, void (*each)(void *arg, const struct slot *s), void *arg)
{
	return list(db, Q_SLOT_OF_BOOTH, booth, now_ms, limit, each, arg);
}

err_t slot_list_fair(struct db *db, const char *fair, int64_t now_ms, int64_t limit, void (*each)(void *arg, const struct slot *s), void *arg)
{
	return list(db, Q_SLOT_OF_FAIR, fair, now_ms, limit, each, arg);
}
