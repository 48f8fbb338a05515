/* payment.h — what is owed for one seller's part of an order, and how it is paid. Apart from the order's own state, and tied to it in
 * three places only: placed (it is due), cancelled or returned (it is void, or to be paid back), handed over (not before it is paid).
 *
 *   due ─ buyer gives a reference ─► claimed ─ statement, desk or gateway ─► paid ─ order given up ─► refund_due ─► refunded
 *
 * Whoever brings news (buyer, statement, gateway, desk) calls one function; what came before makes no difference to the end
 * (payment_state.h), and each piece of news is written down.
 * Owns    the rows of `payment` and `payment_event`.    Thread  writes on the floor; lists on readers.
 * Limits  PAYMENTS_MAX of one order; PAYMENT_PAGE_MAX a page. */
#pragma once
#include "store/tick.h"
#include "trade/order.h"
#include "trade/pay_method.h"
#include "trade/payment_state.h"

#define PAYMENT_MARK_MAX 24
#define PAYMENT_PAGE_MAX 101
#define PAYMENTS_MAX ORDER_LINES_MAX
#define PAYMENT_URL_MAX 400

struct payment {
	char id[ID_CHARS + 1], child[ID_CHARS + 1], orders[ID_CHARS + 1];
	char mark[PAYMENT_MARK_MAX + 1];             /* the child's number in letters and digits: what a transfer carries */
	enum pay_method method;
	enum payment_state state;
	struct money amount;
	char reference[PAY_REFERENCE_MAX + 1];       /* the bank's or the gateway's; "" until there is one */
	char gateway_order[PAY_REFERENCE_MAX + 1], gateway_url[PAYMENT_URL_MAX + 1];
	int64_t created_ms, changed_ms;
	char order_number[NUMBER_CHARS + 8];         /* the child's, read along */
	char country[3];
	struct seller_id seller;
	bool left;                                   /* the parcel is on its way, or there: the way of paying stays */
};

/* Rows of follow.c. */
err_t payment_order_placed(struct tx *tx, const struct order *o, int child);
err_t payment_order_moved(struct tx *tx, const struct order *o, int child, enum order_event event);

/* Whether the goods may go: paid, or to be paid at the door. ERR_UNPAID. */
err_t payment_may_leave(const struct payment *p);

/* ERR_NOT_FOUND. */
err_t payment_find(struct db *db, const char *id, struct payment *ret);
err_t payment_find_by_child(struct db *db, const char *child, struct payment *ret);
err_t payment_find_by_gateway(struct db *db, const char *gateway_order, struct payment *ret);
/* Those of an order, by their marks. */
err_t payment_of_order(struct db *db, const char *orders, struct payment ret[static PAYMENTS_MAX], int *ret_n);
/* Newest first, behind `before`; state "" filters nothing. */
struct payment_filter { const char *before, *state; int64_t limit; };
err_t payment_list(struct db *db, const struct payment_filter *f, void (*each)(void *arg, const struct payment *p), void *arg);
struct payment_note { const char *event, *state, *source, *reference; int64_t at_ms; };
err_t payment_history(struct db *db, const char *id, void (*each)(void *arg, const struct payment_note *n), void *arg);

/* Who is paid: the fair's account of the settings where it collects, else the seller of record's. `fair` is lent. */
err_t payment_payee(struct db *db, const struct payment *p, const struct pay_payee *fair, struct pay_payee *ret);

/* News of a payment. */
struct payment_news {
	const char *source;      /* "buyer", "seller", "desk", "bank", "gateway", "order" */
	const char *person;      /* who, or "" */
	const char *reference;   /* kept if there is one; NULL or "" for none */
	bool held;               /* money that is due back now waits for the desk (payment_give_back) */
};
/* The gateway is asked to give back what is due back. ERR_BAD_STATE for what is not, or did not come by the gateway. */
err_t payment_give_back(struct tx *tx, const struct payment *p, const struct payment_news *news);
/* The buyer chooses a way that is open (the caller has asked pay_method_open). ERR_BAD_STATE once it is paid, or the parcel has left. */
err_t payment_choose(struct tx *tx, const char *id, enum pay_method m, const struct payment_news *news);
/* ERR_BAD_STATE; ERR_CONFLICT if the reference has paid another payment. News that changes nothing is written down all the same. */
err_t payment_tell(struct tx *tx, const char *id, enum payment_event event, const struct payment_news *news);
