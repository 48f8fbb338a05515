/* look.h — what handlers of those who work here say of contact data that they show (docs/PROTOCOL.md, "Looking").
 * Thread  the floor. */
#pragma once
#include "api/api.h"
#include "trade/look.h"

/* As the settings have them. */
struct look_limits api_look_limits(const struct http_request *rq);
/* For a paper that an organizer prints; others print their own, and nothing is written. */
err_t api_look_printed(struct tx *tx, const struct http_request *rq, enum look_kind kind, const char *subject);
