/* settlement_bed.h — what tests share that pay out: a run's steps, and what it holds. */
#pragma once
#include "tests/unit/trade/books_bed.h"

#include "trade/settlement.h"

HANDLER(draft, settlement_draft(tx, q->a, q->out))
HANDLER(approve, settlement_approve(tx, q->a, q->b))
HANDLER(drop, settlement_drop(tx, q->a, q->b))
HANDLER(sent, settlement_sent(tx, q->a, q->b))
HANDLER(back, settlement_came_back(tx, q->a, "desk"))
HANDLER(set_form, db_exec(tx_db(tx), Q_SELLER_FORM_INSERT, V(q->a), V("9000000000"), V(""), V(""), V("SBIN0001234"), V("12345678901"), V(""), V("regular"), V(""), V(""), V(1)))

struct runs { int n; struct settlement rows[8]; };
static inline void keep(void *arg, const struct settlement *s)
{
	struct runs *r = arg;
	if (r->n < 8) r->rows[r->n++] = *s;
}
