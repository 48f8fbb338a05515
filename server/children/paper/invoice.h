/* invoice.h — a paper (trade/paper.h) on A4: every field of rules 46, 49 and 53, in English and Hindi.
 * Owns    nothing.    Thread  one. */
#pragma once
#include "children/paper/sheet.h"
#include "trade/paper.h"

/* Fills the sheet; the caller closes it. */
void invoice_draw(struct sheet *s, const struct paper *p);
/* What its QR code says: number, day, sums and registrations, a line each. */
void invoice_qr(const struct paper *p, struct buf *ret);
