/* stock_pace.h — how often a booth hears of one thing's stock. The first STOCK_TOLD_MAX changes within a second are told as they happen; in a
 * rush the rest are told together when that second is over: every screen hears where it stands, and not each step of the way there.
 *
 *   a change ─► stock_pace_later: no ──► told, and that is noted after the commit
 *                                yes ─► owed ─► stock_pace_due, when the second is over ─► told
 *
 * Owns    a second's memory, which dies with the process: whoever comes back then reads the stock itself.    Thread  the floor.
 * Limits  STOCK_PACE_SLOTS things at once; one whose place is taken is told of every time. */
#pragma once
#include "base/id.h"
#include "store/tick.h"

#define STOCK_TOLD_MAX 4
#define STOCK_TOLD_MS 1000
#define STOCK_PACE_SLOTS 1024
#define STOCK_DUE_MAX 64

struct stock_pace;
struct stock_pace *stock_pace_new(void);
void stock_pace_free(struct stock_pace *p);

/* True: this change is told later, with others. False: the caller tells it now, in the same transaction. */
bool stock_pace_later(struct tx *tx, struct stock_pace *p, const struct product_id *product);
/* Products whose second is over and of which something is owed; the caller tells them in this transaction. */
size_t stock_pace_due(struct tx *tx, struct stock_pace *p, struct product_id ret[static STOCK_DUE_MAX]);
/* Whether stock_pace_due may find any. */
bool stock_pace_owes(const struct stock_pace *p);
