/* call_watch.c — finds by age what waits: an id begins with the moment at which it was made (RFC 9562 §5.7). */
#include <stdio.h>
#include <string.h>

#include "trade/call_task.h"
#include "trade/tell.h"

/* Below every id that is made from `ms` on. */
static void id_floor(int64_t ms, char ret[static 16])
{
	snprintf(ret, 16, "%08llx-%04llx", (unsigned long long)ms >> 16 & 0xffffffff, (unsigned long long)ms & 0xffff);
}

struct found { char about[ID_CHARS + 1], orders[ID_CHARS + 1]; struct booth_id booth; };

static err_t add(struct tx *tx, enum call_reason reason, const struct found *f, bool *ret_new)
{
	char id[ID_CHARS + 1];
	int64_t now = tx_now_ms(tx), changed = 0;
	id_new(id);
	TRY(db_exec_n(tx_db(tx), &changed, Q_CALL_TASK_INSERT, V(id), V(call_reason_wire(reason)), V(f->about), V(f->orders), V(f->booth.s), V(call_hours(now)), V(now)));
	*ret_new = changed > 0;
	return OK;
}

static err_t watch_orders(struct tx *tx, struct call_watch *w)
{
	struct found found[CALL_WATCH_ROWS];
	struct rows r;
	char before[16];
	bool is_new;
	int n = 0;
	id_floor(tx_now_ms(tx) - w->accept_ms, before);
	db_query(tx_db(tx), &r, Q_CALL_WAITING_CHILDREN, V(w->child), V(before), V(tx_now_ms(tx) - w->accept_ms), V(CALL_WATCH_ROWS));
	while (rows_next(&r) && n < CALL_WATCH_ROWS) {
		rows_copy(&r, 0, found[n].about, sizeof found[n].about);
		rows_copy(&r, 1, found[n].orders, sizeof found[n].orders);
		rows_copy(&r, 2, found[n].booth.s, sizeof found[n].booth.s);
		n++;
	}
	TRY(rows_end(&r));
	for (int i = 0; i < n; i++) TRY(add(tx, CALL_REASON_UNACCEPTED, &found[i], &is_new));
	strcpy(w->child, n == CALL_WATCH_ROWS ? found[n - 1].about : "");
	return OK;
}

static err_t watch_enquiries(struct tx *tx, struct call_watch *w)
{
	char ids[CALL_WATCH_ROWS][ID_CHARS + 1], before[16];
	struct rows r;
	int n = 0;
	id_floor(tx_now_ms(tx) - w->answer_ms, before);
	db_query(tx_db(tx), &r, Q_CALL_WAITING_ENQUIRIES, V(w->enquiry), V(before), V(CALL_WATCH_ROWS));
	while (rows_next(&r) && n < CALL_WATCH_ROWS) rows_copy(&r, 0, ids[n++], sizeof ids[0]);
	TRY(rows_end(&r));
	for (int i = 0; i < n; i++) {
		struct enquiry e;
		bool is_new;
		TRY(enquiry_find(tx_db(tx), ids[i], &e));
		struct found f = {.booth = e.booth};
		strcpy(f.about, e.id.s);
		TRY(add(tx, CALL_REASON_ENQUIRY, &f, &is_new));
		if (is_new) TRY(tell_enquiry_waits(tx, &e));
	}
	strcpy(w->enquiry, n == CALL_WATCH_ROWS ? ids[n - 1] : "");
	return OK;
}

err_t call_watch(struct tx *tx, void *request)
{
	TRY(watch_orders(tx, request));
	TRY(watch_enquiries(tx, request));
	return db_exec(tx_db(tx), Q_CALL_ANSWERED_SETTLE, V(tx_now_ms(tx)));
}

err_t call_figures(struct db *db, int64_t now_ms, struct call_figures *ret)
{
	struct rows r;
	db_query(db, &r, Q_CALL_FIGURES_OPEN, V(now_ms));
	while (rows_next(&r)) *ret = (struct call_figures){rows_int(&r, 0), rows_int(&r, 1), rows_int(&r, 2), rows_int(&r, 3)};
	return rows_end(&r);
}

err_t call_shares(struct db *db, int64_t since_ms, void (*each)(void *arg, const struct call_share *s), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_CALL_FIGURES_TRIES, V(since_ms));
	while (rows_next(&r)) each(arg, &(struct call_share){.name = rows_text(&r, 0), .person = rows_text(&r, 1), .outcome = rows_text(&r, 2), .n = rows_int(&r, 3)});
	return rows_end(&r);
}
