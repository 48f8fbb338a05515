/* place.c — see place.h. */
#include "api/place.h"

#include <string.h>

#include "trade/order.h"
#include "trade/region.h"

err_t api_place(const struct http_request *rq, struct http_reply *rp, char country[static 3], struct sell_to *ret)
{
	char state[ORDER_ADDRESS_MAX + 1], pin[16];
	TRY(api_param(rq, rp, "country", country, 3));
	TRY(api_param(rq, rp, "state", state, sizeof state));
	TRY(api_param(rq, rp, "pin", pin, sizeof pin));
	if (*country && strlen(country) != 2) return http_fault(rp, "country", ERR_BAD_FIELD);
	*ret = (struct sell_to){.country = *country ? country : rq->who.person.country};
	ret->region = *pin ? region_of(state, pin) : region_find(state);
	return OK;
}
