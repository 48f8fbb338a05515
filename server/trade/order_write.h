/* order_write.h — from a bill whose pieces are taken to an order: made in memory first, and what then stands there is written row by row.
 * So nobody who follows the order need read it back: order_find gives the same (but for what order.h says is not read again).
 * Owns    nothing.    Thread  the floor.    Limits  all has been checked: only the store can refuse. */
#pragma once
#include "trade/bill.h"

struct order_made {
	const struct order_new *wish;
	const char *person;                          /* the buyer, also where `wish` names a guest merged into it */
	const struct sell_to *to;
	const struct bill *bill;
	const struct order_line_new *const *given;   /* of each line of the bill */
	const bool *held;                            /* likewise: its pieces were out of the stock already */
};
/* Gives it its ids and its number. */
err_t order_write(struct tx *tx, const struct order_made *m, struct order *ret);
