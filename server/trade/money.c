/* money.c — bounded integer arithmetic. */
#include "trade/money.h"

#include <string.h>

err_t money_make(int64_t minor, const char *currency, struct money *ret)
{
	if (minor < 0 || minor > MONEY_MINOR_MAX || strlen(currency) != 3) return ERR_BAD_FIELD;
	for (int i = 0; i < 3; i++)
		if (currency[i] < 'A' || currency[i] > 'Z') return ERR_BAD_FIELD;
	ret->minor = minor;
	memcpy(ret->currency, currency, 4);
	return OK;
}

err_t money_times(struct money price, int64_t quantity, struct money *ret)
{
	if (quantity < 0 || (price.minor && quantity > MONEY_MINOR_MAX / price.minor)) return ERR_BAD_FIELD;
	*ret = price;
	ret->minor = price.minor * quantity;
	return OK;
}

err_t money_add(struct money *a, struct money b)
{
	if (!*a->currency) *a = (struct money){0, {b.currency[0], b.currency[1], b.currency[2], 0}};
	if (memcmp(a->currency, b.currency, 4) != 0 || b.minor > MONEY_MINOR_MAX - a->minor) return ERR_BAD_FIELD;
	a->minor += b.minor;
	return OK;
}
