/* booth_state.c — rows of pins and mutes. */
#include "fair/booth_state.h"

err_t pin_set(struct tx *tx, const char *booth, const char *product)
{
	int64_t one;
	TRY(db_exec(tx_db(tx), Q_PIN_INSERT, V(booth), V(product), V(tx_now_ms(tx)), V(BOOTH_PINS_MAX)));
	err_t e = db_int(tx_db(tx), &one, Q_PIN_IS, V(booth), V(product));
	return e == ERR_NOT_FOUND ? ERR_CONFLICT : e;
}

err_t pin_clear(struct tx *tx, const char *booth, const char *product)
{
	int64_t deleted = 0;
	TRY(db_exec_n(tx_db(tx), &deleted, Q_PIN_DELETE, V(booth), V(product)));
	return deleted ? OK : ERR_NOT_FOUND;
}

err_t pin_list(struct db *db, const char *booth, struct booth_pins *ret)
{
	struct rows r;
	struct booth_pins pins = {0};
	db_query(db, &r, Q_PIN_LIST, V(booth));
	while (rows_next(&r) && pins.count < BOOTH_PINS_MAX) {
		rows_copy(&r, 0, pins.product[pins.count].s, sizeof pins.product[0].s);
		pins.count++;
	}
	TRY(rows_end(&r));
	*ret = pins;
	return OK;
}

err_t mute_set(struct tx *tx, const char *booth, const char *person, int64_t minutes, const char *made_by, int64_t *ret_until_ms)
{
	if (minutes < 0 || minutes > BOOTH_MUTE_MINUTES_MAX) return ERR_BAD_FIELD;
	int64_t until = minutes ? tx_now_ms(tx) + minutes * 60000 : 0;
	if (until) TRY(db_exec(tx_db(tx), Q_MUTE_PUT, V(booth), V(person), V(until), V(made_by)));
	else TRY(db_exec(tx_db(tx), Q_MUTE_DELETE, V(booth), V(person)));
	*ret_until_ms = until;
	return OK;
}

err_t mute_list(struct db *db, const char *booth, int64_t now_ms, void (*each)(void *arg, const char *person, int64_t until_ms), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_MUTE_LIST, V(booth), V(now_ms));
	while (rows_next(&r)) each(arg, rows_text(&r, 0), rows_int(&r, 1));
	return rows_end(&r);
}

err_t mute_until(struct db *db, const char *booth, const char *person, int64_t now_ms, int64_t *ret_until_ms)
{
	err_t e = db_int(db, ret_until_ms, Q_MUTE_UNTIL, V(booth), V(person), V(now_ms));
	if (e != ERR_NOT_FOUND) return e;
	*ret_until_ms = 0;
	return OK;
}
