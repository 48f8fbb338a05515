/* ice_link.h — the Link header that names the ICE servers (RFC 9725 §4.6), with credentials that end by themselves. */
#pragma once
#include "base/config.h"
#include "gate/http.h"

/* One Link header for all URLs of media.ice_servers, and of turn.urls with credentials made for this reply. */
void ice_link_add(struct http_reply *rp, const struct config *c);
