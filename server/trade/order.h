/* order.h — an order: one child for each seller of record, and lines that remember what stood on the buyer's screen.
 *
 *   order O26-000123 ─┬─ child O26-000123/1 (seller A) ── lines
 *                     └─ child O26-000123/2 (seller B) ── lines
 *
 * Stock and flash pieces are taken in the same commit by guarded UPDATEs: of 500 buyers of one piece, one gets it.
 * Owns    the rows of `orders`, `order_child`, `order_line`.
 * Limits  ORDER_LINES_MAX lines; a quantity of 1 … PRODUCT_STOCK_MAX, at least the product's minimum. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "people/person.h"
#include "trade/gstin.h"
#include "trade/moment.h"
#include "trade/number.h"
#include "trade/order_state.h"
#include "trade/product.h"
#include "trade/variant.h"
#include "trade/seller.h"

#define ORDER_LINES_MAX 20
#define ORDER_ADDRESS_MAX 200
#define ORDER_PAGE_MAX 50

struct address { const char *name, *phone, *line1, *line2, *city, *state, *pin, *country, *gstin; };   /* NULL counts as empty; gstin: of a buyer who is a registered business */
/* None at all, or a GSTIN of an address in India. */
bool address_gstin_valid(const struct address *a);
struct order_line_new {
	const char *product, *variant;   /* variant NULL or "": for a product without any */
	int64_t quantity, shown_minor;   /* the price that stood on the screen; 0: not said */
	struct moment moment;
};
struct order;
struct buyer_limits;
struct order_new {
	const char *person, *enquiry;    /* enquiry NULL or "": straight from the product */
	const struct order_line_new *lines;
	size_t n_lines;
	struct address to;
	const char *coupon;              /* NULL or "": none */
	int64_t total_minor;             /* what the buyer has agreed to pay in all; 0: not said */
	const struct buyer_limits *limits; /* withdrawal.h; NULL where somebody else makes the order of what the buyer asked for */
	bool leave_enquiries;            /* lines that cannot be sold to the address are left out; ERR_ENQUIRY_ONLY if they all are */
	int *ret_fault;                  /* NULL, or where the index of the line at fault goes */
	struct order *ret_order;         /* NULL, or where the order goes, as order_find would give it */
};
/* ERR_MISSING_FIELD, ERR_BAD_FIELD, ERR_TOO_LONG, ERR_NO_PRODUCT, ERR_ENQUIRY_ONLY (sell_rule.h), ERR_UNCONFIRMED, ERR_SOLD_OUT,
 * ERR_CONFLICT when the price has risen above shown_minor or total_minor, ERR_COUPON, ERR_UNPAID_ORDERS, ERR_CONVERTED and ERR_BAD_STATE from the enquiry. */
err_t order_place(struct tx *tx, const struct order_new *n, struct order_id *ret_id);
/* Makes an order of an enquiry's product, in the enquiry's moment, for the one who asked. */
err_t order_place_from(struct tx *tx, const char *enquiry, const char *variant, int64_t quantity, const struct address *to, const struct buyer_limits *limits,
                       struct order_id *ret_id);

struct order_line {
	char id[ID_CHARS + 1];
	int child;                       /* index into children */
	struct product_id product;
	struct variant_id variant;       /* .s[0] == 0: the product has none */
	struct booth_id booth;
	char booth_slug[SLUG_MAX + 1];
	char variant_en[VARIANT_NAME_MAX + 1], variant_hi[VARIANT_NAME_MAX + 1];
	char slug[SLUG_MAX + 1], name_en[PRODUCT_NAME_MAX + 1], name_hi[PRODUCT_NAME_MAX + 1], unit[PRODUCT_UNIT_MAX + 1];
	char hsn[40];
	struct seller_id maker;
	char maker_en[SELLER_NAME_MAX + 1], maker_hi[SELLER_NAME_MAX + 1];   /* whose hands made it, also where a principal sells */
	int64_t quantity, shown_minor;   /* shown_minor 0: not said */
	struct money price;              /* of one */
	int64_t off_minor;               /* of the whole line */
	char funder[8];                  /* who pays it: coupon.h's words; "" for nothing off */
	bool flash;
	struct moment moment;
	/* As it is placed; false and 0 where it is read again: */
	bool held;                       /* its pieces were out of the stock already, for this buyer */
	int64_t left;                    /* in the stock before it */
};
struct order_child {
	char id[ID_CHARS + 1], number[NUMBER_CHARS + 1], seller_name[SELLER_NAME_MAX + 1], seller_hi[SELLER_NAME_MAX + 1];
	char paper[24], tax[24];         /* as the rules said when it was placed; "" before there were any */
	struct seller_id seller;
	enum order_state state;
	struct money total;              /* goods − off + shipping */
	int64_t shipping_minor;
};
struct order {
	struct order_id id;
	struct person_id person;
	struct enquiry_id enquiry;       /* .s[0] == 0: none */
	char number[NUMBER_CHARS + 1];
	enum order_state state;          /* that of the slowest child */
	struct money total;
	char to_name[ORDER_ADDRESS_MAX + 1], to_phone[ORDER_ADDRESS_MAX + 1], to_line1[ORDER_ADDRESS_MAX + 1], to_line2[ORDER_ADDRESS_MAX + 1];
	char to_city[ORDER_ADDRESS_MAX + 1], to_state[ORDER_ADDRESS_MAX + 1], to_pin[ORDER_ADDRESS_MAX + 1], to_country[3];
	char to_gstin[GSTIN_CHARS + 1];  /* "": no registered business */
	int64_t created_ms;
	bool pays_first;                 /* as it is placed: not at the door (withdrawal.h); false where it is read again */
	enum order_by moved_by;          /* for those who follow its moves (follow.h): who has just moved it */
	int n_children, n_lines;
	struct order_child children[ORDER_LINES_MAX];
	struct order_line lines[ORDER_LINES_MAX];
};
/* ERR_NOT_FOUND. About 30 kB: not on a small stack. */
err_t order_find(struct db *db, const char *id, struct order *ret);
/* Newest first; of person and booth at most one. Thread: readers. */
struct order_filter { const char *before, *person, *booth; int64_t limit; };
err_t order_list(struct db *db, const struct order_filter *f, void (*each)(void *arg, const struct order *o), void *arg);

/* Who acts: the buyer, the host of a booth (its children only), the staff. ERR_FORBIDDEN if the order is none of theirs. */
struct order_actor { enum order_by by; struct booth_id booth; };
err_t order_actor_of(const struct order *o, const struct person *p, struct order_actor *ret);
/* True if the actor can cause the event now, in at least one child. */
bool order_can(const struct order *o, const struct order_actor *a, enum order_event event);
/* Moves every child that the actor can move; cancelled pieces go back to the stock. ERR_BAD_STATE if there is none. */
err_t order_act(struct tx *tx, const char *id, const struct order_actor *a, enum order_event event);
/* Moves one child, for whom the table of moves allows it. */
err_t order_act_child(struct tx *tx, const char *id, const char *child, enum order_by by, enum order_event event);
