/* order_place.c — the one way an order comes into being: check, price, take, write; any refusal undoes the whole handler. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "trade/enquiry.h"
#include "trade/flash.h"
#include "trade/follow.h"
#include "trade/order.h"
#include "trade/region.h"
#include "trade/price.h"
#include "trade/sell_rule.h"

/* An order being made. */
struct draft {
	struct order_id id;
	char number[NUMBER_CHARS + 1];
	struct money total;
	int n_children, region;
	struct { char id[ID_CHARS + 1]; const struct sale *sale; struct money total; } children[ORDER_LINES_MAX];
	struct { struct product product; struct variant variant; struct sale sale; struct money price; bool flash; int child; } lines[ORDER_LINES_MAX];
};

static err_t check_address(struct address *a)
{
	const struct { const char **text; bool needed; } fields[] = {{&a->name, true}, {&a->phone, true}, {&a->line1, true}, {&a->line2, false},
	                                                             {&a->city, true}, {&a->state, true}, {&a->pin, true}, {&a->country, true}};
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		if (!*fields[i].text) *fields[i].text = "";
		const char *s = *fields[i].text;
		if (fields[i].needed && !*s) return ERR_MISSING_FIELD;
		if (strlen(s) > ORDER_ADDRESS_MAX) return ERR_TOO_LONG;
		if (!text_printable(s, false)) return ERR_BAD_FIELD;
	}
	if (strlen(a->country) != 2) return ERR_BAD_FIELD;
	if (strcmp(a->country, "IN") != 0) return OK;
	return region_of(a->state, a->pin) ? OK : ERR_BAD_FIELD;
}

static err_t check_lines(struct tx *tx, const struct order_new *n, struct draft *d)
{
	if (n->n_lines < 1) return ERR_MISSING_FIELD;
	if (n->n_lines > ORDER_LINES_MAX) return ERR_TOO_LONG;
	for (size_t i = 0; i < n->n_lines; i++) {
		const struct order_line_new *l = &n->lines[i];
		struct product *p = &d->lines[i].product;
		TRY(product_find(tx_db(tx), l->product, tx_now_ms(tx), p));
		d->lines[i].sale = product_sale(p, &(struct sell_to){n->to.country, d->region});
		if (d->lines[i].sale.way == SELL_ENQUIRY) return ERR_ENQUIRY_ONLY;
		TRY(variant_of(tx_db(tx), p, l->variant, &d->lines[i].variant));
		if (l->quantity < p->moq || l->quantity > PRODUCT_STOCK_MAX || l->shown_minor < 0) return ERR_BAD_FIELD;
	}
	return OK;
}

/* The price of this moment; whoever was shown a lower one is asked again. */
static err_t take_line(struct tx *tx, const struct order_line_new *l, struct draft *d, size_t i)
{
	struct product *p = &d->lines[i].product;
	const struct variant *v = &d->lines[i].variant;
	struct money *price = &d->lines[i].price;
	int64_t flash_minor = -1, left;
	TRY(price_usual(tx_db(tx), p, v, l->quantity, price));
	if (price_flash_is_lower(p, v, *price)) TRY(flash_take(tx, p->id.s, l->quantity, &flash_minor));
	d->lines[i].flash = flash_minor >= 0;
	if (d->lines[i].flash) *price = price_flash(p, v);
	if (l->shown_minor && price->minor > l->shown_minor) return ERR_CONFLICT;
	return stock_take(tx, p->id.s, v->id.s, l->quantity, &left);
}

/* The child of a line's seller of record; one seller's paper and tax are the same for every line that goes to one place. */
static int child_of(struct draft *d, const struct sale *sale)
{
	for (int i = 0; i < d->n_children; i++)
		if (strcmp(d->children[i].sale->seller->id.s, sale->seller->id.s) == 0) return i;
	int i = d->n_children++;
	id_new(d->children[i].id);
	d->children[i].sale = sale;
	d->children[i].total = (struct money){0};
	return i;
}

static err_t add_up(const struct order_new *n, struct draft *d)
{
	for (size_t i = 0; i < n->n_lines; i++) {
		struct money sum;
		int c = d->lines[i].child = child_of(d, &d->lines[i].sale);
		TRY(money_times(d->lines[i].price, n->lines[i].quantity, &sum));
		TRY(money_add(&d->children[c].total, sum));
		TRY(money_add(&d->total, sum));
	}
	return OK;
}

