/* bill.c — grouping, reducing, adding. */
#include "trade/bill.h"

#include <string.h>

#include "trade/shipping.h"

err_t bill_line_find(struct db *db, const char *product, const char *variant, const struct sell_to *to, int64_t now_ms, struct bill_line *ret)
{
	TRY(product_find(db, product, now_ms, &ret->product));
	return bill_line_choose(db, variant, to, ret);
}

err_t bill_line_choose(struct db *db, const char *variant, const struct sell_to *to, struct bill_line *l)
{
	l->sale = product_sale(&l->product, to);
	return variant_of(db, &l->product, variant, &l->variant);
}

int64_t bill_line_weight_g(const struct bill_line *l)
{
	const int64_t one = l->variant.weight_g ? l->variant.weight_g : l->product.weight_g;
	return (one ? one : SHIPPING_UNSAID_G) * l->quantity;
}

void bill_line_flash(struct bill_line *l, int64_t flash_minor, enum funder funder)
{
	struct product p = l->product;
	p.flash.price_minor = flash_minor;
	if (!price_flash_is_lower(&p, &l->variant, l->price)) return;
	const struct money low = price_flash(&p, &l->variant);
	l->flash = true;
	l->funder = funder == FUNDER_ARTISAN ? FUNDER_NONE : funder; /* the artisan simply asks for less */
	if (l->funder == FUNDER_NONE) l->price = low;
	else l->off_minor = (l->price.minor - low.minor) * l->quantity;
}

static int group_of(struct bill *b, const struct bill_line *l)
{
	const struct standing *who = l->sale.seller ? l->sale.seller : &l->product.sellers.maker;
	const bool sold = l->sale.seller;
	for (int i = 0; i < b->n_groups; i++)
		if (!!b->groups[i].sale->seller == sold && strcmp(b->groups[i].who->id.s, who->id.s) == 0) return i;
	b->groups[b->n_groups] = (struct bill_group){.sale = &l->sale, .who = who};
	return b->n_groups++;
}

static err_t add_goods(struct bill *b)
{
	for (size_t i = 0; i < b->n_lines; i++) {
		struct bill_line *l = &b->lines[i];
		struct money sum;
		l->group = group_of(b, l);
		struct bill_group *g = &b->groups[l->group];
		TRY(money_times(l->price, l->quantity, &sum));
		TRY(money_add(&g->goods, sum));
		g->weight_g += bill_line_weight_g(l);
	}
	return OK;
}

/* What a coupon may take off a line: nothing is free, and the gateway carries no less than a rupee. */
static int64_t most_off(int64_t sum_minor) { return sum_minor > BILL_LINE_LEAST_MINOR ? sum_minor - BILL_LINE_LEAST_MINOR : 0; }

/* Lines that cannot be sold to this place take no part. */
static err_t apply_coupon(struct db *db, struct bill *b, const char *person, const char *code, int64_t now_ms)
{
	struct coupon_line lines[ORDER_LINES_MAX];
	size_t of[ORDER_LINES_MAX], n = 0;
	for (size_t i = 0; i < b->n_lines; i++) {
		const struct bill_line *l = &b->lines[i];
		if (!l->sale.seller) continue;
		of[n] = i;
		lines[n++] = (struct coupon_line){.seller = l->product.seller.s, .district = l->product.district, .sum_minor = l->price.minor * l->quantity, .flash = l->flash};
	}
	TRY(coupon_look(db, code, person, now_ms, lines, n, &b->coupon, &b->verdict));
	for (size_t i = 0; i < n; i++) {
		if (!lines[i].off_minor) continue;
		const int64_t most = most_off(lines[i].sum_minor);
		b->lines[of[i]].off_minor = lines[i].off_minor < most ? lines[i].off_minor : most;
		b->lines[of[i]].funder = b->coupon.funder;
	}
	return OK;
}

static err_t add_groups(struct db *db, struct bill *b, const struct sell_to *to, int64_t now_ms)
{
	for (size_t i = 0; i < b->n_lines; i++) b->groups[b->lines[i].group].off_minor += b->lines[i].off_minor;
	for (int i = 0; i < b->n_groups; i++) {
		struct bill_group *g = &b->groups[i];
		struct money shipping = g->goods;
		g->total = g->goods;
		g->total.minor -= g->off_minor;
		if (!g->sale->seller) continue;
		TRY(shipping_cost(db, g->who->region, to, g->weight_g, now_ms, &g->shipping_minor));
		shipping.minor = g->shipping_minor;
		TRY(money_add(&g->total, shipping));
		TRY(money_add(&b->total, g->total));
		b->off_minor += g->off_minor;
		b->shipping_minor += g->shipping_minor;
	}
	return OK;
}

err_t bill_add_up(struct db *db, struct bill *b, const struct sell_to *to, const char *person, const char *coupon, int64_t now_ms)
{
	b->n_groups = 0;
	b->total = (struct money){.minor = 0};
	b->off_minor = b->shipping_minor = 0;
	TRY(add_goods(b));
	TRY(apply_coupon(db, b, person, coupon, now_ms));
	return add_groups(db, b, to, now_ms);
}
