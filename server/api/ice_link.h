/* ice_link.h — what WHIP and WHEP share: Link headers of ICE servers (RFC 9725 §4.6) and the rule of If-Match (§4.3.1). */
#pragma once
#include "base/config.h"
#include "gate/http.h"
#include "gate/lease.h"

/* One Link header for all URLs of media.ice_servers, and of turn.urls with credentials made for this reply. */
void ice_link_add(struct http_reply *rp, const struct config *c);
/* OK, NEED_PRECONDITION without an If-Match, PRECONDITION with one that is not the resource's. "*" fits any. */
err_t ice_if_match(const struct http_request *rq, const struct lease *l);
