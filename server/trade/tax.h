/* tax.h — splits what a buyer pays for a line into its value and the tax in it. Exact to the paisa; no float comes near it.
 *
 *   paid = price × quantity − discount = taxable + cgst + sgst + igst            (prices are shown with the tax in them)
 *
 *   cgst-sgst      two halves that are equal by law: each is rounded, the value is what is left, so the sum always is what was paid
 *   igst           also for an export on payment of tax
 *   export-lut     nothing is charged: all that is paid is value. None: the same (a bill of supply)
 *
 * Rounding: each half, or the whole of IGST, to the nearest paisa with half a paisa up, line by line; a paper's sums are sums of its
 * lines. Section 170 of the CGST Act rounds what is owed to the government to the rupee: tax_to_rupee, for sums of a period.
 * Owns    nothing.    Thread  any.    Limits  amounts up to MONEY_MINOR_MAX. */
#pragma once
#include <stdint.h>

#include "trade/money.h"
#include "trade/sell_rule.h"

#define TAX_BPS_MAX 4000   /* 40 %, the highest there is */

struct tax_parts { int64_t taxable_minor, cgst_minor, sgst_minor, igst_minor; };

/* ERR_BAD_FIELD for an amount or a rate out of range. */
err_t tax_split(enum sell_tax tax, int64_t bps, int64_t paid_minor, struct tax_parts *ret);
/* True if the rate of a line matters for this tax. */
bool tax_needs_rate(enum sell_tax tax);
/* Adds `p` to `*sum`, times `sign` (1 or -1). */
void tax_add(struct tax_parts *sum, const struct tax_parts *p, int sign);
int64_t tax_total(const struct tax_parts *p);
/* To the nearest rupee, 50 paise up (section 170); the sign is kept. */
int64_t tax_to_rupee(int64_t minor);
