/* retention.c — a row of the table, a statement. */
#include "store/retention.h"

#define DAY_MS INT64_C(86400000)

static const struct { int64_t days; enum query query; } rows[RETENTIONS] = {
#define RETENTION(id, class, table, days, query, what, why) [RETENTION_##id] = {days, Q_##query},
#include "schema/retention.def"
#undef RETENTION
};

int64_t retention_ms(enum retention r) { return rows[r].days * DAY_MS; }

err_t retention_sweep(struct tx *tx, enum retention r, int64_t most)
{
	return db_exec(tx_db(tx), rows[r].query, V(tx_now_ms(tx) - retention_ms(r)), V(most));
}
