/* sell_rule.c — the answers in a table. */
#include "trade/sell_rule.h"

#include <string.h>

static const struct { const char *wire, *reason; } answers[] = {
	[SELL_DIRECT] = {"order", ""},
	[SELL_SELLER_UNREGISTERED] = {"enquiry", "seller-unregistered"},
	[SELL_ABROAD] = {"enquiry", "abroad"},
};

enum sell_answer sell_rule_ask(const struct product *p, const char *country)
{
	if (!*p->seller_gstin || strcmp(p->seller_country, "IN") != 0) return SELL_SELLER_UNREGISTERED;
	return !*country || strcmp(country, "IN") == 0 ? SELL_DIRECT : SELL_ABROAD;
}

const char *sell_rule_wire(enum sell_answer a) { return answers[a].wire; }
const char *sell_rule_reason(enum sell_answer a) { return answers[a].reason; }
