/* caller.h — who is asking: from the cookies to a person, by two reads by key.
 * Thread  the floor, inside a handler (an old login is marked as used, at most once an hour). */
#pragma once
#include "gate/head.h"

/* Never fails for a stranger: then ret->known is false. */
err_t caller_find(struct tx *tx, const struct head *h, const char *ip, struct caller *ret);
