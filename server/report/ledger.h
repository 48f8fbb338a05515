/* ledger.h — what came in, as tables for a spreadsheet: a row for each line of an order, and for each lead.
 * Thread  readers.    Limits  LEDGER_ROWS_MAX rows; the statements read LEDGER_STEP at a time. */
#pragma once
#include "base/buf.h"
#include "store/db.h"

#define LEDGER_ROWS_MAX 100000
#define LEDGER_STEP 500

err_t ledger_orders(struct db *db, struct buf *out);
err_t ledger_leads(struct db *db, struct buf *out);
