/* bank_statement.h — reads the credits out of a bank's statement in CSV, whatever the bank calls its columns.
 * Lines above the heading (name, address, period) and after the first blank line below it (summaries) are passed over; the table itself
 * is read strictly: a row that cannot be read refuses the file, naming line and column.
 * Owns    nothing; cuts up the caller's text.    Thread  any.
 * Limits  BANK_ROWS_MAX rows; a longer statement comes in pieces that each begin with the heading. */
#pragma once
#include <stdint.h>

#include "base/err.h"

#define BANK_ROWS_MAX 500
#define BANK_REFERENCE_MAX 40
#define BANK_NARRATION_MAX 300

/* Texts are lent. */
struct bank_credit { int64_t day_ms, amount_minor; const char *reference, *narration; int line; };
struct bank_fault { int line; const char *column; };   /* column "day", "credit", "row" …; static */

/* Calls `each` for every credit; debits are passed over. An error of `each` ends it.
 * ERR_BAD_UTF8; ERR_MALFORMED without a heading or for a bad row (ret_fault); ERR_TOO_BIG beyond BANK_ROWS_MAX. */
err_t bank_statement_read(char *text, err_t (*each)(void *arg, const struct bank_credit *c), void *arg, struct bank_fault *ret_fault);
