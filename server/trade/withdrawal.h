/* withdrawal.h — orders that their buyers took back before anything was paid, and what follows from many of them; and how many unpaid orders of
 * scarce things one buyer may have at a time.
 *
 *   buyer cancels, nothing paid ─► a row, for WITHDRAWAL_DAYS ─► as many as the limit: nothing is held in the cart, one unpaid order at a time,
 *                                                                no cash on delivery ─► the desk forgives, or the days pass
 *
 * An order is unpaid until somebody has accepted it, or its buyer has given a reference. What a maker or the desk cancels is no fault of the buyer's.
 * Owns    the rows of `withdrawal`.    Thread  writes on the floor; withdrawals_list on readers.
 * Limits  of struct buyer_limits, 0: none. Of a buyer's orders the last hundred are looked at. */
#pragma once
#include "trade/order.h"

#define WITHDRAWAL_DAYS 30
#define WITHDRAWAL_LIST_MAX 100

struct bill_line;
struct buyer_limits { int64_t unpaid_scarce, withdrawals, scarce_stock; };   /* scarce_stock: as in hold_rules */

/* The buyer has just cancelled this order: counts unless something was paid for it. */
err_t withdrawal_note(struct tx *tx, const struct order *o);
/* Whether a buyer pays first: has at least `limit` of them. 0: never. */
err_t buyer_pays_first(struct db *db, const char *person, int64_t limit, int64_t now_ms, bool *ret);
err_t order_buyer_pays_first(struct db *db, const char *order, int64_t limit, int64_t now_ms, bool *ret);
/* Whether the buyer may place one order more, of scarce things or not; ERR_UNPAID_ORDERS. */
err_t buyer_may_order(struct tx *tx, const struct buyer_limits *limits, const char *person, bool scarce, bool *ret_pays_first);
/* The desk lets the buyer go on. ERR_NOT_FOUND where there is nothing to forgive. */
err_t withdrawals_forgive(struct tx *tx, const char *person, const char *by);

/* Who pays first, the newest on top. Thread: readers. */
struct withdrawals { const char *person, *name; int64_t n, last_ms; };
err_t withdrawals_list(struct db *db, int64_t limit, int64_t now_ms, void (*each)(void *arg, const struct withdrawals *w), void *arg);
