/* order_place.c — the one way an order comes into being: check, price, take; order_write.c writes. Any refusal undoes the whole handler. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "trade/bill.h"
#include "trade/enquiry.h"
#include "trade/flash.h"
#include "trade/follow.h"
#include "trade/hold.h"
#include "trade/order_write.h"
#include "trade/region.h"
#include "trade/withdrawal.h"

/* An order being made. */
struct draft {
	struct sell_to to;
	const struct order_line_new *given[ORDER_LINES_MAX];   /* of each line of the bill */
	bool held[ORDER_LINES_MAX];                            /* likewise: its pieces are out of the stock already */
	struct bill bill;
};

bool address_gstin_valid(const struct address *a)
{
	if (!a->gstin || !*a->gstin) return true;
	return a->country && strcmp(a->country, "IN") == 0 && gstin_valid(a->gstin);
}

static err_t check_address(struct address *a)
{
	const struct { const char **text; bool needed; } fields[] = {{&a->name, true}, {&a->phone, true}, {&a->line1, true}, {&a->line2, false},
	                                                             {&a->city, true}, {&a->state, true}, {&a->pin, true}, {&a->country, true}, {&a->gstin, false}};
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		if (!*fields[i].text) *fields[i].text = "";
		const char *s = *fields[i].text;
		if (fields[i].needed && !*s) return ERR_MISSING_FIELD;
		if (strlen(s) > ORDER_ADDRESS_MAX) return ERR_TOO_LONG;
		if (!text_printable(s, false)) return ERR_BAD_FIELD;
	}
	if (!country_known(a->country) || !address_gstin_valid(a)) return ERR_BAD_FIELD;
	if (strcmp(a->country, "IN") != 0) return OK;
	return region_of(a->state, a->pin) ? OK : ERR_BAD_FIELD;
}

static err_t check_line(struct tx *tx, const struct order_line_new *n, const struct sell_to *to, struct bill_line *l)
{
	TRY(product_find_to_order(tx_db(tx), n->product, tx_now_ms(tx), &l->product));
	TRY(bill_line_choose(tx_db(tx), n->variant, to, l));
	if (l->sale.way == SELL_ENQUIRY) return ERR_ENQUIRY_ONLY;
	l->quantity = n->quantity;
	return n->quantity < l->product.moq || n->quantity > PRODUCT_STOCK_MAX || n->shown_minor < 0 ? ERR_BAD_FIELD : OK;
}

/* Flash pieces at this moment; -1: none that would be lower. */
static err_t take_flash(struct tx *tx, const struct bill_line *l, int64_t *ret_minor)
{
	*ret_minor = -1;
	if (!price_flash_is_lower(&l->product, &l->variant, l->price)) return OK;
	return flash_take(tx, l->product.id.s, l->quantity, ret_minor);
}

/* What the buyer holds is theirs, at the price it was held at. The rest is taken at the price of this moment, and whoever was shown a
 * lower one is asked again. */
static err_t take_line(struct tx *tx, const char *person, const struct order_line_new *n, struct bill_line *l, bool *ret_held)
{
	const char *product = l->product.id.s, *variant = l->variant.id.s;
	int64_t flash_minor;
	TRY(price_usual(tx_db(tx), &l->product, &l->variant, l->quantity, &l->price));
	TRY(hold_use(tx, person, product, variant, l->quantity, ret_held, &flash_minor));
	if (!*ret_held) TRY(take_flash(tx, l, &flash_minor));
	if (flash_minor > 0) {
		struct flash f;
		TRY(flash_find(tx_db(tx), product, &f));
		bill_line_flash(l, flash_minor, f.funder);
	}
	if (n->shown_minor && l->price.minor - l->off_minor / l->quantity > n->shown_minor) return ERR_CONFLICT;
	return *ret_held ? OK : stock_take(tx, product, variant, l->quantity);
}

static err_t take_lines(struct tx *tx, const struct order_new *n, const char *person, struct draft *d)
{
	for (size_t i = 0; i < n->n_lines; i++) {
		struct bill_line *l = &d->bill.lines[d->bill.n_lines];
		err_t e = check_line(tx, &n->lines[i], &d->to, l);
		if (n->leave_enquiries && (e == ERR_ENQUIRY_ONLY || e == ERR_NO_PRODUCT)) continue;
		if (e == OK) e = take_line(tx, person, &n->lines[i], l, &d->held[d->bill.n_lines]);
		if (e != OK && n->ret_fault) *n->ret_fault = (int)i;
		TRY(e);
		d->given[d->bill.n_lines++] = &n->lines[i];
	}
	return d->bill.n_lines ? OK : ERR_ENQUIRY_ONLY;
}

