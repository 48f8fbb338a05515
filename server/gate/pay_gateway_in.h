/* pay_gateway_in.h — reads what the payment gateway writes: answers and messages, whatever else they hold.
 * Owns    nothing.    Thread  any.    Limits  those of json_in_parse. */
#pragma once
#include "trade/pay_gateway.h"

/* A link, a list of links, a payment's refund or a list of them. BAD_JSON … of json_in_parse; BAD_FIELD if it is no object. */
err_t pay_gateway_in(const char *json, size_t len, struct pay_gateway_word *ret);

struct pay_gateway_message { char event[41], mark[41], payment[41], currency[4]; int64_t amount_minor; };
/* event "" for one that is of no matter here. */
err_t pay_gateway_message_in(const char *json, size_t len, struct pay_gateway_message *ret);
