/* cart_view.c — a cart as it would be sold now: every line looked up anew, and what has changed said beside it. */
#include <string.h>

#include "base/text.h"
#include "trade/cart.h"
#include "trade/flash.h"

static const char *const states[CART_STATES] = {
	[CART_GOOD] = "good", [CART_HELD] = "held", [CART_GONE] = "gone", [CART_ELSEWHERE] = "held-by-others", [CART_ENQUIRY] = "enquiry"};

const char *cart_state_wire(enum cart_state s) { return states[s]; }

/* The price of now, or of the hold; nothing is taken. */
static err_t price(struct db *db, const struct hold *own, int64_t now_ms, struct bill_line *l)
{
	struct flash f;
	TRY(price_usual(db, &l->product, &l->variant, l->quantity, &l->price));
	err_t e = flash_find(db, l->product.id.s, &f);
	if (e == ERR_NOT_FOUND) return OK;
	TRY(e);
	const bool on = f.starts_ms <= now_ms && f.ends_ms > now_ms && f.remaining >= l->quantity;
	if (own->flash_minor) bill_line_flash(l, own->flash_minor, f.funder);
	else if (on && !own->quantity) bill_line_flash(l, f.price_minor, f.funder);
	return OK;
}

/* How a line stands: mine, free, with others, or gone. */
static err_t judge(struct db *db, const char *person, const struct hold *own, struct cart_view *v, size_t i)
{
	const struct bill_line *l = &v->bill.lines[i];
	int64_t others, first_ms;
	v->about[i].held_ms = 0;
	v->about[i].free = l->variant.stock + own->quantity;
	v->about[i].state = CART_ENQUIRY;
	if (!l->sale.seller) return OK;
	if (own->quantity == l->quantity) {
		v->about[i].state = CART_HELD;
		v->about[i].held_ms = own->until_ms;
		return OK;
	}
	v->about[i].state = CART_GOOD;
	if (v->about[i].free >= l->quantity) return OK;
	TRY(hold_by_others(db, person, l->product.id.s, l->variant.id.s, &others, &first_ms));
	v->about[i].state = others ? CART_ELSEWHERE : CART_GONE;
	v->about[i].held_ms = first_ms;
	return OK;
}

static err_t view_line(struct db *db, const char *person, const struct sell_to *to, int64_t now_ms, struct cart_view *v, size_t i)
{
	struct bill_line *l = &v->bill.lines[i];
	struct hold own;
	memset(l, 0, sizeof *l);
	TRY(bill_line_find(db, v->lines[i].product, v->lines[i].variant, to, now_ms, l));
	l->quantity = v->lines[i].quantity;
	TRY(hold_find(db, person, v->lines[i].product, v->lines[i].variant, &own));
	if (!own.held) own.quantity = own.flash_minor = 0; /* it rests */
	TRY(price(db, &own, now_ms, l));
	v->about[i].now_minor = l->price.minor - l->off_minor / l->quantity;
	return judge(db, person, &own, v, i);
}

err_t cart_view(struct db *db, const char *person, const struct sell_to *to, const char *coupon, int64_t now_ms, struct cart_view *ret)
{
	size_t n, kept = 0;
	TRY(cart_lines(db, person, ret->lines, &n));
	for (size_t i = 0; i < n; i++) {
		ret->lines[kept] = ret->lines[i];
		err_t e = view_line(db, person, to, now_ms, ret, kept);
		if (e == OK) kept++;
		else if (e != ERR_NO_PRODUCT && e != ERR_BAD_FIELD && e != ERR_MISSING_FIELD) return e; /* those are withdrawn products and variants */
	}
	ret->bill.n_lines = kept;
	ret->n_withdrawn = (int)(n - kept);
	return bill_add_up(db, &ret->bill, to, person, coupon, now_ms);
}
