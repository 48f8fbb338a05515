/* cart.h — what somebody means to order, across booths, kept for a person or for a guest's cookie. A line is a product (and variant), so
 * many of it, the price that the buyer has agreed to, and the moment of the broadcast in which it was tapped.
 *
 *   cart_put ─► line (scarce things: held, hold.h) ─► cart_view: grouped by who would sell it there ─► cart_order: one order, a child a seller
 *
 * What has changed since the line was put in is said with the line and never changed behind the buyer's back.
 * Owns    the rows of `cart_line`.    Thread  writes on the floor; cart_view on readers.
 * Limits  CART_LINES_MAX lines: what one order can hold. */
#pragma once
#include "trade/bill.h"
#include "trade/hold.h"

#define CART_LINES_MAX ORDER_LINES_MAX

struct cart_item {
	const char *product, *variant;   /* variant "": a product without any */
	int64_t quantity, shown_minor;   /* quantity 0 takes it out; the price of one that stands on the screen, 0: not said */
	struct moment moment;
};
/* Puts exactly so many in, whatever was there: doing it twice, or putting the old number again, is harmless. The moment of the first time
 * stays. ERR_NO_PRODUCT, ERR_FULL, ERR_BAD_FIELD (also below the least quantity), variant_of's errors. */
struct cart_done { enum hold_result hold; int64_t held_until_ms, count; bool stock_moved; };   /* count: of lines now */
err_t cart_put(struct tx *tx, const char *person, const struct cart_item *item, const struct hold_rules *rules, struct cart_done *ret);

struct cart_line {
	char product[ID_CHARS + 1], variant[ID_CHARS + 1];
	int64_t quantity, shown_minor, added_ms;
	struct moment moment;
};
/* In the order in which they were put in. */
err_t cart_lines(struct db *db, const char *person, struct cart_line ret[static CART_LINES_MAX], size_t *ret_n);

/* What a line has come to since. */
enum cart_state {
	CART_GOOD,
	CART_HELD,        /* good, and held for this person until held_ms */
	CART_GONE,        /* too few are left, and nobody else holds any */
	CART_ELSEWHERE,   /* others hold the rest; the first of those ends at held_ms */
	CART_ENQUIRY,     /* not sold to that place: see the sale's reason */
	CART_STATES
};
/* "good", "held", "gone", "held-by-others", "enquiry". Static. */
const char *cart_state_wire(enum cart_state s);

struct cart_view {
	struct bill bill;                /* line i of the bill is lines[i] */
	struct cart_line lines[CART_LINES_MAX];
	struct { enum cart_state state; int64_t held_ms, free, now_minor; } about[CART_LINES_MAX];   /* now_minor: one costs now, all counted */
	int n_withdrawn;                 /* lines left out, for their products are shown no more */
};
/* As it would be sold to that place now. About 160 kB: not on a small stack. */
err_t cart_view(struct db *db, const char *person, const struct sell_to *to, const char *coupon, int64_t now_ms, struct cart_view *ret);

/* Orders all that can be sold to the address; the rest stays in the cart. ERR_MISSING_FIELD for an empty cart, else as order_place;
 * *ret_fault is the index of the line at fault among cart_lines. */
struct cart_order { const char *person, *coupon; struct address to; int64_t total_minor; const struct buyer_limits *limits; struct order *ret_order; };   /* as in order_new */
err_t cart_order(struct tx *tx, const struct cart_order *c, int *ret_fault, struct order_id *ret_id);

/* A guest's cart becomes part of a buyer's: what both have keeps the larger number; beyond CART_LINES_MAX the guest's youngest are dropped. */
err_t cart_adopt(struct tx *tx, const char *guest, const char *buyer);
