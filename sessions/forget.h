/* forget.h — blanks what one person said in public, in all booths, as if a host had removed it line by line.
 * Thread  the floor, inside the handler.    Limits  FORGET_LINES a call. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "store/tick.h"

#define FORGET_LINES 500

/* One line of a booth, said by `person` at `at_ms`: it keeps its place, so that the numbers have no gap, and loses its words. */
err_t forget_line(struct tx *tx, const struct booth_id *booth, int64_t seq, const char *person, int64_t at_ms);
/* *ret_more: there is more; call again. */
err_t forget_chat(struct tx *tx, const char *person, bool *ret_more);
