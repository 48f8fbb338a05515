/* money.h — an amount in minor units (paise) of an ISO 4217 currency. No float comes near it. */
#pragma once
#include <stdint.h>

#include "base/err.h"

#define MONEY_MINOR_MAX 1000000000000LL   /* ten thousand million rupees: beyond any order, far from overflow */

struct money { int64_t minor; char currency[4]; };

/* ERR_BAD_FIELD for a currency that is not three capitals, or an amount outside 0 … MONEY_MINOR_MAX. */
err_t money_make(int64_t minor, const char *currency, struct money *ret);
/* Price × quantity. ERR_BAD_FIELD beyond MONEY_MINOR_MAX. */
err_t money_times(struct money price, int64_t quantity, struct money *ret);
/* Adds `b` to `*a`; an empty `*a` takes b's currency. ERR_BAD_FIELD for two currencies or beyond MONEY_MINOR_MAX. */
err_t money_add(struct money *a, struct money b);
