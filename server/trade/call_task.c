/* call_task.c — guarded UPDATEs: of two agents who take one task, one has it. */
#include "trade/call_task.h"

#include <string.h>

#include "base/text.h"

static err_t add(struct tx *tx, enum call_reason reason, const char *about, const char *orders, const char *booth)
{
	char id[ID_CHARS + 1];
	int64_t now = tx_now_ms(tx);
	id_new(id);
	return db_exec(tx_db(tx), Q_CALL_TASK_INSERT, V(id), V(call_reason_wire(reason)), V(about), V(orders), V(booth), V(call_hours(now)), V(now));
}

err_t call_placed(struct tx *tx, const struct order *o, int child)
{
	for (int i = 0; i < o->n_lines; i++)
		if (o->lines[i].child == child) TRY(add(tx, CALL_REASON_PURCHASE, o->children[child].id, o->id.s, o->lines[i].booth.s));
	return OK;
}

err_t call_moved(struct tx *tx, const struct order *o, int child, enum order_event event)
{
	(void)event; /* whatever it was, nobody need be told to accept any more */
	return db_exec(tx_db(tx), Q_CALL_TASK_SETTLE_ABOUT, V(o->children[child].id), V(tx_now_ms(tx)));
}

/* ── read ── */

static void read_task(struct rows *r, struct call_task *t)
{
	rows_copy(r, 0, t->id, sizeof t->id);
	t->reason = call_reason_parse(rows_text(r, 1));
	rows_copy(r, 2, t->about, sizeof t->about);
	rows_copy(r, 3, t->orders, sizeof t->orders);
	rows_copy(r, 4, t->booth.s, sizeof t->booth.s);
	t->open = strcmp(rows_text(r, 5), "open") == 0;
	rows_copy(r, 6, t->outcome, sizeof t->outcome);
	t->due_ms = rows_int(r, 7);
	rows_copy(r, 8, t->lease_by.s, sizeof t->lease_by.s);
	t->lease_until_ms = rows_int(r, 9);
	t->tries = rows_int(r, 10);
	t->created_ms = rows_int(r, 11);
	t->done_ms = rows_int(r, 12);
}

err_t call_task_find(struct db *db, const char *id, struct call_task *ret)
{
	struct rows r;
	db_query(db, &r, Q_CALL_TASK_BY_ID, V(id));
	bool found = rows_next(&r);
	if (found) read_task(&r, ret);
	TRY(rows_end(&r));
	return found ? OK : ERR_NOT_FOUND;
}

static err_t read_all(struct rows *r, void (*each)(void *arg, const struct call_task *t), void *arg)
{
	while (rows_next(r)) {
		struct call_task t;
		read_task(r, &t);
		each(arg, &t);
	}
	return rows_end(r);
}

err_t call_task_list(struct db *db, struct call_after after, int64_t limit, void (*each)(void *arg, const struct call_task *t), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_CALL_TASK_OPEN, V(after.due_ms), V(after.id), V(limit));
	return read_all(&r, each, arg);
}

err_t call_task_stuck(struct db *db, int64_t since_ms, int64_t limit, void (*each)(void *arg, const struct call_task *t), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_CALL_TASK_DONE, V(since_ms), V(limit));
	return read_all(&r, each, arg);
}

err_t call_tries(struct db *db, const char *task, void (*each)(void *arg, const struct call_try *t), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_CALL_TRY_OF, V(task));
	while (rows_next(&r))
		each(arg, &(struct call_try){.person = rows_text(&r, 0), .name = rows_text(&r, 1), .outcome = rows_text(&r, 2), .ready_ms = rows_int(&r, 3),
		                             .note = rows_text(&r, 4), .accepted = rows_int(&r, 5) != 0, .at_ms = rows_int(&r, 6)});
	return rows_end(&r);
}

err_t call_task_next_auto(struct db *db, int64_t now_ms, char ret_id[static ID_CHARS + 1])
{
	struct rows r;
	if (call_hours(now_ms) != now_ms) return ERR_NOT_FOUND;
	db_query(db, &r, Q_CALL_TASK_AUTO, V(now_ms));
	bool found = rows_next(&r);
	if (found) rows_copy(&r, 0, ret_id, ID_CHARS + 1);
	TRY(rows_end(&r));
	return found ? OK : ERR_NOT_FOUND;
}

/* ── take and settle ── */

err_t call_task_take(struct tx *tx, const char *id, const char *person)
{
	struct call_task t;
	int64_t now = tx_now_ms(tx), changed = 0;
	TRY(call_task_find(tx_db(tx), id, &t));
	if (!t.open) return ERR_BAD_STATE;
	TRY(db_exec_n(tx_db(tx), &changed, Q_CALL_TASK_TAKE, V(id), V(person), V(now), V(now + CALL_LEASE_MS)));
	return changed ? OK : ERR_CONFLICT;
}

err_t call_task_release(struct tx *tx, const char *id, const char *person)
{
	return db_exec(tx_db(tx), Q_CALL_TASK_RELEASE, V(id), V(person));
}

/* Accepts what of the order is this booth's and still waits. */
static err_t accept_for(struct tx *tx, const struct call_task *t, bool *ret_accepted)
{
	struct order o;
	const struct order_actor host = {.by = BY_HOST, .booth = t->booth};
	*ret_accepted = false;
	if (!*t->orders) return OK;
	TRY(order_find(tx_db(tx), t->orders, &o));
	if (!order_can(&o, &host, ORDER_EVENT_ACCEPT)) return OK;
	TRY(order_act(tx, t->orders, &host, ORDER_EVENT_ACCEPT));
	*ret_accepted = true;
	return OK;
}

static err_t check(struct tx *tx, const struct call_task *t, const char *person, const struct call_result *r)
{
	int64_t now = tx_now_ms(tx);
	if (!t->open) return ERR_BAD_STATE;
	if (*person && (strcmp(t->lease_by.s, person) != 0 || t->lease_until_ms <= now)) return ERR_CONFLICT;
	if (strlen(r->note) > CALL_NOTE_MAX) return ERR_TOO_LONG;
	if (!text_printable(r->note, true)) return ERR_BAD_FIELD;
	if (r->ready_ms && (r->ready_ms < now - 86400000 || r->ready_ms > now + CALL_READY_DAYS_MAX * 86400000LL)) return ERR_BAD_FIELD;
	return OK;
}

err_t call_task_outcome(struct tx *tx, const char *id, const char *person, const struct call_result *r)
{
	struct call_task t;
	char try[ID_CHARS + 1];
	int64_t again_ms, now = tx_now_ms(tx);
	bool accepted = false, ends = call_outcome_ends(r->outcome);
	enum call_outcome kept = r->outcome;
	TRY(call_task_find(tx_db(tx), id, &t));
	TRY(check(tx, &t, person, r));
	if (!ends && !call_again(now, t.tries + 1, &again_ms)) ends = true, kept = CALL_GIVEN_UP;
	/* Done before the order moves: what follows the move must not take it for one that needs no call. */
	if (ends) TRY(db_exec(tx_db(tx), Q_CALL_TASK_SETTLE, V(id), V(call_outcome_wire(kept)), V(now), V(1)));
	else TRY(db_exec(tx_db(tx), Q_CALL_TASK_LATER, V(id), V(call_outcome_wire(kept)), V(again_ms)));
	if (r->outcome == CALL_READY) TRY(accept_for(tx, &t, &accepted));
	id_new(try);
	return db_exec(tx_db(tx), Q_CALL_TRY_INSERT, V(try), V(id), V(person), V(call_outcome_wire(r->outcome)), V(r->ready_ms), V(r->note), V(accepted), V(now));
}
