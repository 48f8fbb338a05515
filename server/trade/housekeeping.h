/* housekeeping.h — removes what is over: logins, e-mail codes, kept answers. A little at a time, for the floor waits.
 * Cost    three DELETEs of at most HOUSEKEEPING_ROWS rows, by index; call it every minute. */
#pragma once
#include "store/tick.h"

#define HOUSEKEEPING_ROWS 200

/* A handler; takes no request. */
err_t housekeeping(struct tx *tx, void *unused);
