/* payout.h — money as files: what the bank is to pay, and a party's statement for a spreadsheet.
 * Thread  readers.    Limits  those of settlement.h and statement.h. */
#pragma once
#include "base/buf.h"
#include "trade/settlement.h"
#include "trade/statement.h"

/* A run's payments by NEFT or UPI, one a row; what the principal pays itself and what came back is not in it. ERR_NOT_FOUND. */
err_t payout_csv(struct db *db, const char *run, struct buf *out);
void statement_csv(const struct statement *s, struct buf *out);
