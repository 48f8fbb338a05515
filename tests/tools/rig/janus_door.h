/* janus_door.h — joins a mountpoint of Janus' streaming plugin over its HTTP API, so that the same viewers measure it.
 * The session stays open on the server; it is to be configured without a session timeout.   Thread  one; blocks. */
#pragma once
#include "base/err.h"
#include "tests/tools/rig/door.h"
#include "tests/tools/rig/rtc_peer.h"

/* `url` is the API's root. The offer is Janus'; `peer` becomes the DTLS client and starts checking. */
err_t janus_door_join(struct door *d, const char *url, int mountpoint, struct rtc_peer *peer, int64_t now_us);
