/* flash.c — rows of flash prices. */
#include "trade/flash.h"

#include <string.h>

#include "trade/product.h"

int64_t flash_within(int64_t quantity, int64_t was_minor, int64_t price_minor, int64_t most_minor)
{
	const int64_t off = was_minor - price_minor;
	if (off < 1) return 0;
	return most_minor / off < quantity ? most_minor / off : quantity;
}

err_t flash_start(struct tx *tx, const struct flash_new *f)
{
	if (f->quantity < 1 || f->quantity > FLASH_QUANTITY_MAX || f->starts_in_s < 0 || f->starts_in_s > FLASH_STARTS_IN_MAX_S ||
	    f->lasts_s < FLASH_LASTS_MIN_S || f->lasts_s > FLASH_LASTS_MAX_S || f->price_minor < 1)
		return ERR_BAD_FIELD;
	int64_t starts = tx_now_ms(tx) + f->starts_in_s * 1000, changed = 0;
	TRY(db_exec_n(tx_db(tx), &changed, Q_FLASH_PUT, V(f->product), V(f->price_minor), V(f->quantity), V(starts), V(starts + f->lasts_s * 1000), V(f->booth),
	              V(funder_wire(f->funder == FUNDER_NONE ? FUNDER_ARTISAN : f->funder))));
	if (changed) return OK;
	struct product p;
	TRY(product_find(tx_db(tx), f->product, tx_now_ms(tx), &p));
	return strcmp(p.booth.s, f->booth) == 0 ? ERR_BAD_FIELD : ERR_NO_PRODUCT;
}

err_t flash_stop(struct tx *tx, const char *booth, const char *product)
{
	int64_t changed = 0;
	TRY(db_exec_n(tx_db(tx), &changed, Q_FLASH_STOP, V(product), V(booth), V(tx_now_ms(tx))));
	return changed ? OK : ERR_NOT_FOUND;
}

static int64_t sold(const struct flash *f) { return f->quantity - f->remaining; }
int64_t flash_spent(const struct flash *f) { return sold(f) * (f->was_minor - f->price_minor); }
int64_t flash_most(const struct flash *f) { return f->quantity * (f->was_minor - f->price_minor); }

err_t flash_fund(struct tx *tx, const char *product, int64_t most_minor)
{
	struct flash f;
	TRY(flash_find(tx_db(tx), product, &f));
	if (f.funder == FUNDER_ARTISAN || f.ends_ms <= tx_now_ms(tx)) return ERR_NOT_FOUND;
	const int64_t pieces = flash_within(FLASH_QUANTITY_MAX, f.was_minor, f.price_minor, most_minor);
	if (pieces < 1) return ERR_BAD_FIELD;
	int64_t changed = 0;
	TRY(db_exec_n(tx_db(tx), &changed, Q_FLASH_FUND, V(product), V(pieces), V(tx_now_ms(tx))));
	return changed ? OK : ERR_BAD_FIELD;
}

err_t flash_take(struct tx *tx, const char *product, int64_t quantity, int64_t *ret_minor)
{
	err_t e = db_int(tx_db(tx), ret_minor, Q_FLASH_PRICE_NOW, V(product), V(quantity), V(tx_now_ms(tx)));
	if (e == OK) return db_exec(tx_db(tx), Q_FLASH_TAKE, V(product), V(quantity), V(tx_now_ms(tx)));
	*ret_minor = -1;
	return e == ERR_NOT_FOUND ? OK : e;
}

err_t flash_give(struct tx *tx, const char *product, int64_t quantity)
{
	return db_exec(tx_db(tx), Q_FLASH_GIVE, V(product), V(quantity), V(tx_now_ms(tx)));
}

static void read_row(struct rows *r, struct flash *f)
{
	rows_copy(r, 0, f->product.s, sizeof f->product.s);
	rows_copy(r, 1, f->booth.s, sizeof f->booth.s);
	f->price_minor = rows_int(r, 2);
	f->was_minor = rows_int(r, 3);
	rows_copy(r, 4, f->currency, sizeof f->currency);
	f->quantity = rows_int(r, 5);
	f->remaining = rows_int(r, 6);
	f->starts_ms = rows_int(r, 7);
	f->ends_ms = rows_int(r, 8);
	f->funder = funder_parse(rows_text(r, 9));
}

err_t flash_find(struct db *db, const char *product, struct flash *ret)
{
	struct rows r;
	db_query(db, &r, Q_FLASH_BY_PRODUCT, V(product));
	bool found = rows_next(&r);
	if (found) read_row(&r, ret);
	TRY(rows_end(&r));
	return found ? OK : ERR_NOT_FOUND;
}

static err_t give(struct rows *r, void (*each)(void *arg, const struct flash *f), void *arg)
{
	struct flash f;
	while (rows_next(r)) {
		read_row(r, &f);
		each(arg, &f);
	}
	return rows_end(r);
}

err_t flash_list(struct db *db, const char *booth, int64_t now_ms, void (*each)(void *arg, const struct flash *f), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_FLASH_OF_BOOTH, V(booth), V(now_ms));
	return give(&r, each, arg);
}

err_t flash_funded(struct db *db, int64_t now_ms, int64_t limit, void (*each)(void *arg, const struct flash *f), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_FLASH_FUNDED, V(now_ms), V(limit));
	return give(&r, each, arg);
}

const char *flash_state(const struct flash *f, int64_t now_ms)
{
	if (now_ms >= f->ends_ms || f->remaining == 0) return "over";
	return now_ms < f->starts_ms ? "planned" : "on";
}

err_t flash_told(struct tx *tx, const char *product, const char *state) { return db_exec(tx_db(tx), Q_FLASH_TOLD, V(product), V(state)); }

err_t flash_is_open(struct db *db, const char *product, bool *ret)
{
	int64_t one;
	err_t e = db_int(db, &one, Q_FLASH_IS_OPEN, V(product));
	if (e != OK && e != ERR_NOT_FOUND) return e;
	*ret = e == OK;
	return OK;
}

err_t flash_due(struct db *db, const char *booth, int64_t now_ms, int64_t limit, void (*each)(void *arg, const struct flash *f), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_FLASH_DUE, V(booth), V(now_ms), V(limit));
	return give(&r, each, arg);
}

err_t flash_next_due(struct db *db, const char *booth, int64_t *ret_at_ms) { return db_int(db, ret_at_ms, Q_FLASH_NEXT_DUE, V(booth)); }

err_t flash_move_put(struct tx *tx, const char *product, const char *person, const char *what)
{
	struct flash f;
	char id[ID_CHARS + 1];
	TRY(flash_find(tx_db(tx), product, &f));
	id_new(id);
	return db_exec(tx_db(tx), Q_FLASH_MOVE_INSERT, V(id), V(product), V(person), V(what), V(f.quantity), V(flash_most(&f)), V(tx_now_ms(tx)));
}

err_t flash_moves(struct db *db, const char *product, int64_t limit, void (*each)(void *arg, const struct flash_move *m), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_FLASH_MOVES, V(product), V(limit));
	while (rows_next(&r)) {
		struct flash_move m = {.pieces = rows_int(&r, 2), .most_minor = rows_int(&r, 3), .at_ms = rows_int(&r, 4)};
		rows_copy(&r, 0, m.what, sizeof m.what);
		rows_copy(&r, 1, m.by, sizeof m.by);
		each(arg, &m);
	}
	return rows_end(&r);
}
