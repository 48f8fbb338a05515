/* cart.c — rows of carts. */
#include "trade/cart.h"

#include <string.h>

#include "base/text.h"

static err_t stands(struct db *db, const char *person, const struct cart_item *item, int64_t *ret_lines, int64_t *ret_quantity)
{
	struct rows r;
	*ret_lines = *ret_quantity = 0;
	db_query(db, &r, Q_CART_STANDS, V(person), V(item->product), V(item->variant));
	if (rows_next(&r)) *ret_lines = rows_int(&r, 0), *ret_quantity = rows_int(&r, 1);
	return rows_end(&r);
}

static err_t take_out(struct tx *tx, const char *person, const struct cart_item *item)
{
	TRY(hold_end(tx, person, item->product, item->variant));
	return db_exec(tx_db(tx), Q_CART_REMOVE, V(person), V(item->product), V(item->variant));
}

static err_t put_in(struct tx *tx, const char *person, const struct cart_item *item, const struct hold_rules *rules, struct hold *h, enum hold_result *ret)
{
	struct stock_terms p;
	struct variant v;
	TRY(stock_terms_find(tx_db(tx), item->product, &p));
	TRY(variant_choose(tx_db(tx), item->product, &p, item->variant, &v));
	if (item->quantity < p.moq || item->quantity > PRODUCT_STOCK_MAX || item->shown_minor < 0) return ERR_BAD_FIELD;
	TRY(hold_take(tx, &p, &v, item->quantity, rules, h, ret));
	return db_exec(tx_db(tx), Q_CART_PUT, V(person), V(item->product), V(item->variant), V(item->quantity), V(item->shown_minor), V(item->moment.broadcast.s),
	               V(item->moment.media_us), V(item->moment.estimated), V(tx_now_ms(tx)));
}

err_t cart_put(struct tx *tx, const char *person, const struct cart_item *item, const struct hold_rules *rules, struct cart_done *ret)
{
	struct hold h;
	int64_t before, lines;
	*ret = (struct cart_done){.hold = HOLD_PLENTY};
	TRY(stands(tx_db(tx), person, item, &lines, &before));
	if (item->quantity == 0) {
		ret->count = before ? lines - 1 : lines;
		ret->stock_moved = true; /* it may have: the hold, if there was one, is back */
		return take_out(tx, person, item);
	}
	if (!before && lines >= CART_LINES_MAX) return ERR_FULL;
	TRY(hold_find(tx_db(tx), person, item->product, item->variant, &h));
	const int64_t held = h.quantity;
	TRY(put_in(tx, person, item, rules, &h, &ret->hold));
	ret->count = before ? lines : lines + 1;
	ret->held_until_ms = h.held ? h.until_ms : 0;
	ret->stock_moved = held != (h.held ? h.quantity : 0);
	return OK;
}

/* A store would sort them at a price; they are few, and mostly in order. */
static void sort_in(struct cart_line *lines, size_t n)
{
	const struct cart_line l = lines[n];
	for (; n && lines[n - 1].added_ms > l.added_ms; n--) lines[n] = lines[n - 1];
	lines[n] = l;
}

err_t cart_lines(struct db *db, const char *person, struct cart_line ret[static CART_LINES_MAX], size_t *ret_n)
{
	struct rows r;
	size_t n = 0;
	db_query(db, &r, Q_CART_LINES, V(person), V(CART_LINES_MAX));
	while (n < CART_LINES_MAX && rows_next(&r)) {
		struct cart_line *l = &ret[n];
		*l = (struct cart_line){.quantity = rows_int(&r, 2), .shown_minor = rows_int(&r, 3), .added_ms = rows_int(&r, 7)};
		rows_copy(&r, 0, l->product, sizeof l->product);
		rows_copy(&r, 1, l->variant, sizeof l->variant);
		rows_copy(&r, 4, l->moment.broadcast.s, sizeof l->moment.broadcast.s);
		l->moment.media_us = rows_int(&r, 5);
		l->moment.estimated = rows_int(&r, 6) != 0;
		sort_in(ret, n++);
	}
	*ret_n = n;
	return rows_end(&r);
}

err_t cart_order(struct tx *tx, const struct cart_order *c, int *ret_fault, struct order_id *ret_id)
{
	struct cart_line all[CART_LINES_MAX];
	struct order_line_new lines[CART_LINES_MAX];
	struct order own, *o = c->ret_order ? c->ret_order : &own;
	size_t n;
	*ret_fault = -1;
	TRY(cart_lines(tx_db(tx), c->person, all, &n));
	for (size_t i = 0; i < n; i++)
		lines[i] = (struct order_line_new){.product = all[i].product, .variant = all[i].variant, .quantity = all[i].quantity, .shown_minor = all[i].shown_minor,
		                                   .moment = all[i].moment};
	const struct order_new order = {.person = c->person, .lines = lines, .n_lines = n, .to = c->to, .coupon = c->coupon, .total_minor = c->total_minor, .limits = c->limits,
	                                .leave_enquiries = true, .ret_fault = ret_fault, .ret_order = o};
	TRY(order_place(tx, &order, ret_id));
	for (int i = 0; i < o->n_lines; i++) TRY(db_exec(tx_db(tx), Q_CART_REMOVE, V(c->person), V(o->lines[i].product.s), V(o->lines[i].variant.s)));
	return OK;
}

err_t cart_adopt(struct tx *tx, const char *guest, const char *buyer)
{
	struct cart_line all[CART_LINES_MAX];
	int64_t n_mine;
	size_t n;
	TRY(hold_adopt(tx, guest, buyer));
	TRY(db_exec(tx_db(tx), Q_CART_MERGE_BOTH, V(guest), V(buyer)));
	TRY(db_int(tx_db(tx), &n_mine, Q_CART_COUNT, V(buyer)));
	TRY(cart_lines(tx_db(tx), guest, all, &n));
	for (size_t i = 0; i < n; i++) {
		int64_t has;
		err_t e = db_int(tx_db(tx), &has, Q_CART_HAS, V(buyer), V(all[i].product), V(all[i].variant));
		if (e == ERR_NOT_FOUND && n_mine < CART_LINES_MAX) {
			TRY(db_exec(tx_db(tx), Q_CART_MERGE_ONE, V(guest), V(buyer), V(all[i].product), V(all[i].variant)));
			n_mine++;
			continue;
		}
		if (e != ERR_NOT_FOUND) TRY(e);
		TRY(db_exec(tx_db(tx), Q_CART_REMOVE, V(guest), V(all[i].product), V(all[i].variant)));
	}
	return OK;
}
