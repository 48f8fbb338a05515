/* search_renew.c — sellers in turn, by the round or because something about them changed. */
#include "trade/search_renew.h"

#include <string.h>

#include "base/text.h"
#include "trade/search.h"

#define OWN_DONE "-"   /* in search_due.maker; before every id */

struct stale { char ids[SEARCH_RENEW_ROWS][ID_CHARS + 1]; int n; };

/* At most `rows` of the seller's products that are not indexed as they would be now. */
static err_t find_stale(struct tx *tx, const char *seller, int rows, struct stale *ret)
{
	struct standings who;
	struct rows r;
	ret->n = 0;
	TRY(standings_find(tx_db(tx), seller, tx_now_ms(tx), &who));
	db_query(tx_db(tx), &r, Q_SEARCH_STALE, V(seller), V(search_mark(&who)), V(rows));
	while (ret->n < rows && rows_next(&r)) rows_copy(&r, 0, ret->ids[ret->n++], sizeof ret->ids[0]);
	return rows_end(&r);
}

static err_t next_seller(struct db *db, const char *after, char ret[static ID_CHARS + 1])
{
	struct rows r;
	db_query(db, &r, Q_SEARCH_NEXT_SELLER, V(after));
	ret[0] = '\0';
	if (rows_next(&r)) rows_copy(&r, 0, ret, ID_CHARS + 1);
	return rows_end(&r);
}

/* Takes what it needs of `left` products; if none is left then, the seller may have more. */
static err_t renew_seller(struct tx *tx, const char *seller, int *left)
{
	struct stale stale;
	TRY(find_stale(tx, seller, *left, &stale));
	for (int i = 0; i < stale.n; i++) TRY(search_put(tx, stale.ids[i]));
	*left -= stale.n;
	return OK;
}

err_t search_renew(struct tx *tx, struct search_round *r)
{
	char seller[ID_CHARS + 1];
	int left = SEARCH_RENEW_ROWS;
	memcpy(r->next, r->seen, sizeof r->next);
	for (int n = 0; n < SEARCH_RENEW_SELLERS; n++) {
		TRY(next_seller(tx_db(tx), r->next, seller));
		if (!*seller) { r->next[0] = '\0', r->more = false; return OK; }
		TRY(renew_seller(tx, seller, &left));
		if (!left) break; /* it may have more: the next turn begins with it */
		memcpy(r->next, seller, sizeof r->next);
	}
	r->more = true;
	return OK;
}

/* ── because something changed ── */

err_t search_due_add(struct tx *tx, const char *seller) { return db_exec(tx_db(tx), Q_SEARCH_DUE_ADD, V(seller)); }

/* The next who is due, and how far. */
struct due { char seller[ID_CHARS + 1], maker[ID_CHARS + 1]; };

static err_t read_due(struct db *db, struct due *ret)
{
	struct rows r;
	*ret = (struct due){.seller = ""};
	db_query(db, &r, Q_SEARCH_DUE_NEXT);
	if (rows_next(&r)) {
		rows_copy(&r, 0, ret->seller, sizeof ret->seller);
		rows_copy(&r, 1, ret->maker, sizeof ret->maker);
	}
	return rows_end(&r);
}

/* "" behind the last. */
static err_t next_maker(struct db *db, const struct due *d, char ret[static ID_CHARS + 1])
{
	struct rows r;
	*ret = '\0';
	db_query(db, &r, Q_SEARCH_DUE_MAKER, V(d->seller), V(d->maker));
	if (rows_next(&r)) rows_copy(&r, 0, ret, ID_CHARS + 1);
	return rows_end(&r);
}

/* Its own products, then those of the makers under it, as far as the turn reaches. */
static err_t renew_due(struct tx *tx, struct due *d, int *left, int *sellers)
{
	char who[ID_CHARS + 1];
	for (; *left && *sellers; (*sellers)--) {
		const bool own = !*d->maker;
		if (own) text_copy(who, sizeof who, d->seller);
		else TRY(next_maker(tx_db(tx), d, who));
		if (!*who) return db_exec(tx_db(tx), Q_SEARCH_DUE_DONE, V(d->seller));
		TRY(renew_seller(tx, who, left));
		if (*left) text_copy(d->maker, sizeof d->maker, own ? OWN_DONE : who);
	}
	return db_exec(tx_db(tx), Q_SEARCH_DUE_AT, V(d->seller), V(d->maker));
}

/* Those for whom a day has come since the moment that was seen last. A clock that was put back begins anew there. */
static err_t add_by_day(struct tx *tx, struct search_due *q)
{
	struct rows r;
	struct search_moment found[SEARCH_RENEW_SELLERS];
	const int64_t now = tx_now_ms(tx);
	int n = 0;
	q->next = q->seen;
	if (q->next.at_ms > now) q->next = (struct search_moment){.at_ms = now};
	db_query(tx_db(tx), &r, Q_SEARCH_DUE_BY_DAY, V(q->next.at_ms), V((const char *)q->next.seller), V(now), V(SEARCH_RENEW_SELLERS));
	for (; n < SEARCH_RENEW_SELLERS && rows_next(&r); n++) {
		found[n].at_ms = rows_int(&r, 0);
		rows_copy(&r, 1, found[n].seller, sizeof found[n].seller);
	}
	TRY(rows_end(&r));
	for (int i = 0; i < n; i++) TRY(search_due_add(tx, found[i].seller));
	if (n) q->next = found[n - 1];
	return OK;
}

err_t search_due(struct tx *tx, void *request)
{
	struct search_due *q = request;
	int left = SEARCH_RENEW_ROWS, sellers = SEARCH_RENEW_SELLERS;
	struct due d;
	TRY(add_by_day(tx, q));
	while (left && sellers) {
		TRY(read_due(tx_db(tx), &d));
		if (!*d.seller) return OK;
		TRY(renew_due(tx, &d, &left, &sellers));
	}
	return OK;
}
