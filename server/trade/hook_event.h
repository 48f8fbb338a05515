/* hook_event.h — the messages of partners that were taken: each counts once, however often it comes.
 * Owns    the rows of `hook_event`.    Thread  the floor.
 * Limits  kept as schema/retention.def has it; partners are known to repeat for up to 15 days. */
#pragma once
#include <stdbool.h>

#include "store/tick.h"

#define HOOK_EVENT_CHARS 64

/* *ret_first: it was not here before. REPLAYED if this id came with another body. */
err_t hook_event_take(struct tx *tx, const char *partner, const char *event, const char *body, bool *ret_first);
