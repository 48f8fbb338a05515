/* whip.h — the HTTP side of a WHIP client (RFC 9725 §4.2): POST an offer, DELETE the resource; and a look at the booth.
 * Owns    the resource's URL.    Thread  blocking, one at a time.    Limits  WHIP_TIMEOUT_S per request. */
#pragma once
#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"

#define WHIP_TIMEOUT_S 10

struct whip { const char *url, *token; bool insecure; char resource[1024]; };

/* Appends the answer. *ret_status is the HTTP status, 0 if there was none. ERR_IO, or ERR_BAD_REQUEST unless it is 201. */
err_t whip_post(struct whip *w, const char *offer, struct buf *ret_answer, long *ret_status);
/* True while the booth of this URL (…/whip/{slug}) is live by the word of the server's API: another device publishes there. False when it
 * does not say. */
bool whip_booth_is_live(const struct whip *w);
/* Ends the resource, if there is one. Errors do not matter any more. */
void whip_delete(struct whip *w);
