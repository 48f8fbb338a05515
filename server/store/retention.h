/* retention.h — how long data is kept (schema/retention.def), and the sweep of what is older.
 * Thread  the floor.    Cost  of a sweep, one statement of at most `most` rows, by index. */
#pragma once
#include <stdint.h>

#include "base/err.h"
#include "store/tick.h"

enum retention {
#define RETENTION(id, class, table, days, query, what, why) RETENTION_##id,
#include "schema/retention.def"
#undef RETENTION
	RETENTIONS
};

int64_t retention_ms(enum retention r);
/* Removes at most `most` rows of one kind. */
err_t retention_sweep(struct tx *tx, enum retention r, int64_t most);
