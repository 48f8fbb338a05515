/* bill.h — what a cart or an order comes to, at one place: its lines grouped by seller of record, reduced, with shipping. The page and the
 * order are added up by the same function, so that what was shown is what is charged.
 *
 *   line: price × quantity − off        group: the sum of its lines + shipping        bill: the sum of the groups that can be sold
 *
 * Tax is in the price (tax.h); nothing is added for it.
 * Owns    nothing; groups lend from the lines, so a bill is not copied.    Thread  any, with its own connection.
 * Limits  ORDER_LINES_MAX lines. About 150 kB: not on a small stack. */
#pragma once
#include "trade/coupon.h"
#include "trade/order.h"
#include "trade/price.h"
#include "trade/sell_rule.h"

#define BILL_LINE_LEAST_MINOR 100   /* what a coupon leaves of a line: a rupee */

struct bill_line {
	struct product product;
	struct variant variant;
	struct sale sale;
	int64_t quantity, off_minor;     /* off_minor: of the whole line */
	struct money price;              /* of one; the usual price also where a flash is funded by another than the artisan */
	enum funder funder;              /* who pays off_minor */
	bool flash;
	int group;
};
struct bill_group {
	const struct sale *sale;         /* of its first line */
	const struct standing *who;      /* the seller of record, or, where it is an enquiry, the maker */
	struct money goods, total;       /* goods: before what is off */
	int64_t off_minor, shipping_minor, weight_g;
};
struct bill {
	size_t n_lines;
	int n_groups;
	struct money total;
	int64_t off_minor, shipping_minor;
	struct coupon coupon;
	enum coupon_verdict verdict;
	struct bill_group groups[ORDER_LINES_MAX];
	struct bill_line lines[ORDER_LINES_MAX];   /* the last and by far the largest: those beyond n_lines need not be cleared */
};

/* What the line's product is, how it is sold to that place, and which variant. ERR_NO_PRODUCT; variant_of's errors. */
err_t bill_line_find(struct db *db, const char *product, const char *variant, const struct sell_to *to, int64_t now_ms, struct bill_line *ret);
/* The rest of a line whose product is found already. */
err_t bill_line_choose(struct db *db, const char *variant, const struct sell_to *to, struct bill_line *l);
/* All its pieces, packed; a piece whose weight is not said counts as SHIPPING_UNSAID_G. */
int64_t bill_line_weight_g(const struct bill_line *l);
/* Puts a flash price on a line whose usual price stands in it: as its price, or as something off that its funder pays. */
void bill_line_flash(struct bill_line *l, int64_t flash_minor, enum funder funder);
/* Fills all but the lines' product, variant, sale, quantity, price and flash. ERR_BAD_FIELD beyond MONEY_MINOR_MAX. */
err_t bill_add_up(struct db *db, struct bill *b, const struct sell_to *to, const char *person, const char *coupon, int64_t now_ms);