static err_t write_head(struct tx *tx, const struct order_new *n, const struct draft *d, const char *person)
{
	const struct address *a = &n->to;
	const char *placed = order_state_wire(ORDER_PLACED);
	TRY(db_exec(tx_db(tx), Q_ORDER_INSERT, V(d->id.s), V(d->number), V(person), V(n->enquiry ? n->enquiry : ""), V(placed), V(d->total.minor),
	            V(d->total.currency), V(a->name), V(a->phone), V(a->line1), V(a->line2), V(a->city), V(a->state), V(a->pin), V(a->country), V(tx_now_ms(tx))));
	for (int i = 0; i < d->n_children; i++) {
		char number[NUMBER_CHARS + 8];
		snprintf(number, sizeof number, "%s/%d", d->number, i + 1);
		TRY(db_exec(tx_db(tx), Q_ORDER_CHILD_INSERT, V(d->children[i].id), V(d->id.s), V(number), V(d->children[i].sale->seller->id.s), V(placed),
		            V(d->children[i].total.minor), V(d->children[i].total.currency), V(sell_paper_wire(d->children[i].sale->paper)),
		            V(sell_tax_wire(d->children[i].sale->tax)), V(d->region)));
	}
	return OK;
}

static err_t write_lines(struct tx *tx, const struct order_new *n, const struct draft *d)
{
	for (size_t i = 0; i < n->n_lines; i++) {
		const struct order_line_new *l = &n->lines[i];
		char id[ID_CHARS + 1];
		id_new(id);
		TRY(db_exec(tx_db(tx), Q_ORDER_LINE_INSERT, V(id), V(d->id.s), V(d->children[d->lines[i].child].id), V(d->lines[i].product.id.s),
		            V(d->lines[i].product.booth.s), V(l->quantity), V(d->lines[i].price.minor), V(l->shown_minor), V(d->lines[i].flash),
		            V(d->lines[i].price.currency), V(l->moment.broadcast.s), V(l->moment.media_us), V(l->moment.estimated),
		            V(d->lines[i].product.seller.s), V(d->lines[i].variant.id.s)));
	}
	return OK;
}

/* Those who follow read the order as it stands in the store, once for all of them. */
static err_t tell_followers(struct tx *tx, const struct order_id *id)
{
	struct order o;
	TRY(order_find(tx_db(tx), id->s, &o));
	for (int i = 0; i < o.n_children; i++) TRY(follow_placed(tx, &o, i));
	return OK;
}

err_t order_place(struct tx *tx, const struct order_new *given, struct order_id *ret_id)
{
	struct order_new n = *given;
	struct draft d = {.n_children = 0};
	struct person buyer;
	TRY(check_address(&n.to));
	d.region = strcmp(n.to.country, "IN") == 0 ? region_of(n.to.state, n.to.pin) : REGION_NONE;
	TRY(check_lines(tx, &n, &d));
	TRY(person_find(tx_db(tx), n.person, &buyer));
	if (!buyer.email_confirmed) return ERR_UNCONFIRMED;
	for (size_t i = 0; i < n.n_lines; i++) TRY(take_line(tx, &n.lines[i], &d, i));
	TRY(add_up(&n, &d));
	TRY(number_next(tx, 'O', d.number));
	id_new(d.id.s);
	TRY(write_head(tx, &n, &d, buyer.id.s));
	TRY(write_lines(tx, &n, &d));
	TRY(tell_followers(tx, &d.id));
	*ret_id = d.id;
	return OK;
}

err_t order_place_from(struct tx *tx, const char *enquiry, const char *variant, int64_t quantity, const struct address *to, struct order_id *ret_id)
{
	struct enquiry e;
	enum enquiry_state after;
	struct order_id id;
	TRY(enquiry_find(tx_db(tx), enquiry, &e));
	TRY(enquiry_next(e.state, ENQUIRY_EVENT_TO_ORDER, &after)); /* a second conversion is told so before it is told anything else */
	if (!*e.product.s) return ERR_NO_PRODUCT;
	struct order_line_new line = {.product = e.product.s, .variant = variant, .quantity = quantity, .moment = e.moment};
	TRY(order_place(tx, &(struct order_new){.person = e.person.s, .enquiry = e.id.s, .lines = &line, .n_lines = 1, .to = *to}, &id));
	TRY(enquiry_convert(tx, &e, ENQUIRY_EVENT_TO_ORDER, id.s));
	*ret_id = id;
	return OK;
}
