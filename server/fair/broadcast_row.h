/* broadcast_row.h — a live period of a booth; it outlives connections. A booth has at most one that is open. sessions decides when; this keeps the rows.
 * Every write carries the epoch of whoever owns the booth. */
#pragma once
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "store/tick.h"

struct broadcast_row {
	struct broadcast_id id;
	struct booth_id booth;
	int64_t epoch, began_ms;
	int64_t away_ms;     /* since when the picture is lost; 0 while it is there */
	int64_t ended_ms;    /* 0 while open */
	int64_t resumed;     /* how often */
};

/* ERR_CONFLICT if one is open. */
err_t broadcast_row_open(struct tx *tx, const char *booth, int64_t epoch, struct broadcast_row *ret);
/* The picture is back. ERR_NOT_LIVE if it has ended. */
err_t broadcast_row_resume(struct tx *tx, const char *id);
/* The picture is lost; keeps the first moment. */
err_t broadcast_row_away(struct tx *tx, const char *id);
/* ERR_NOT_LIVE if it has ended. */
err_t broadcast_row_end(struct tx *tx, const char *id);
/* ERR_NOT_LIVE. */
err_t broadcast_row_find_open(struct db *db, const char *booth, struct broadcast_row *ret);
/* Every open one, to rebuild from at start. */
err_t broadcast_row_list_open(struct db *db, void (*each)(void *arg, const struct broadcast_row *b), void *arg);
