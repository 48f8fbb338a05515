/* peer.h — what WHIP and WHEP share of a connection's life: where it is (RFC 9725 §4.2), If-Match (§4.3.1), a restart, its end.
 * Owns    nothing; the names are those of gate/lease.h.    Thread  the floor. */
#pragma once
#include "gate/http.h"
#include "gate/lease.h"

#define PEER_LOCATION_CHARS (HTTP_PARAM_CHARS + LEASE_CHARS + 16)

/* 201 with the Location "/whip/{slug}/{name}" (also given back), its ETag, and the ICE servers; the body is the caller's. */
void peer_created(struct http_reply *rp, const struct house *house, const char *door, const char *slug, const struct lease *l,
                  char ret_location[static PEER_LOCATION_CHARS]);
/* OK, NEED_PRECONDITION without an If-Match, PRECONDITION with one that is not the connection's. "*" fits any. */
err_t peer_if_match(const struct http_request *rq, const struct lease *l);
/* 200 with a new ETag: ICE was restarted. */
void peer_restarted(struct http_reply *rp, struct lease *l);
/* DELETE, behind the commit: the name and what it stood for are no more. An If-Match may be left out. */
err_t peer_delete(struct tx *tx, const struct http_request *rq, struct http_reply *rp, const struct lease *l);
