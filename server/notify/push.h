/* push.h — web push (RFC 8030): one message to one subscribed browser, sealed (push_seal.h) and signed for (vapid.h).
 * A service that answers 404 or 410 has forgotten the browser, and so do we.
 * Thread  the floor. */
#pragma once
#include "notify/carrier.h"
#include "notify/vapid.h"

#define PUSH_TTL_S 259200 /* a phone that is off for three days hears of its order when it is on again */

/* Lent. `exempt` as in subscription.h. */
struct push { const struct vapid *vapid; const char *exempt; };
struct carrier push_carrier(struct push *p);
