/* order_write.c — see order_write.h. */
#include "trade/order_write.h"

#include <stdio.h>

#include "base/text.h"

#define COPY(to, from) text_copy((to), sizeof(to), (from))

/* ── in memory ── */

static void fill_head(struct tx *tx, const struct order_made *m, struct order *o)
{
	const struct address *a = &m->wish->to;
	id_new(o->id.s);
	COPY(o->person.s, m->person);
	COPY(o->enquiry.s, text_or_empty(m->wish->enquiry));
	o->state = ORDER_PLACED;
	o->total = m->bill->total;
	COPY(o->to_name, a->name);
	COPY(o->to_phone, a->phone);
	COPY(o->to_line1, a->line1);
	COPY(o->to_line2, a->line2);
	COPY(o->to_city, a->city);
	COPY(o->to_state, a->state);
	COPY(o->to_pin, a->pin);
	COPY(o->to_country, a->country);
	COPY(o->to_gstin, a->gstin);
	o->created_ms = tx_now_ms(tx);
}

static void fill_child(const struct bill_group *g, const char *number, int place, struct order_child *c)
{
	id_new(c->id);
	snprintf(c->number, sizeof c->number, "%.*s/%d", NUMBER_CHARS - 3, number, place);
	c->seller = g->who->id;
	COPY(c->seller_name, g->who->name);
	COPY(c->seller_hi, g->who->name_hi);
	COPY(c->paper, sell_paper_wire(g->sale->paper));
	COPY(c->tax, sell_tax_wire(g->sale->tax));
	c->state = ORDER_PLACED;
	c->total = g->total;
	c->shipping_minor = g->shipping_minor;
}

static void fill_line(const struct bill_line *b, const struct order_line_new *given, bool held, struct order_line *l)
{
	const struct product *p = &b->product;
	*l = (struct order_line){.child = b->group, .product = p->id, .variant = b->variant.id, .booth = p->booth, .maker = p->seller, .quantity = b->quantity,
	                         .shown_minor = given->shown_minor, .price = b->price, .off_minor = b->off_minor, .flash = b->flash, .held = held, .left = p->stock,
	                         .moment = given->moment};
	id_new(l->id);
	COPY(l->variant_en, b->variant.name_en);
	COPY(l->variant_hi, b->variant.name_hi);
	COPY(l->slug, p->slug);
	COPY(l->booth_slug, p->booth_slug);
	COPY(l->name_en, p->name_en);
	COPY(l->name_hi, p->name_hi);
	COPY(l->unit, p->unit);
	COPY(l->hsn, p->hsn);
	COPY(l->maker_en, p->sellers.maker.name);
	COPY(l->maker_hi, p->sellers.maker.name_hi);
	COPY(l->funder, funder_wire(b->off_minor ? b->funder : FUNDER_NONE));
}

static void fill(struct tx *tx, const struct order_made *m, struct order *o)
{
	fill_head(tx, m, o);
	o->n_children = m->bill->n_groups;
	for (int i = 0; i < o->n_children; i++) fill_child(&m->bill->groups[i], o->number, i + 1, &o->children[i]);
	o->n_lines = (int)m->bill->n_lines;
	for (int i = 0; i < o->n_lines; i++) fill_line(&m->bill->lines[i], m->given[i], m->held[i], &o->lines[i]);
}

/* ── in the store ── */

static err_t write_head(struct tx *tx, const struct order *o)
{
	return db_exec(tx_db(tx), Q_ORDER_INSERT, V(o->id.s), V(o->number), V(o->person.s), V(o->enquiry.s), V(order_state_wire(o->state)), V(o->total.minor),
	               V(o->total.currency), V(o->to_name), V(o->to_phone), V(o->to_line1), V(o->to_line2), V(o->to_city), V(o->to_state), V(o->to_pin), V(o->to_country),
	               V(o->created_ms), V(o->to_gstin));
}

/* Beside what is read of it: where it is supplied to, and whether tax is collected at source, as of that day. */
static err_t write_child(struct tx *tx, const struct order *o, const struct order_child *c, int region, bool tcs)
{
	return db_exec(tx_db(tx), Q_ORDER_CHILD_INSERT, V(c->id), V(o->id.s), V(c->number), V(c->seller.s), V(order_state_wire(c->state)), V(c->total.minor),
	               V(c->total.currency), V(c->paper), V(c->tax), V(region), V(c->shipping_minor), V(tcs));
}

static err_t write_line(struct tx *tx, const struct order *o, const struct order_line *l)
{
	return db_exec(tx_db(tx), Q_ORDER_LINE_INSERT, V(l->id), V(o->id.s), V(o->children[l->child].id), V(l->product.s), V(l->booth.s), V(l->quantity), V(l->price.minor),
	               V(l->shown_minor), V(l->flash), V(l->price.currency), V(l->moment.broadcast.s), V(l->moment.media_us), V(l->moment.estimated), V(l->maker.s),
	               V(l->variant.s), V(l->off_minor), V(l->funder));
}

err_t order_write(struct tx *tx, const struct order_made *m, struct order *o)
{
	TRY(number_next(tx, 'O', o->number));
	fill(tx, m, o);
	TRY(write_head(tx, o));
	for (int i = 0; i < o->n_children; i++) TRY(write_child(tx, o, &o->children[i], m->to->region, m->bill->groups[i].sale->tcs));
	for (int i = 0; i < o->n_lines; i++) TRY(write_line(tx, o, &o->lines[i]));
	return OK;
}
