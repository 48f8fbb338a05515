/* tax_rate.h — the rate of GST for goods of a heading on a day. The seller of record answers for the rate it charges, so what it has
 * entered for itself counts first, then what the desk has entered for everyone, then schema/tax_rates.def. A heading that none of them
 * knows has no rate: goods can be ordered, but not made ready, until somebody enters it.
 * Owns    the rows of `tax_rate`; they are added, never changed.    Thread  writes on the floor; reads anywhere.
 * Limits  TAX_RATES_MAX are listed. */
#pragma once
#include <stdint.h>

#include "base/id.h"
#include "store/tick.h"

#define TAX_RATES_MAX 100
#define TAX_PROOF_MAX 200
#define TAX_HSN_CHARS 8

struct tax_rate {
	char hsn[TAX_HSN_CHARS + 1], seller[ID_CHARS + 1], proof[TAX_PROOF_MAX + 1];   /* seller "": for everyone */
	int64_t from_ms, upto_minor, bps;    /* upto_minor: for pieces of at most this value without tax; 0: of any */
	char grade;                          /* 'A' or 'B' of the table (tax_rates.def); 'S' a seller's, 'D' the desk's own entry */
};

/* `unit_minor` is what one piece costs with the tax in it. ERR_NO_RATE. */
err_t tax_rate_find(struct db *db, const char *seller, const char *hsn, int64_t at_ms, int64_t unit_minor, struct tax_rate *ret);
/* The same out of the table alone; from_ms stays 0. */
err_t tax_rate_table(const char *hsn, int64_t at_ms, int64_t unit_minor, struct tax_rate *ret);
/* ERR_BAD_FIELD for a heading, a rate or a day that cannot be, ERR_MISSING_FIELD without proof. grade is ignored. */
err_t tax_rate_put(struct tx *tx, const struct tax_rate *r, const char *person);
/* Newest first: a seller's own, or with "" the desk's. */
err_t tax_rate_list(struct db *db, const char *seller, void (*each)(void *arg, const struct tax_rate *r), void *arg);