static err_t add_up(struct tx *tx, const struct order_new *n, const char *person, struct draft *d)
{
	struct bill *b = &d->bill;
	TRY(bill_add_up(tx_db(tx), b, &d->to, person, n->coupon ? n->coupon : "", tx_now_ms(tx)));
	if (b->verdict != COUPON_NONE && b->verdict != COUPON_APPLIED) return ERR_COUPON;
	return n->total_minor && b->total.minor > n->total_minor ? ERR_CONFLICT : OK;
}

/* What was held is scarce as well: else it would not have been. */
static bool has_scarce(const struct draft *d, int64_t scarce_stock)
{
	for (size_t i = 0; i < d->bill.n_lines; i++) {
		const struct bill_line *l = &d->bill.lines[i];
		if (d->held[i] || l->product.one_of_a_kind || (!l->product.made_to_order && l->variant.stock <= scarce_stock)) return true;
	}
	return false;
}

static err_t place(struct tx *tx, const struct order_new *n, struct draft *d, struct order *o)
{
	struct person buyer;
	bool pays_first = false;
	TRY(person_find(tx_db(tx), n->person, &buyer));
	TRY(take_lines(tx, n, buyer.id.s, d));
	if (!buyer.email_confirmed) return ERR_UNCONFIRMED;
	if (n->limits) TRY(buyer_may_order(tx, n->limits, buyer.id.s, has_scarce(d, n->limits->scarce_stock), &pays_first));
	TRY(add_up(tx, n, buyer.id.s, d));
	TRY(order_write(tx, &(struct order_made){.wish = n, .person = buyer.id.s, .to = &d->to, .bill = &d->bill, .given = d->given, .held = d->held}, o));
	o->pays_first = pays_first;
	if (d->bill.verdict == COUPON_APPLIED) TRY(coupon_use(tx, &d->bill.coupon, buyer.id.s, o->id.s, d->bill.off_minor));
	for (int i = 0; i < o->n_children; i++) TRY(follow_placed(tx, o, i));
	return OK;
}

err_t order_place(struct tx *tx, const struct order_new *given, struct order_id *ret_id)
{
	struct order_new n = *given;
	TRY(check_address(&n.to));
	if (n.n_lines < 1) return ERR_MISSING_FIELD;
	if (n.n_lines > ORDER_LINES_MAX) return ERR_TOO_LONG;
	struct draft *d = malloc(sizeof *d);
	if (!d) abort();
	memset(d, 0, offsetof(struct draft, bill.lines) + n.n_lines * sizeof *d->bill.lines);
	d->to = (struct sell_to){n.to.country, strcmp(n.to.country, "IN") == 0 ? region_of(n.to.state, n.to.pin) : REGION_NONE};
	struct order own, *o = n.ret_order ? n.ret_order : &own;
	err_t e = place(tx, &n, d, o);
	if (e == OK) *ret_id = o->id;
	free(d);
	return e;
}

err_t order_place_from(struct tx *tx, const char *enquiry, const char *variant, int64_t quantity, const struct address *to, const struct buyer_limits *limits,
                       struct order_id *ret_id)
{
	struct enquiry e;
	enum enquiry_state after;
	struct order_id id;
	TRY(enquiry_find(tx_db(tx), enquiry, &e));
	TRY(enquiry_next(e.state, ENQUIRY_EVENT_TO_ORDER, &after)); /* a second conversion is told so before it is told anything else */
	if (!*e.product.s) return ERR_NO_PRODUCT;
	struct order_line_new line = {.product = e.product.s, .variant = variant, .quantity = quantity, .moment = e.moment};
	TRY(order_place(tx, &(struct order_new){.person = e.person.s, .enquiry = e.id.s, .lines = &line, .n_lines = 1, .to = *to, .limits = limits}, &id));
	TRY(enquiry_convert(tx, &e, ENQUIRY_EVENT_TO_ORDER, id.s));
	*ret_id = id;
	return OK;
}
