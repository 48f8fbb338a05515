/* card.h — a product as pages show it: one JSON object, the same in the API and on the live channel (docs/PROTOCOL.md).
 * Owns    nothing.    Thread  any. */
#pragma once
#include "base/json.h"
#include "trade/product.h"
#include "trade/sell_rule.h"

/* Writes the object; `key` is NULL inside an array. */
void card_write(struct json *j, const char *key, const struct product *p);
/* Its members alone, into an object that is open: for those who add more. */
void card_write_members(struct json *j, const struct product *p);
/* "sale": who would sell it there, with what, or why it is an enquiry. */
void card_write_sale(struct json *j, const struct product *p, const struct sale *s);
/* {"en": …, "hi": …} */
void card_write_both(struct json *j, const char *key, const char *en, const char *hi);
