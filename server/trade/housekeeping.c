/* housekeeping.c — every room below sweeps its own rows; guests are swept here, where all that may need them is known. */
#include "trade/housekeeping.h"

#include "notify/outbox.h"
#include "people/email_code.h"
#include "people/login.h"
#include "trade/hook_event.h"
#include "trade/idempotency.h"

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
	static err_t (*const sweeps[])(struct tx *tx, int64_t rows) = {login_sweep, email_code_sweep, idempotency_sweep, hook_event_sweep};
	h->more = false;
	for (size_t i = 0; i < sizeof sweeps / sizeof *sweeps; i++) {
		TRY(sweeps[i](tx, HOUSEKEEPING_ROWS));
		int64_t after = db_changes(tx_db(tx));
		h->more |= after - before >= HOUSEKEEPING_ROWS;
		before = after;
	}
	TRY(sweep_guests(tx, h));
	h->more |= h->guests_next_ms != 0;
	return OK;
}
