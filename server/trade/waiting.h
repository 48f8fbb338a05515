/* waiting.h — "tell me when it is free": a line for each thing that others hold or have bought, the eldest wish first.
 *
 *   a piece comes back ─► the next in line gets it as a hold of WAITING_OFFER_MS, in their cart, and a notice ─► taken, or the next
 *
 * Owns    the rows of `waiting`.    Thread  the floor; reads anywhere.
 * Limits  WAITING_MAX wishes of one person; only those with a confirmed address, for who cannot be told need not wait. */
#pragma once
#include "trade/order.h"

#define WAITING_MAX 20
#define WAITING_OFFER_MS 600000LL
#define WAITING_SERVE_MAX 20

/* ERR_UNCONFIRMED, ERR_FULL beyond WAITING_MAX, ERR_BAD_STATE if it is free now, ERR_NO_PRODUCT. Asked again it keeps its place. */
err_t waiting_join(struct tx *tx, const char *person, const char *product, const char *variant, int64_t quantity);
/* Nothing if there is none. */
err_t waiting_leave(struct tx *tx, const char *person, const char *product, const char *variant);
/* Offers what is free to those who are next. */
err_t waiting_serve(struct tx *tx, const char *product, const char *variant);
/* The same for whatever is free and waited for: a maker has put new pieces in. */
err_t waiting_serve_all(struct tx *tx);
/* For follow.c: what a cancelled order gives back goes to who waits for it. */
err_t waiting_follow_moved(struct tx *tx, const struct order *o, int child, enum order_event event);

struct waiting { const char *product, *variant, *slug, *name_en, *name_hi; int64_t quantity, place; };   /* lent; place from 1 */
err_t waiting_list(struct db *db, const char *person, void (*each)(void *arg, const struct waiting *w), void *arg);
