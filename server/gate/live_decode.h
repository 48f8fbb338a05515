/* live_decode.h — reads one frame of the live channel: the envelope, then its payload by the row of its kind.
 * Thread  any.   Limits  those of json_in.h and of schema/live.def; the caller has bounded the length. */
#pragma once
#include "gate/json_in.h"
#include "sessions/live.h"

#define LIVE_SLUG_MAX 80

struct live_in {
	enum live_kind kind;
	char request[LIVE_REQUEST_MAX + 1]; /* known as soon as it could be read, also when the rest is refused */
	char booth[LIVE_SLUG_MAX + 1];
	union live_any msg;
};

/* BAD_UTF8, BAD_JSON, TOO_DEEP, BAD_FIELD, MISSING_FIELD, UNKNOWN_FIELD, TOO_LONG, UNKNOWN_MESSAGE. */
err_t live_decode(const char *text, size_t len, struct live_in *ret, struct json_in_fault *ret_fault);
