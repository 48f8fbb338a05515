/* gateway_in.h — the answer of an SMS or WhatsApp gateway, {"id": …}, as notify/gateway.h wants it read. Other members are passed over. */
#pragma once
#include "notify/gateway.h"

/* BAD_JSON, BAD_UTF8, TOO_DEEP, MISSING_FIELD, TOO_LONG, BAD_FIELD. */
gateway_read_fn gateway_in;
