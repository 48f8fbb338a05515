/* shipping.h — what it costs to send one parcel, by weight and zone, from the tariff of the day. The tariff is the fair's own, entered by
 * the desk; where none is entered nothing is charged.
 *
 *   zone: "state" (the seller's own) · "india" · the country's code · "abroad"
 *
 * Owns    the rows of `shipping_rate`.    Thread  writes on the floor; reads anywhere.    Limits  SHIPPING_RATES_MAX rows are listed. */
#pragma once
#include "store/tick.h"
#include "trade/money.h"
#include "trade/sell_rule.h"

#define SHIPPING_RATES_MAX 500
#define SHIPPING_UPTO_MAX_G 1000000
#define SHIPPING_UNSAID_G 500   /* for a piece whose weight is not said */

struct shipping_rate { const char *zone, *source; int64_t from_ms, upto_g, price_minor; };
/* The same zone, day and weight again is a correction. ERR_BAD_FIELD. */
err_t shipping_rate_put(struct tx *tx, const struct shipping_rate *r);
err_t shipping_rate_list(struct db *db, void (*each)(void *arg, const struct shipping_rate *r), void *arg);

/* A parcel beyond the heaviest row is counted as several. In INR; 0 where there is no tariff. */
err_t shipping_cost(struct db *db, int from_region, const struct sell_to *to, int64_t weight_g, int64_t now_ms, int64_t *ret_minor);
