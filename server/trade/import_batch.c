/* import_batch.c — rows of imports. */
#include "trade/import_batch.h"

#define SWEEP_MAX 64

err_t import_batch_new(struct tx *tx, const struct import_batch *b, char ret_id[static ID_CHARS + 1])
{
	char id[ID_CHARS + 1];
	id_new(id);
	TRY(db_exec(tx_db(tx), Q_IMPORT_INSERT, V(id), V(b->booth.s), V(b->person.s), V(b->kind), V(b->file), V(tx_now_ms(tx)), V(b->listed)));
	id_parse(id, ret_id);
	return OK;
}

static void read_row(struct rows *r, struct import_batch *b)
{
	*b = (struct import_batch){.rows = rows_int(r, 6), .done = rows_int(r, 7), .problems = rows_int(r, 8), .photos = rows_int(r, 9), .created_ms = rows_int(r, 10),
	                          .products = rows_int(r, 11), .listed = rows_int(r, 12) != 0, .photo_faults = rows_int(r, 13)};
	rows_copy(r, 0, b->id, sizeof b->id);
	rows_copy(r, 1, b->booth.s, sizeof b->booth.s);
	rows_copy(r, 2, b->person.s, sizeof b->person.s);
	rows_copy(r, 3, b->kind, sizeof b->kind);
	rows_copy(r, 4, b->file, sizeof b->file);
	rows_copy(r, 5, b->state, sizeof b->state);
}

static err_t first(struct rows *r, struct import_batch *ret)
{
	bool found = rows_next(r);
	if (found) read_row(r, ret);
	TRY(rows_end(r));
	return found ? OK : ERR_NOT_FOUND;
}

err_t import_batch_find(struct db *db, const char *id, struct import_batch *ret)
{
	struct rows r;
	db_query(db, &r, Q_IMPORT_BY_ID, V(id));
	return first(&r, ret);
}

err_t import_batch_find_open(struct db *db, int64_t before_ms, struct import_batch *ret)
{
	struct rows r;
	db_query(db, &r, Q_IMPORT_OPEN, V(before_ms));
	return first(&r, ret);
}

err_t import_batch_list(struct db *db, const char *booth, void (*each)(void *arg, const struct import_batch *b), void *arg)
{
	struct rows r;
	struct import_batch b;
	db_query(db, &r, Q_IMPORT_LIST, V(booth));
	while (rows_next(&r)) {
		read_row(&r, &b);
		each(arg, &b);
	}
	return rows_end(&r);
}

err_t import_batch_move(struct tx *tx, const char *id, const char *from, const char *to, const struct import_figures *f)
{
	int64_t n = 0;
	TRY(db_exec_n(tx_db(tx), &n, Q_IMPORT_MOVE, V(id), V(from), V(to), V(f->rows), V(f->done), V(f->problems), V(tx_now_ms(tx)), V(f->products)));
	return n ? OK : ERR_BAD_STATE;
}

err_t import_batch_progress(struct tx *tx, const char *id, int64_t done) { return db_exec(tx_db(tx), Q_IMPORT_PROGRESS, V(id), V(done), V(tx_now_ms(tx))); }
err_t import_problems_clear(struct tx *tx, const char *batch) { return db_exec(tx_db(tx), Q_IMPORT_PROBLEM_CLEAR, V(batch)); }

err_t import_problem_put(struct tx *tx, const char *batch, const struct import_problem *p)
{
	return db_exec(tx_db(tx), Q_IMPORT_PROBLEM_PUT, V(batch), V(p->row), V(p->col), V(p->field), V(p->code), V(p->cell));
}

err_t import_problem_list(struct db *db, const char *batch, int64_t limit, void (*each)(void *arg, const struct import_problem *p), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_IMPORT_PROBLEM_LIST, V(batch), V(limit));
	while (rows_next(&r)) {
		struct import_problem p = {.row = rows_int(&r, 0), .col = rows_int(&r, 1)};
		rows_copy(&r, 2, p.field, sizeof p.field);
		rows_copy(&r, 3, p.code, sizeof p.code);
		rows_copy(&r, 4, p.cell, sizeof p.cell);
		each(arg, &p);
	}
	return rows_end(&r);
}

err_t import_photo_put(struct tx *tx, const char *batch, const char *name, const char *photo)
{
	TRY(db_exec(tx_db(tx), Q_IMPORT_PHOTO_PUT, V(batch), V(name), V(photo)));
	TRY(db_exec(tx_db(tx), Q_IMPORT_PHOTO_FAULT_DROP, V(batch), V(name)));
	return db_exec(tx_db(tx), Q_IMPORT_PHOTO_COUNT, V(batch));
}

err_t import_photo_fault_put(struct tx *tx, const char *batch, const char *name, const char *code)
{
	return db_exec(tx_db(tx), Q_IMPORT_PHOTO_FAULT_PUT, V(batch), V(name), V(code));
}

err_t import_photo_fault_list(struct db *db, const char *batch, int64_t limit, void (*each)(void *arg, const char *name, const char *code), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_IMPORT_PHOTO_FAULT_LIST, V(batch), V(limit));
	while (rows_next(&r)) each(arg, rows_text(&r, 0), rows_text(&r, 1));
	return rows_end(&r);
}

err_t import_photo_find(struct db *db, const char *batch, const char *name, char ret[static PHOTO_HASH_CHARS + 1])
{
	struct rows r;
	db_query(db, &r, Q_IMPORT_PHOTO_FIND, V(batch), V(name));
	bool found = rows_next(&r);
	if (found) rows_copy(&r, 0, ret, PHOTO_HASH_CHARS + 1);
	TRY(rows_end(&r));
	if (found) return OK;
	int64_t one;
	err_t e = db_int(db, &one, Q_IMPORT_PHOTO_FAULT_FIND, V(batch), V(name));
	return e == OK ? ERR_BAD_TYPE : e;
}

err_t import_batch_sweep(struct tx *tx, const char *batch, int64_t most, int64_t *ret_swept)
{
	struct product_id ids[SWEEP_MAX];
	struct rows r;
	int64_t n = 0;
	db_query(tx_db(tx), &r, Q_IMPORT_STAGED, V(batch), V(most < SWEEP_MAX ? most : SWEEP_MAX));
	while (n < SWEEP_MAX && rows_next(&r)) rows_copy(&r, 0, ids[n++].s, sizeof ids->s);
	TRY(rows_end(&r));
	for (int64_t i = 0; i < n; i++) TRY(listing_drop(tx, ids[i].s));
	*ret_swept = n;
	return OK;
}
