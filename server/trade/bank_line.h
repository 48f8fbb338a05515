/* bank_line.h — the credits of the account's statement, each laid beside the payment that it settles.
 *
 *   statement ─► line (once, however often it is read) ─► reference or mark, and the amount to the paisa ─► payment paid
 *                                                       └─ else it stays open for the desk: match by hand, or put aside
 *
 * Owns    the rows of `bank_line`.    Thread  writes on the floor; lists on readers. */
#pragma once
#include "store/tick.h"
#include "trade/bank_statement.h"
#include "trade/payment.h"

#define BANK_PAGE_MAX 101

struct bank_line {
	char id[ID_CHARS + 1], reference[BANK_REFERENCE_MAX + 1], narration[BANK_NARRATION_MAX + 1], state[8], payment[ID_CHARS + 1];
	int64_t day_ms, amount_minor;
};

/* What one statement brought. */
struct bank_report { int credits, fresh, matched; struct bank_fault fault; };

/* All or nothing. `text` is cut up. Errors of bank_statement_read, the place in ret->fault. */
err_t bank_statement_take(struct tx *tx, char *text, const char *person, struct bank_report *ret);
/* Newest first; state "open", "matched" or "aside". */
struct bank_filter { const char *before, *state; int64_t limit; };
err_t bank_line_list(struct db *db, const struct bank_filter *f, void (*each)(void *arg, const struct bank_line *l), void *arg);
/* By hand: this credit pays that payment. ERR_CONFLICT unless the amounts are equal; ERR_BAD_STATE if the line is not open. */
err_t bank_line_match(struct tx *tx, const char *id, const char *payment, const char *person);
/* It is no payment of the fair's; and back again. */
err_t bank_line_aside(struct tx *tx, const char *id, bool aside);
