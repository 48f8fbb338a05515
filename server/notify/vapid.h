/* vapid.h — who we are to push services: one key for the life of the installation (RFC 8292).
 * The key lies beside the store; who loses it loses every subscription.
 * Owns    DATA/vapid.key.    Thread  any after vapid_open. */
#pragma once
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define VAPID_PUBLIC_CHARS 87
#define VAPID_HOURS 12        /* how long a token is good; RFC 8292 §2 allows 24 */

struct vapid;

/* Makes the key (0600) the first time. `subject` is mailto: or https:, whom a push service asks when something is wrong; lent. ERR_IO, ERR_CONFIG. */
err_t vapid_open(const char *dir, const char *subject, struct vapid **ret);
void vapid_free(struct vapid *v);
/* Our public key as base64url, which pages give to the browser when they subscribe. Lent. */
const char *vapid_public(const struct vapid *v);
/* Appends the value of the Authorization header for one endpoint: "vapid t=…, k=…". ERR_BAD_FIELD for an endpoint that is no URL. */
err_t vapid_authorize(const struct vapid *v, const char *endpoint, int64_t now_ms, struct buf *ret);
