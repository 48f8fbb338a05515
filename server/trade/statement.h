/* statement.h — what a party was owed, what came and went, and what it is owed now: for the page, the table and the PDF alike.
 * Owns    nothing.    Thread  any, with its own connection.    Limits  STATEMENT_LINES_MAX lines; then `cut` is true. */
#pragma once
#include "base/shape.h"
#include "trade/books.h"
#include "trade/seller.h"

#define STATEMENT_LINES_MAX 500
#define STATEMENT_PARTIES_MAX 8

struct statement_line { int64_t at_ms; char cause[20], cause_en[40], cause_hi[80], note[BOOKS_NOTE_MAX + 1]; int64_t amount_minor, balance_minor; };
struct statement {
	char party[ID_CHARS + 1], name[SELLER_NAME_MAX + 1], name_hi[SELLER_NAME_MAX + 1];
	char principal[ID_CHARS + 1], principal_name[SELLER_NAME_MAX + 1];   /* "": as a seller of record */
	char currency[4];
	int64_t from_ms, until_ms, before_minor, after_minor;                /* owed; below 0: owing */
	bool cut;
	size_t n_lines;
	struct statement_line lines[STATEMENT_LINES_MAX];
};
extern const struct shape statement_shape;

/* principal "": as a seller of record. ERR_NOT_FOUND. About 200 kB: not on a small stack. */
err_t statement_make(struct db *db, const char *party, const char *principal, int64_t from_ms, int64_t until_ms, struct statement *ret);
/* The principals under which a seller has been, for the statements it has beside its own. */
err_t statement_principals(struct db *db, const char *party, struct seller_id ret[static STATEMENT_PARTIES_MAX], int *ret_n);
