/* moment.h — what stood on the buyer's screen: from {viewer, rtp_ts} to broadcast and media time. Thread: the floor. */
#pragma once
#include "base/shape.h"
#include "gate/http.h"
#include "trade/moment.h"

/* As a page sends it. */
struct screen { char viewer[25]; int64_t rtp_ts; };
extern const struct shape screen_shape;

/* The moment in the booth's broadcast; `estimated` where the screen does not say. All zero for a booth that is off. */
struct moment api_moment(const struct http_request *rq, const char *booth, const struct screen *s);
/* The object, or null outside of any broadcast. */
void api_moment_write(struct json *j, const struct moment *m);
