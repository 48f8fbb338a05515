/* books_order.h — what an order's life books (books.h): payment, hand-over, delivery, return, refund.
 * Amounts are those of the frozen paper of the child; without one (placed before papers were kept) nothing is booked.
 * Owns    nothing.    Thread  the floor. */
#pragma once
#include "trade/books.h"
#include "trade/order.h"

/* Where the money of a payment is. */
enum books_via { BOOKS_VIA_BANK, BOOKS_VIA_GATEWAY, BOOKS_VIA_CARRIER, BOOKS_VIA_SELLER };
struct books_payment { const char *id, *child, *orders, *seller; int64_t amount_minor; const char *currency, *note; enum books_via via; };
/* It is there. The second time nothing happens. */
err_t books_paid(struct tx *tx, const struct books_payment *p);
/* It went back; nothing if it was never booked as paid. */
err_t books_refunded(struct tx *tx, const char *payment, const char *note);

/* follow.c's row. */
err_t books_follow_moved(struct tx *tx, const struct order *o, int child, enum order_event event);
