/* housekeeping.c — row after row of the table of retention; guests are swept here, where all that may need them is known. */
#include "trade/housekeeping.h"

#include "people/contact_change.h"
#include "store/retention.h"

/* Most guests have reasons to stay, and are passed over; so the sweep walks through their ages and begins anew at the end. */
static err_t sweep_guests(struct tx *tx, struct housekeeping *h)
{
	int64_t until_ms;
	h->guests_next_ms = 0;
	TRY(db_int(tx_db(tx), &until_ms, Q_GUEST_WINDOW, V(h->guests_seen_ms), V(tx_now_ms(tx) - HOUSEKEEPING_GUEST_MS), V(HOUSEKEEPING_ROWS)));
	if (!until_ms) return OK;
	TRY(db_exec(tx_db(tx), Q_GUEST_SWEEP, V(h->guests_seen_ms), V(until_ms)));
	h->guests_next_ms = until_ms;
	return OK;
}

err_t housekeeping(struct tx *tx, void *request)
{
	struct housekeeping *h = request;
	int64_t before = db_changes(tx_db(tx));
	h->more = false;
	for (enum retention r = 0; r < RETENTIONS; r++) {
		TRY(retention_sweep(tx, r, HOUSEKEEPING_ROWS));
		int64_t after = db_changes(tx_db(tx));
		h->more |= after - before >= HOUSEKEEPING_ROWS;
		before = after;
	}
	TRY(contact_change_sweep(tx, HOUSEKEEPING_ROWS));
	TRY(sweep_guests(tx, h));
	TRY(search_renew(tx, &h->renewing));
	h->more |= h->guests_next_ms != 0 || h->renewing.more;
	return OK;
}
