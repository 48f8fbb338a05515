/* subscription.h — the browsers of a person that take push messages (RFC 8030), each with the keys it gave (RFC 8291).
 * Owns    the rows of `push_subscription`.    Thread  writes on the floor.
 * Limits  SUBSCRIPTION_MAX a person: the eldest makes room. An endpoint is https, on no address of ours (public_address.h is asked again
 *         when it is connected to), and belongs to the one who subscribed last: a shared browser changes hands. */
#pragma once
#include <stdbool.h>

#include "base/err.h"
#include "base/id.h"
#include "store/tick.h"

#define SUBSCRIPTION_MAX 8
#define SUBSCRIPTION_ENDPOINT_MAX 1000
#define SUBSCRIPTION_P256DH_CHARS 87   /* 65 bytes as base64url: an uncompressed point of P-256 */
#define SUBSCRIPTION_AUTH_CHARS 22     /* 16 bytes */

struct subscription {
	char id[ID_CHARS + 1], endpoint[SUBSCRIPTION_ENDPOINT_MAX + 1];
	char p256dh[SUBSCRIPTION_P256DH_CHARS + 1], auth[SUBSCRIPTION_AUTH_CHARS + 1];
};

/* True if a push message may be sent there at all: https, a host that is no bare private address, no port but 443, no user. `exempt` lists
 * "host:port" parted by commas that are let through as they are, http too: a push service inside the house. */
bool subscription_endpoint_valid(const char *endpoint, const char *exempt);
/* True if the endpoint's host is in the list. */
bool subscription_exempt(const char *endpoint, const char *exempt);

/* s->id is made. ERR_BAD_FIELD for keys of the wrong shape; the endpoint is the caller's to check. */
err_t subscription_put(struct tx *tx, const char *person, const struct subscription *s, char ret_id[static ID_CHARS + 1]);
/* ERR_NOT_FOUND. */
err_t subscription_find(struct db *db, const char *id, struct subscription *ret);
/* The service said that it is gone, or the person does not want it any more. `person` NULL: whosever it is. */
err_t subscription_drop(struct tx *tx, const char *id, const char *person);
err_t subscription_list(struct db *db, const char *person, void (*each)(void *arg, const struct subscription *s), void *arg);
