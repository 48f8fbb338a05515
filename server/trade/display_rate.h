/* display_rate.h — what a price is about in another currency, for the eye alone: nothing is ever charged by it. Each rate carries its day
 * and its source, and both are shown with it.
 * Owns    the rows of `display_rate`.    Thread  writes on the floor; reads anywhere.    Limits  DISPLAY_RATES_MAX currencies. */
#pragma once
#include "store/tick.h"
#include "trade/money.h"

#define DISPLAY_RATES_MAX 60
#define DISPLAY_SOURCE_MAX 120
#define DISPLAY_MICRO_MAX 1000000000000LL   /* a million rupees for one unit */

/* micro_inr: millionths of a rupee for one whole unit: USD at ₹88.75 is 88750000. */
struct display_rate { char currency[4], source[DISPLAY_SOURCE_MAX + 1]; int64_t from_ms, micro_inr; };

/* The same currency and day again is a correction. ERR_BAD_FIELD, ERR_MISSING_FIELD without a source. */
err_t display_rate_put(struct tx *tx, const struct display_rate *r, const char *person);
/* "currency,date,inr" with that head, a day as 2026-11-22 and rupees as 88.7532; all of it or none. `text` is written to.
 * ERR_MALFORMED, ERR_BAD_FIELD; ret_line tells where. */
err_t display_rate_import(struct tx *tx, char *text, const char *source, const char *person, int *ret_line);
/* The last of each currency by a moment. */
err_t display_rate_list(struct db *db, int64_t at_ms, void (*each)(void *arg, const struct display_rate *r), void *arg);
/* Rupees to the other currency's minor units (`digits` of them after the point), to the nearest. ERR_BAD_FIELD out of range. */
err_t display_convert(int64_t inr_minor, const struct display_rate *r, int digits, int64_t *ret_minor);
