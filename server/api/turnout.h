/* turnout.h — lists that also tell how many watch: the turnout is counted on the floor, all else is read on a reader.
 *
 *   handler (floor): open broadcasts, viewers ─► reader: the list ─► floor: the answer
 *
 * Thread  api_turnout_read on the floor; an api_list_fn on a reader.    Limits  TURNOUT_BOOTHS_MAX live booths. */
#pragma once
#include "gate/http.h"
#include "sessions/live.h"

#define TURNOUT_BOOTHS_MAX 128

struct turnout_booth { struct booth_id booth; int64_t viewers; bool has_health; struct live_desk_health health; };
struct turnout { size_t n; struct turnout_booth booths[TURNOUT_BOOTHS_MAX]; };

/* NULL for a booth that is not live. */
const struct turnout_booth *turnout_find(const struct turnout *c, const char *booth);
/* Counts those in the store's open broadcasts. */
err_t turnout_count(struct db *db, const struct house *house, struct turnout *ret);

/* Writes the whole answer. `rq` is lent. */
typedef err_t api_list_fn(struct db *db, const struct http_request *rq, const struct turnout *turnout, struct http_reply *rp);
/* The whole of an ASYNC handler. */
err_t api_turnout_read(struct tx *tx, struct http_request *rq, api_list_fn *fn);
