/* door.h — WHIP and WHEP over HTTP for test programs: one blocking POST, and the offers that go in it. */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "tests/tools/rig/rtc_peer.h"

/* Posts an offer; certificates are not checked. *ret_status is the HTTP status; the answer and the Location are appended. */
err_t door_post(const char *url, const char *token, const char *offer, long *ret_status, struct buf *ret_answer, struct buf *ret_location);
/* The same over one connection that stays open, as a browser's does. */
struct door { void *curl; };
void door_init(struct door *d);
void door_fini(struct door *d);
err_t door_post_on(struct door *d, const char *url, const char *token, const char *offer, long *ret_status, struct buf *ret_answer, struct buf *ret_location);
/* POSTs JSON, or GETs without a body; what comes back is appended. */
err_t door_json(struct door *d, const char *url, const char *body, struct buf *ret);
/* DELETE on the resource. */
void door_delete(const char *url, const char *token);

/* An offer that receives (`send` false) H264, VP8 and Opus, or sends H264 with `ssrc` and Opus with `ssrc` + 1. */
void door_offer(const struct rtc_peer *p, bool send, uint32_t ssrc, bool audio, struct buf *ret);
