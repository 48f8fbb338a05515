/* live_inbox.h — puts a message together from the parts that arrive.
 * Owns    its bytes.   Thread  the floor.
 * Limits  LIVE_MESSAGE_MAX bytes and LIVE_FRAGMENTS_MAX frames; the rest of a larger one is passed over, up to LIVE_SKIP_MAX. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

#define LIVE_MESSAGE_MAX 16384
#define LIVE_FRAGMENTS_MAX 8
#define LIVE_SKIP_MAX 262144

/* All zero is empty. */
struct live_inbox { char *text; size_t len, skipped, frames; bool skipping, whole; };
struct live_part { const void *data; size_t len; bool binary, ends_frame, final; };

enum live_inbox_state {
	LIVE_INBOX_MORE,
	LIVE_INBOX_WHOLE,   /* text and len hold it until the next part */
	LIVE_INBOX_REFUSED, /* once a message, with TOO_BIG or BAD_TYPE */
	LIVE_INBOX_ABUSED   /* and it still goes on */
};
enum live_inbox_state live_inbox_take(struct live_inbox *in, const struct live_part *p, err_t *ret_fault);
void live_inbox_fini(struct live_inbox *in);
