/* housekeeping.c — every room below sweeps its own rows. */
#include "trade/housekeeping.h"

#include "people/email_code.h"
#include "people/login.h"
#include "trade/idempotency.h"

err_t housekeeping(struct tx *tx, void *unused)
{
	(void)unused;
	TRY(login_sweep(tx, HOUSEKEEPING_ROWS));
	TRY(email_code_sweep(tx, HOUSEKEEPING_ROWS));
	return idempotency_sweep(tx, HOUSEKEEPING_ROWS);
}
