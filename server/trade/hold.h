/* hold.h — pieces of a scarce thing that are set aside for one person, for some minutes. Bulk goods are never held.
 *
 *   cart ── hold_take ──► held ── hold_use ──► in an order
 *                          │ └─── hold_end ──► back in the stock
 *                          └ time is over ───► back in the stock, and it rests: the same person cannot take it again at once
 *   who waits (waiting.h) gets what comes back, before anyone else: hold_offer
 *
 * A held piece is out of the stock already, by the same guarded UPDATE as a sold one: stock + held + sold never changes but by its maker.
 * Flash pieces are taken along, and their price with them.
 * Owns    the rows of `hold`.    Thread  the floor; reads anywhere.
 * Limits  HOLDS_MAX of one person; a hold is never made longer. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "trade/variant.h"

#define HOLDS_MAX 5
#define HOLD_REST_MS 600000LL

struct hold_rules { int64_t lasts_ms, scarce_stock; bool refused; };   /* scarce: one of a kind, or not more than this many are there; refused: no new ones */
struct hold { char person[ID_CHARS + 1], product[ID_CHARS + 1], variant[ID_CHARS + 1]; int64_t quantity, flash_minor, until_ms; bool held; };

enum hold_result {
	HOLD_PLENTY,     /* not scarce: there is nothing to hold */
	HOLD_HELD,
	HOLD_GONE,       /* too few are free now */
	HOLD_RESTING,    /* this person's last one ran out a short while ago */
	HOLD_TOO_MANY    /* HOLDS_MAX are held already, or the rules refuse more */
};

/* Sets `quantity` aside. `h` is hold_find's, and afterwards as it is now; one that is there takes the new quantity and keeps its end. */
err_t hold_take(struct tx *tx, const struct stock_terms *p, const struct variant *v, int64_t quantity, const struct hold_rules *rules, struct hold *h,
                enum hold_result *ret);
/* Sets it aside for the next in line; ERR_SOLD_OUT. */
err_t hold_offer(struct tx *tx, const char *person, const char *product, const char *variant, int64_t quantity, int64_t until_ms);
/* An order takes `quantity`: *ret_used says that the hold was for just as many and they are out of the stock already; with the price of
 * the flash pieces in it, or 0. A hold for another quantity goes back first. */
err_t hold_use(struct tx *tx, const char *person, const char *product, const char *variant, int64_t quantity, bool *ret_used, int64_t *ret_flash_minor);
/* Gives it back, and to whom it is due next. Nothing if there is none. */
err_t hold_end(struct tx *tx, const char *person, const char *product, const char *variant);
/* Gives back all of one person, or at most `most` whose time is over; each product whose stock it may have changed is told to `each`. */
typedef void hold_each(void *arg, const char *product);
err_t hold_end_all(struct tx *tx, const char *person, hold_each *each, void *arg);
err_t hold_expire(struct tx *tx, int64_t most, hold_each *each, void *arg);
/* A guest who signs in brings what it held; where both hold the same, the guest's goes back. */
err_t hold_adopt(struct tx *tx, const char *guest, const char *buyer);

/* .held false: none; then .quantity, unless 0, tells that it rests until .until_ms. */
err_t hold_find(struct db *db, const char *person, const char *product, const char *variant, struct hold *ret);
/* What others than `person` ("" for anyone) hold of it (variant "": of all), and when the first of them ends; 0 for none. */
err_t hold_by_others(struct db *db, const char *person, const char *product, const char *variant, int64_t *ret_quantity, int64_t *ret_until_ms);
