/* trade.c — enquiries, leads and orders as JSON; members in the order of docs/PROTOCOL.md. */
#include "api/trade.h"

#include <string.h>

#include "base/clock.h"
#include "base/mask.h"
#include "api/moment.h"
#include "trade/card.h"
#include "trade/region.h"

void api_money_write(struct json *j, const char *key, const struct money *m)
{
	if (*m->currency) json_money(j, key, m->minor, m->currency);
	else json_nil(j, key);
}

err_t api_product_write(struct db *db, struct json *j, const char *product)
{
	struct product p;
	err_t e = *product ? product_find(db, product, clock_wall_ms(), &p) : ERR_NO_PRODUCT;
	if (e == OK) card_write(j, "product", &p);
	else json_nil(j, "product");
	return e == ERR_NO_PRODUCT ? OK : e;
}

static void each_message(void *arg, const struct enquiry_message *m)
{
	struct json *j = arg;
	json_obj(j, NULL);
	json_str(j, "id", m->id);
	json_str(j, "by", m->by);
	json_opt(j, "text", m->text);
	json_opt(j, "phrase", m->phrase);
	json_opt(j, "lang", m->lang);
	if (*m->hi || *m->en) {
		json_obj(j, "translated");
		if (*m->hi) json_str(j, "hi", m->hi);
		if (*m->en) json_str(j, "en", m->en);
		json_obj_end(j);
	}
	json_time(j, "at", m->at_ms);
	json_obj_end(j);
}

static void each_translation(void *arg, const char *lang, const char *text) { json_str(arg, lang, text); }

/* The note in other languages, as far as there is any. */
static err_t write_note_translations(struct db *db, struct json *j, const char *enquiry)
{
	json_obj(j, "note_translated");
	TRY(enquiry_note_translations(db, enquiry, each_translation, j));
	json_obj_end(j);
	return OK;
}

static err_t write_thread(struct db *db, struct json *j, const char *enquiry)
{
	json_arr(j, "messages");
	TRY(enquiry_thread(db, enquiry, each_message, j));
	json_arr_end(j);
	return OK;
}

/* The product's card, and how it is sold to where the wish comes from: the host and the desk read here why it is no order. */
static err_t write_product_and_sale(struct db *db, struct json *j, const struct enquiry *e)
{
	struct product p;
	err_t err = *e->product.s ? product_find(db, e->product.s, clock_wall_ms(), &p) : ERR_NO_PRODUCT;
	if (err == ERR_NO_PRODUCT) {
		json_nil(j, "product");
		json_nil(j, "sale");
		return OK;
	}
	TRY(err);
	const struct sale sale = product_sale(&p, &(struct sell_to){e->country, REGION_NONE});
	card_write(j, "product", &p);
	card_write_sale(j, &p, &sale);
	return OK;
}

err_t api_enquiry_write(struct db *db, struct json *j, const struct enquiry *e, bool messages)
{
	json_obj(j, NULL);
	json_str(j, "id", e->id.s);
	json_str(j, "booth_slug", e->booth_slug);
	card_write_both(j, "booth_name", e->booth_name_en, e->booth_name_hi);
	TRY(write_product_and_sale(db, j, e));
	json_int(j, "quantity", e->quantity);
	json_opt(j, "unit", e->unit);
	json_opt(j, "country", e->country);
	json_opt(j, "note", e->note);
	json_opt(j, "lang", e->lang);
	json_str(j, "name", e->name);
	json_bool(j, "confirmed", e->confirmed);
	json_str(j, "state", enquiry_state_wire(e->state));
	json_opt(j, "lead", e->lead.s);
	json_opt(j, "order", e->order.s);
	api_moment_write(j, &e->moment);
	json_time(j, "at", e->created_ms);
	if (messages) TRY(write_note_translations(db, j, e->id.s));
	if (messages) TRY(write_thread(db, j, e->id.s));
	json_obj_end(j);
	return OK;
}

static void write_lead_can(struct json *j, const struct lead *l, bool moves)
{
	enum lead_state to;
	json_arr(j, "can");
	for (enum lead_event e = 0; moves && e < LEAD_EVENTS; e++)
		if (lead_next(l->state, e, &to) == OK) json_str(j, NULL, lead_event_wire(e));
	json_arr_end(j);
}

err_t api_lead_write(struct db *db, struct json *j, const struct lead *l, bool moves)
{
	json_obj(j, NULL);
	json_str(j, "id", l->id.s);
	json_str(j, "number", l->number);
	json_str(j, "enquiry", l->enquiry.s);
	TRY(api_product_write(db, j, l->product.s));
	json_int(j, "quantity", l->quantity);
	json_str(j, "unit", l->unit);
	api_money_write(j, "target_price", &l->target);
	json_str(j, "incoterm", l->incoterm);
	json_str(j, "destination", l->destination);
	json_opt(j, "company", l->company);
	json_opt(j, "note", l->note);
	json_str(j, "name", l->name);
	json_opt(j, "country", l->country);
	json_str(j, "state", lead_state_wire(l->state));
	json_str(j, "booth_slug", l->booth_slug);
	api_moment_write(j, &l->moment);
	json_time(j, "at", l->created_ms);
	write_lead_can(j, l, moves);
	json_obj_end(j);
	return OK;
}

