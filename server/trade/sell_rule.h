/* sell_rule.h — may this be sold directly to that address, or does the wish become a lead?
 * Sold directly only by a seller with GSTIN in India to an Indian address. The one place that knows. */
#pragma once
#include <stdbool.h>

#include "trade/product.h"

enum sell_answer { SELL_DIRECT, SELL_SELLER_UNREGISTERED, SELL_ABROAD };

/* `country` is where it would go (ISO 3166-1); "" asks as for India. Pure. */
enum sell_answer sell_rule_ask(const struct product *p, const char *country);
/* "order" or "enquiry", as in the API's sold_to_you. Static. */
const char *sell_rule_wire(enum sell_answer a);
/* "", "seller-unregistered", "abroad". Static. */
const char *sell_rule_reason(enum sell_answer a);
