/* books_walk.c — journals by id, then accounts by name, each account's postings in the order of their journals. */
#include "trade/books_walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define ENDED "books.walked_ms"
#define FAULTS "books.walk_faults"

/* Rows of a slice that are still to be looked at are `left`. */

static err_t walk_journals(struct db *db, struct books_walk *w, int64_t *left)
{
	struct rows r;
	db_query(db, &r, Q_BOOKS_WALK_JOURNALS, V((const char *)w->journal), V(*left));
	int64_t n = 0;
	for (; rows_next(&r); n++) {
		rows_copy(&r, 0, w->journal, sizeof w->journal);
		w->faults += rows_int(&r, 1);
	}
	TRY(rows_end(&r));
	if (n < *left) w->part = BOOKS_WALK_ACCOUNTS;
	*left -= n;
	return OK;
}

/* The account behind the one that was summed last, with its balance as of now. */
static err_t next_account(struct db *db, struct books_walk *w)
{
	struct rows r;
	db_query(db, &r, Q_BOOKS_WALK_ACCOUNT, V((const char *)w->account), V((const char *)w->currency));
	w->inside = rows_next(&r);
	if (w->inside) {
		rows_copy(&r, 0, w->account, sizeof w->account);
		rows_copy(&r, 1, w->currency, sizeof w->currency);
		w->balance_minor = rows_int(&r, 2);
		rows_copy(&r, 3, w->newest, sizeof w->newest);
		w->journal[0] = '\0', w->place = 0, w->sum_minor = 0;
	} else {
		w->part = BOOKS_WALK_OVER;
	}
	return rows_end(&r);
}

static err_t sum_account(struct db *db, struct books_walk *w, int64_t *left)
{
	struct rows r;
	int64_t n = 0;
	db_query(db, &r, Q_BOOKS_WALK_POSTINGS, V((const char *)w->account), V((const char *)w->currency), V((const char *)w->journal), V(w->place),
	         V((const char *)w->newest), V(*left));
	for (; rows_next(&r); n++) {
		rows_copy(&r, 0, w->journal, sizeof w->journal);
		w->place = rows_int(&r, 1);
		w->sum_minor += rows_int(&r, 2);
	}
	TRY(rows_end(&r));
	if (n < *left) {
		w->faults += w->sum_minor != w->balance_minor;
		w->inside = false;
	}
	*left -= n;
	return OK;
}

static err_t clock_is_behind(struct db *db, int64_t now_ms, bool *ret)
{
	int64_t newest_ms;
	TRY(db_int(db, &newest_ms, Q_BOOKS_WALK_NEWEST_MS));
	*ret = newest_ms > now_ms;
	return OK;
}

err_t books_walk_slice(struct db *db, struct books_walk *w, int64_t now_ms)
{
	int64_t left = BOOKS_WALK_ROWS;
	bool behind;
	TRY(clock_is_behind(db, now_ms, &behind));
	if (behind) return OK;
	if (w->part == BOOKS_WALK_JOURNALS) TRY(walk_journals(db, w, &left));
	for (; w->part == BOOKS_WALK_ACCOUNTS && left > 0; left--) { /* an account costs a row by itself */
		if (!w->inside) TRY(next_account(db, w));
		if (w->inside) TRY(sum_account(db, w, &left));
	}
	return OK;
}

static err_t put(struct tx *tx, const char *name, int64_t n)
{
	char text[24];
	snprintf(text, sizeof text, "%lld", (long long)n);
	return db_exec(tx_db(tx), Q_SETTING_PUT, V(name), V((const char *)text));
}

static err_t find(struct db *db, const char *name, int64_t *ret)
{
	struct rows r;
	*ret = 0;
	db_query(db, &r, Q_SETTING_GET, V(name));
	if (rows_next(&r)) *ret = strtoll(rows_text(&r, 0), NULL, 10);
	return rows_end(&r);
}

err_t books_walked_put(struct tx *tx, const struct books_walked *found)
{
	TRY(put(tx, ENDED, found->ended_ms));
	return put(tx, FAULTS, found->faults);
}

err_t books_walked_find(struct db *db, struct books_walked *ret)
{
	TRY(find(db, ENDED, &ret->ended_ms));
	return find(db, FAULTS, &ret->faults);
}
