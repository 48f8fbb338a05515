/* outbox.c — claim, send, settle. A claim is a lease in the row itself, so that a crash between them only repeats a message. */
#include "notify/outbox.h"

#include <string.h>

#include "base/text.h"
#include "notify/text_guard.h"

#define ERROR_MAX 200

const char *outbox_kind_wire(enum outbox_kind k)
{
	static const char *const wires[OUTBOX_KINDS] = {"mail", "sms", "whatsapp", "push"};
	return wires[k];
}

err_t outbox_put(struct tx *tx, const struct outbox_message *m)
{
	const char *subject = text_or_empty(m->subject), *body = text_or_empty(m->body), *notice = text_or_empty(m->notice);
	if (strlen(m->to) > OUTBOX_TO_MAX || strlen(subject) > OUTBOX_SUBJECT_MAX || strlen(body) > OUTBOX_BODY_MAX) return ERR_TOO_LONG;
	if (strlen(notice) > OUTBOX_NOTICE_MAX) return ERR_TOO_LONG;
	if (!text_printable(m->to, false) || !text_printable(subject, false)) return ERR_BAD_FIELD;
	char id[ID_CHARS + 1];
	char prefix[TEXT_PREFIX_DIGITS + 1] = "";
	int64_t now = tx_now_ms(tx);
	if (m->kind == OUTBOX_SMS || m->kind == OUTBOX_WHATSAPP) text_prefix(m->to, prefix);
	id_new(id);
	return db_exec(tx_db(tx), Q_OUTBOX_INSERT, V(id), V(outbox_kind_wire(m->kind)), V(m->to), V(subject), V(body), V(m->due_ms ? m->due_ms : now), V(now),
	               V(notice), V(text_or_empty(m->about)), V(text_or_empty(m->person)), V(prefix));
}

err_t outbox_add(struct tx *tx, const struct outbox_mail *m)
{
	return outbox_put(tx, &(struct outbox_message){.kind = OUTBOX_MAIL, .to = m->to, .subject = m->subject, .body = m->body});
}

err_t outbox_claim(struct tx *tx, enum outbox_kind kind, struct outbox_item *ret, bool *ret_some)
{
	struct rows r;
	bool some = false;
	db_query(tx_db(tx), &r, Q_OUTBOX_CLAIM, V(outbox_kind_wire(kind)), V(tx_now_ms(tx)), V(tx_now_ms(tx) + OUTBOX_LEASE_MS));
	while (rows_next(&r)) {
		some = true;
		rows_copy(&r, 0, ret->id, sizeof ret->id);
		rows_copy(&r, 1, ret->to, sizeof ret->to);
		rows_copy(&r, 2, ret->subject, sizeof ret->subject);
		rows_copy(&r, 3, ret->body, sizeof ret->body);
		ret->tries = rows_int(&r, 4);
		rows_copy(&r, 5, ret->notice, sizeof ret->notice);
	}
	TRY(rows_end(&r));
	*ret_some = some;
	return OK;
}

err_t outbox_release(struct tx *tx) { return db_exec(tx_db(tx), Q_OUTBOX_RELEASE, V(tx_now_ms(tx))); }

err_t outbox_sent(struct tx *tx, const char *id, const char *carrier_ref)
{
	return db_exec(tx_db(tx), Q_OUTBOX_SENT, V(id), V(tx_now_ms(tx)), V(carrier_ref));
}

static int64_t wait_after(int64_t tries)
{
	int64_t wait = OUTBOX_FIRST_MS;
	for (; tries > 1 && wait < OUTBOX_LONGEST_MS; tries--) wait *= 2;
	return wait < OUTBOX_LONGEST_MS ? wait : OUTBOX_LONGEST_MS;
}

err_t outbox_failed(struct tx *tx, const char *id, const char *error, int64_t wait_ms)
{
	char why[ERROR_MAX + 1];
	int64_t tries;
	text_copy(why, sizeof why, error);
	err_t e = db_int(tx_db(tx), &tries, Q_OUTBOX_TRIES, V(id));
	if (e == ERR_NOT_FOUND) return OK; /* settled meanwhile */
	TRY(e);
	if (tries >= OUTBOX_TRIES) return outbox_give_up(tx, id, why);
	int64_t wait = wait_after(tries);
	if (wait_ms > OUTBOX_LONGEST_MS) wait_ms = OUTBOX_LONGEST_MS; /* however long a carrier asks us to be silent */
	return db_exec(tx_db(tx), Q_OUTBOX_RETRY, V(id), V(tx_now_ms(tx) + (wait > wait_ms ? wait : wait_ms)), V(why));
}

err_t outbox_give_up(struct tx *tx, const char *id, const char *error)
{
	char why[ERROR_MAX + 1];
	text_copy(why, sizeof why, error);
	return db_exec(tx_db(tx), Q_OUTBOX_GIVE_UP, V(id), V(why), V(tx_now_ms(tx)));
}

err_t outbox_reported(struct tx *tx, const char *id, bool delivered, const char *error)
{
	char why[ERROR_MAX + 1];
	text_copy(why, sizeof why, error);
	if (delivered) return db_exec(tx_db(tx), Q_OUTBOX_DELIVERED, V(id), V(tx_now_ms(tx)));
	return db_exec(tx_db(tx), Q_OUTBOX_NOT_DELIVERED, V(id), V(tx_now_ms(tx)), V(why));
}

err_t outbox_again(struct tx *tx, const char *id)
{
	int64_t changed = 0;
	TRY(db_exec_n(tx_db(tx), &changed, Q_OUTBOX_AGAIN, V(id), V(tx_now_ms(tx))));
	return changed ? OK : ERR_BAD_STATE;
}

err_t outbox_next_due(struct db *db, enum outbox_kind kind, int64_t *ret_ms)
{
	err_t e = db_int(db, ret_ms, Q_OUTBOX_NEXT_DUE, V(outbox_kind_wire(kind)));
	if (e != ERR_NOT_FOUND) return e;
	*ret_ms = INT64_MAX;
	return OK;
}

static err_t read_letters(struct rows *r, void (*each)(void *arg, const struct outbox_letter *l), void *arg)
{
	while (rows_next(r))
		each(arg, &(struct outbox_letter){.id = rows_text(r, 0), .kind = rows_text(r, 1), .to = rows_text(r, 2), .notice = rows_text(r, 3),
		                                  .error = rows_text(r, 4), .tries = rows_int(r, 5), .created_ms = rows_int(r, 6),
		                                  .settled_ms = rows_int(r, 7), .about = rows_text(r, 8), .state = rows_text(r, 9)});
	return rows_end(r);
}

err_t outbox_dead(struct db *db, const char *before, int64_t limit, void (*each)(void *arg, const struct outbox_letter *l), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_OUTBOX_FAILED, V(*before ? before : "~"), V(limit));
	return read_letters(&r, each, arg);
}

err_t outbox_about(struct db *db, const char *about, void (*each)(void *arg, const struct outbox_letter *l), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_OUTBOX_ABOUT, V(about), V(OUTBOX_ABOUT_MAX));
	return read_letters(&r, each, arg);
}
