/* place.h — where something would go, as a query names it: ?country=, ?state= and ?pin=, else the asker's own country. Thread: any. */
#pragma once
#include "api/api.h"
#include "trade/sell_rule.h"

/* *ret lends `country`. */
err_t api_place(const struct http_request *rq, struct http_reply *rp, char country[static 3], struct sell_to *ret);
