/* follow.h — what follows when an order is placed and when it moves: papers, postings, notices, pickups. The one place where that is
 * listed, in order; each row is a plain call of the noun that does it.
 *
 *   order_place ─► rows written ─► follow_placed, child by child ─┐
 *   order_act   ─► children moved ─► follow_moved, those moved ───┴─► one commit, or, refused by any of them, no trace of it all
 *
 * Owns    nothing.    Thread  the floor, inside the handler that placed or moved.
 * Cost    the sum of its rows, on every order: a row reads by key and writes a few rows; what takes longer begins as an effect. */
#pragma once
#include "trade/order.h"

/* A child was written: `o` is the whole order as it stands in the store, `child` an index into its children. */
err_t follow_placed(struct tx *tx, const struct order *o, int child);
/* A child was moved by `event`: `o` shows it, and the order, in the states after it. */
err_t follow_moved(struct tx *tx, const struct order *o, int child, enum order_event event);