static void write_line(struct json *j, const struct order_line *l)
{
	struct money total = {0}, shown = {.minor = l->shown_minor};
	if (l->shown_minor) shown = (struct money){.minor = l->shown_minor, .currency = {l->price.currency[0], l->price.currency[1], l->price.currency[2]}};
	IGNORE(money_times(l->price, l->quantity, &total)); /* it was in bounds when it was placed */
	json_obj(j, NULL);
	json_str(j, "product", l->product.s);
	card_write_both(j, "maker", l->maker_en, l->maker_hi);
	card_write_both(j, "name", l->name_en, l->name_hi);
	json_opt(j, "variant", l->variant.s);
	if (*l->variant.s) card_write_both(j, "variant_name", l->variant_en, l->variant_hi);
	else json_nil(j, "variant_name");
	json_int(j, "quantity", l->quantity);
	json_str(j, "unit", l->unit);
	api_money_write(j, "price", &l->price);
	api_money_write(j, "total", &total);
	json_int(j, "off_minor", l->off_minor);
	json_opt(j, "funder", l->funder);
	api_money_write(j, "shown", &shown);
	api_moment_write(j, &l->moment);
	json_obj_end(j);
}

static void write_children(struct json *j, const struct order *o)
{
	json_arr(j, "children");
	for (int c = 0; c < o->n_children; c++) {
		const struct order_child *child = &o->children[c];
		json_obj(j, NULL);
		json_str(j, "id", child->id);
		json_str(j, "number", child->number);
		json_str(j, "seller", child->seller_name);
		card_write_both(j, "seller_name", child->seller_name, child->seller_hi);
		json_opt(j, "paper", child->paper);
		json_opt(j, "tax", child->tax);
		json_str(j, "state", order_state_wire(child->state));
		api_money_write(j, "total", &child->total);
		json_int(j, "shipping_minor", child->shipping_minor);
		json_arr(j, "lines");
		for (int i = 0; i < o->n_lines; i++)
			if (o->lines[i].child == c) write_line(j, &o->lines[i]);
		json_arr_end(j);
		json_obj_end(j);
	}
	json_arr_end(j);
}

/* Who works at the fair sees street and number by a look of its own (api/look.h). */
static void write_reach(struct json *j, const struct order *o, bool masked)
{
	char text[MASK_BYTES];
	if (!masked) {
		json_str(j, "phone", o->to_phone);
		json_str(j, "line1", o->to_line1);
		if (*o->to_line2) json_str(j, "line2", o->to_line2);
		return;
	}
	mask_end(o->to_phone, text);
	json_str(j, "phone", text);
	mask_all(o->to_line1, text);
	json_str(j, "line1", text);
	json_bool(j, "masked", true);
}

static void write_address(struct json *j, const struct order *o, bool masked)
{
	json_obj(j, "address");
	json_str(j, "name", o->to_name);
	write_reach(j, o, masked);
	json_str(j, "city", o->to_city);
	json_str(j, "state", o->to_state);
	json_str(j, "pin", o->to_pin);
	json_str(j, "country", o->to_country);
	if (*o->to_gstin) json_str(j, "gstin", o->to_gstin);
	json_obj_end(j);
}

static void write_can(struct json *j, const struct order *o, const struct order_actor *a)
{
	json_arr(j, "can");
	for (enum order_event e = 0; e < ORDER_EVENTS; e++)
		if (order_can(o, a, e)) json_str(j, NULL, order_event_wire(e));
	json_arr_end(j);
}

err_t api_order_write(struct json *j, const struct order *o, const struct person *who)
{
	struct order_actor actor;
	const struct moment none = {0};
	TRY(order_actor_of(o, who, &actor));
	json_obj(j, NULL);
	json_str(j, "id", o->id.s);
	json_str(j, "number", o->number);
	json_str(j, "state", order_state_wire(o->state));
	json_str(j, "name", o->to_name);
	json_str(j, "country", o->to_country);
	api_money_write(j, "total", &o->total);
	json_time(j, "at", o->created_ms);
	api_moment_write(j, o->n_lines ? &o->lines[0].moment : &none);
	write_children(j, o);
	write_address(j, o, role_is_staff(who->role) && strcmp(who->id.s, o->person.s) != 0);
	write_can(j, o, &actor);
	json_obj_end(j);
	return OK;
}

static const struct shape_field address_fields[] = {
	SHAPE_STR(struct address_body, name, REQ),  SHAPE_STR(struct address_body, phone, REQ), SHAPE_STR(struct address_body, line1, REQ),
	SHAPE_STR(struct address_body, line2, OPT), SHAPE_STR(struct address_body, city, REQ),  SHAPE_STR(struct address_body, state, REQ),
	SHAPE_STR(struct address_body, pin, REQ),   SHAPE_STR(struct address_body, country, REQ), SHAPE_STR(struct address_body, gstin, OPT),
};
const struct shape address_shape = SHAPE("address", struct address_body, address_fields);

struct address api_address(const struct address_body *b)
{
	return (struct address){.name = b->name, .phone = b->phone, .line1 = b->line1, .line2 = b->line2, .city = b->city, .state = b->state, .pin = b->pin, .country = b->country,
	                        .gstin = b->gstin};
}

err_t api_address_check(struct http_reply *rp, const struct address_body *b)
{
	const struct address a = api_address(b);
	return address_gstin_valid(&a) ? OK : http_fault(rp, "address.gstin", ERR_BAD_FIELD);
}
