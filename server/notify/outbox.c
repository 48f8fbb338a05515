/* outbox.c — claim, send, settle. A claim is a lease in the row itself, so that a crash between them only repeats a mail. */
#include "notify/outbox.h"

#include <string.h>

#include "base/text.h"

err_t outbox_add(struct tx *tx, const struct outbox_mail *m)
{
	if (strlen(m->to) > 200 || strlen(m->subject) > OUTBOX_SUBJECT_MAX || strlen(m->body) > OUTBOX_BODY_MAX) return ERR_TOO_LONG;
	if (!text_printable(m->to, false) || !text_printable(m->subject, false)) return ERR_BAD_FIELD;
	char id[ID_CHARS + 1];
	id_new(id);
	return db_exec(tx_db(tx), Q_OUTBOX_INSERT, V(id), V("mail"), V(m->to), V(m->subject), V(m->body), V(tx_now_ms(tx)));
}

err_t outbox_claim(struct tx *tx, struct outbox_item *ret, bool *ret_some)
{
	struct rows r;
	bool some = false;
	db_query(tx_db(tx), &r, Q_OUTBOX_CLAIM, V(tx_now_ms(tx)), V(tx_now_ms(tx) + OUTBOX_LEASE_MS));
	while (rows_next(&r)) {
		some = true;
		rows_copy(&r, 0, ret->id, sizeof ret->id);
		rows_copy(&r, 2, ret->to, sizeof ret->to);
		rows_copy(&r, 3, ret->subject, sizeof ret->subject);
		rows_copy(&r, 4, ret->body, sizeof ret->body);
		ret->tries = rows_int(&r, 5);
	}
	TRY(rows_end(&r));
	*ret_some = some;
	return OK;
}

err_t outbox_sent(struct tx *tx, const char *id) { return db_exec(tx_db(tx), Q_OUTBOX_SENT, V(id)); }

static int64_t wait_after(int64_t tries)
{
	int64_t wait = OUTBOX_FIRST_MS;
	for (; tries > 1 && wait < OUTBOX_LONGEST_MS; tries--) wait *= 2;
	return wait < OUTBOX_LONGEST_MS ? wait : OUTBOX_LONGEST_MS;
}

err_t outbox_failed(struct tx *tx, const char *id, const char *error)
{
	char why[201];
	int64_t tries;
	text_copy(why, sizeof why, error);
	err_t e = db_int(tx_db(tx), &tries, Q_OUTBOX_TRIES, V(id));
	if (e == ERR_NOT_FOUND) return OK; /* settled meanwhile */
	TRY(e);
	if (tries >= OUTBOX_TRIES) return db_exec(tx_db(tx), Q_OUTBOX_GIVE_UP, V(id), V(why));
	return db_exec(tx_db(tx), Q_OUTBOX_RETRY, V(id), V(tx_now_ms(tx) + wait_after(tries)), V(why));
}

err_t outbox_next_due(struct db *db, int64_t *ret_ms)
{
	err_t e = db_int(db, ret_ms, Q_OUTBOX_NEXT_DUE);
	if (e != ERR_NOT_FOUND) return e;
	*ret_ms = INT64_MAX;
	return OK;
}
