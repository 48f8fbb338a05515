/* withdrawal.c — counted by key, over the last days. */
#include "trade/withdrawal.h"

#include "trade/payment.h"

#define DAY_MS 86400000LL
#define UNPAID_WHEN_PAYING_FIRST 1

static int64_t since(int64_t now_ms) { return now_ms - WITHDRAWAL_DAYS * DAY_MS; }

err_t withdrawal_note(struct tx *tx, const struct order *o)
{
	struct payment ps[PAYMENTS_MAX];
	int n;
	TRY(payment_of_order(tx_db(tx), o->id.s, ps, &n));
	for (int i = 0; i < n; i++)
		if (ps[i].state != PAYMENT_VOID) return OK;
	return db_exec(tx_db(tx), Q_WITHDRAWAL_INSERT, V(o->id.s), V(o->person.s), V(tx_now_ms(tx)));
}

static err_t reaches(struct db *db, enum query q, const char *key, int64_t limit, int64_t now_ms, bool *ret)
{
	int64_t n = 0;
	*ret = false;
	if (!limit) return OK;
	TRY(db_int(db, &n, q, V(key), V(since(now_ms))));
	*ret = n >= limit;
	return OK;
}

err_t buyer_pays_first(struct db *db, const char *person, int64_t limit, int64_t now_ms, bool *ret)
{
	return reaches(db, Q_WITHDRAWAL_COUNT, person, limit, now_ms, ret);
}

err_t order_buyer_pays_first(struct db *db, const char *order, int64_t limit, int64_t now_ms, bool *ret)
{
	return reaches(db, Q_WITHDRAWAL_COUNT_OF_ORDER, order, limit, now_ms, ret);
}

err_t buyer_may_order(struct tx *tx, const struct buyer_limits *limits, const char *person, bool scarce, bool *ret_pays_first)
{
	int64_t unpaid = 0;
	TRY(buyer_pays_first(tx_db(tx), person, limits->withdrawals, tx_now_ms(tx), ret_pays_first));
	int64_t most = *ret_pays_first ? UNPAID_WHEN_PAYING_FIRST : scarce ? limits->unpaid_scarce : 0;
	if (!most) return OK;
	TRY(db_int(tx_db(tx), &unpaid, Q_ORDER_UNPAID_COUNT, V(person), V(!*ret_pays_first), V(limits->scarce_stock)));
	return unpaid < most ? OK : ERR_UNPAID_ORDERS;
}

err_t withdrawals_forgive(struct tx *tx, const char *person, const char *by)
{
	int64_t changed = 0;
	TRY(db_exec_n(tx_db(tx), &changed, Q_WITHDRAWAL_FORGIVE, V(person), V(by), V(tx_now_ms(tx))));
	return changed ? OK : ERR_NOT_FOUND;
}

err_t withdrawals_list(struct db *db, int64_t limit, int64_t now_ms, void (*each)(void *arg, const struct withdrawals *w), void *arg)
{
	struct rows r;
	if (!limit) return OK;
	db_query(db, &r, Q_WITHDRAWAL_LIST, V(since(now_ms)), V(limit), V(WITHDRAWAL_LIST_MAX));
	while (rows_next(&r)) each(arg, &(struct withdrawals){rows_text(&r, 0), rows_text(&r, 1), rows_int(&r, 2), rows_int(&r, 3)});
	return rows_end(&r);
}
