/* payment.h — payments as JSON (docs/PROTOCOL.md, "Payments").
 * Thread  any, with its own connection. */
#pragma once
#include "api/api.h"
#include "gate/house.h"
#include "trade/payment.h"

/* Who looks: the buyer is shown how to pay; the staff and the payee how it came about. */
enum payment_view { PAYMENT_BUYER, PAYMENT_PAYEE, PAYMENT_STAFF };
err_t api_payment_write(struct db *db, const struct config *c, struct json *j, const struct payment *p, enum payment_view view);
/* The fair's account of the settings. */
struct pay_payee api_payment_fair(const struct config *c);
