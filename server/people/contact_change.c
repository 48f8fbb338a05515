/* contact_change.c — see contact_change.h. */
#include "people/contact_change.h"

#include <string.h>

err_t contact_change_find(struct db *db, const char *person, struct contact_change *ret)
{
	struct rows r;
	db_query(db, &r, Q_CONTACT_CHANGE_BY_PERSON, V(person));
	bool found = rows_next(&r);
	if (found) {
		rows_copy(&r, 0, ret->phone, sizeof ret->phone);
		ret->asked_ms = rows_int(&r, 1);
		ret->holds_ms = rows_int(&r, 2);
	}
	TRY(rows_end(&r));
	return found ? OK : ERR_NOT_FOUND;
}

err_t contact_change_ask(struct tx *tx, const char *person, const char *phone, int64_t wait_ms)
{
	struct contact_change c;
	int64_t now = tx_now_ms(tx);
	err_t e = contact_change_find(tx_db(tx), person, &c);
	if (e == OK && strcmp(c.phone, phone) == 0) return OK;
	if (e != OK && e != ERR_NOT_FOUND) return e;
	return db_exec(tx_db(tx), Q_CONTACT_CHANGE_PUT, V(person), V(phone), V(now), V(now + wait_ms));
}

err_t contact_change_drop(struct tx *tx, const char *person) { return db_exec(tx_db(tx), Q_CONTACT_CHANGE_DROP, V(person)); }

err_t contact_change_sweep(struct tx *tx, int64_t most)
{
	TRY(db_exec(tx_db(tx), Q_CONTACT_CHANGE_SETTLE, V(tx_now_ms(tx)), V(most)));
	return db_exec(tx_db(tx), Q_CONTACT_CHANGE_SETTLED, V(tx_now_ms(tx)), V(most));
}

err_t contact_change_list(struct db *db, void (*each)(void *arg, const struct contact_change_row *c), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_CONTACT_CHANGE_LIST, V(CONTACT_CHANGES_MAX));
	while (rows_next(&r))
		each(arg, &(struct contact_change_row){.person = rows_text(&r, 0), .name = rows_text(&r, 1), .role = rows_text(&r, 2), .phone = rows_text(&r, 3),
		                                       .asked_ms = rows_int(&r, 4), .holds_ms = rows_int(&r, 5)});
	return rows_end(&r);
}
