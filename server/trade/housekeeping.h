/* housekeeping.h — removes what is over: whatever schema/retention.def names, and guests who left nothing behind; lets numbers count whose time has come; and renews what the
 * search has indexed otherwise than it would today. A little at a time,
 * for the floor waits; while more is due it is called again soon.
 * Cost    for each row of the table one statement of about HOUSEKEEPING_ROWS rows, by index. */
#pragma once
#include <stdbool.h>

#include "store/tick.h"
#include "trade/search_renew.h"

#define HOUSEKEEPING_ROWS 200
#define HOUSEKEEPING_GUEST_MS (7 * 86400000LL) /* a guest without cookie, enquiry, lead or order is forgotten after this */

struct housekeeping {
	int64_t guests_seen_ms;  /* guests up to this age have been looked at; 0: begin with the eldest */
	int64_t guests_next_ms;  /* out: guests_seen_ms of the next call */
	struct search_round renewing;
	bool more;               /* out: call again soon */
};
/* A handler; its request is a struct housekeeping. */
err_t housekeeping(struct tx *tx, void *request);
