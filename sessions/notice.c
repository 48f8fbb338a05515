/* notice.c — reads back the row that was just written and tells it to those whom it concerns. */
#include "sessions/notice.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "sessions/inside.h"
#include "sessions/price_flash.h"
#include "sessions/say.h"
#include "sessions/translation.h"
#include "trade/enquiry.h"
#include "trade/hold.h"
#include "trade/lead.h"
#include "trade/order.h"
#include "trade/product.h"
#include "trade/waiting.h"

#define COPY(to, from) text_copy((to), sizeof(to), (from))

err_t notice_enquiry_opened(struct tx *tx, struct sessions *s, const struct enquiry_id *id)
{
	struct enquiry e;
	struct live_enquiry_opened m = {0};
	TRY(enquiry_find(tx_db(tx), id->s, &e));
	COPY(m.enquiry, e.id.s);
	COPY(m.product, e.product.s);
	COPY(m.unit, e.unit);
	COPY(m.country, e.country);
	COPY(m.note, e.note);
	COPY(m.lang, e.lang);
	COPY(m.name, e.name);
	m.quantity = e.quantity;
	m.confirmed = e.confirmed;
	m.media_us = e.moment.media_us;
	m.at_ms = e.created_ms;
	say_to_concerned(tx, s, &e.booth, NULL, LIVE_enquiry_opened, e.booth_slug, &m);
	translation_of_enquiry(tx, s, &e, "", e.note, e.lang);
	return OK;
}

struct newest { char id[ID_CHARS + 1]; struct live_enquiry_wrote said; };

static void keep_newest(void *arg, const struct enquiry_message *m)
{
	struct newest *n = arg;
	struct live_enquiry_wrote *to = &n->said;
	COPY(n->id, m->id);
	COPY(to->by, m->by);
	COPY(to->text, m->text);
	COPY(to->phrase, m->phrase);
	COPY(to->lang, m->lang);
	to->at_ms = m->at_ms;
}

err_t notice_enquiry_wrote(struct tx *tx, struct sessions *s, const struct enquiry_id *id)
{
	struct enquiry e;
	struct newest n = {0};
	TRY(enquiry_find(tx_db(tx), id->s, &e));
	TRY(enquiry_thread(tx_db(tx), id->s, keep_newest, &n));
	COPY(n.said.enquiry, id->s);
	say_to_concerned(tx, s, &e.booth, e.person.s, LIVE_enquiry_wrote, e.booth_slug, &n.said);
	translation_of_enquiry(tx, s, &e, n.id, n.said.text, n.said.lang);
	return notice_enquiry_changed(tx, s, id);
}

err_t notice_enquiry_translated(struct tx *tx, struct sessions *s, const struct enquiry_id *id, const char *message, const char *lang, const char *text)
{
	struct enquiry e;
	struct live_enquiry_translated m = {0};
	TRY(enquiry_find(tx_db(tx), id->s, &e));
	COPY(m.enquiry, id->s);
	COPY(m.message, message);
	COPY(m.lang, lang);
	COPY(m.text, text);
	say_to_concerned(tx, s, &e.booth, e.person.s, LIVE_enquiry_translated, e.booth_slug, &m);
	return OK;
}

err_t notice_enquiry_changed(struct tx *tx, struct sessions *s, const struct enquiry_id *id)
{
	struct enquiry e;
	struct live_enquiry_changed m = {0};
	TRY(enquiry_find(tx_db(tx), id->s, &e));
	COPY(m.enquiry, e.id.s);
	COPY(m.state, enquiry_state_wire(e.state));
	COPY(m.lead, e.lead.s);
	COPY(m.order, e.order.s);
	say_to_concerned(tx, s, &e.booth, e.person.s, LIVE_enquiry_changed, e.booth_slug, &m);
	return OK;
}

err_t notice_lead_opened(struct tx *tx, struct sessions *s, const struct lead_id *id)
{
	struct lead l;
	struct live_lead_opened m = {0};
	TRY(lead_find(tx_db(tx), id->s, &l));
	COPY(m.lead, l.id.s);
	COPY(m.enquiry, l.enquiry.s);
	COPY(m.product, l.product.s);
	COPY(m.name, l.name);
	COPY(m.country, l.country);
	m.quantity = l.quantity;
	m.at_ms = l.created_ms;
	say_to_concerned(tx, s, &l.booth, NULL, LIVE_lead_opened, l.booth_slug, &m);
	return notice_enquiry_changed(tx, s, &l.enquiry);
}

err_t notice_lead_changed(struct tx *tx, struct sessions *s, const struct lead_id *id)
{
	struct lead l;
	struct live_lead_changed m = {0};
	TRY(lead_find(tx_db(tx), id->s, &l));
	COPY(m.lead, l.id.s);
	COPY(m.state, lead_state_wire(l.state));
	say_to_concerned(tx, s, &l.booth, l.person.s, LIVE_lead_changed, l.booth_slug, &m);
	return OK;
}

/* An order is large (order.h), so it is read into the heap. */
[[nodiscard]] static err_t find_order(struct tx *tx, const struct order_id *id, struct order **ret)
{
	struct order *o = effect_arg(sizeof *o);
	err_t e = order_find(tx_db(tx), id->s, o);
	if (e != OK) free(o);
	else *ret = o;
	return e;
}

static err_t tell_stock_now(struct tx *tx, struct sessions *s, const struct product_id *id)
{
	struct stock_now now;
	struct live_stock_changed m = {0};
	TRY(stock_find(tx_db(tx), id->s, tx_now_ms(tx), &now));
	COPY(m.product, id->s);
	COPY(m.currency, now.currency);
	m.available = now.stock;
	m.held_until_ms = now.held_until_ms;
	m.price_minor = now.price_minor;
	TRY(say_public(tx, s, &now.booth, LIVE_stock_changed, NULL, &m, NULL));
	return price_flash_sold(tx, s, &now.booth, id->s);
}

/* What is held has left the stock before: as long as more is there, its screen stays as it is. The last one is sold now, not set aside. */
static bool told_before(const struct order_line *l) { return l->held && l->left > 0; }

static err_t placed_line(struct tx *tx, struct sessions *s, const struct order *o, const struct order_line *l)
{
	struct live_order_placed m = {.quantity = l->quantity, .total_minor = l->price.minor * l->quantity - l->off_minor, .at_ms = o->created_ms};
	COPY(m.order, o->id.s);
	COPY(m.number, o->number);
	COPY(m.product, l->product.s);
	COPY(m.currency, l->price.currency);
	COPY(m.name, o->to_name);
	COPY(m.country, o->to_country);
	say_to_concerned(tx, s, &l->booth, o->person.s, LIVE_order_placed, l->booth_slug, &m);
	return told_before(l) ? OK : notice_stock_changed(tx, s, &l->product);
}

err_t notice_order_placed(struct tx *tx, struct sessions *s, const struct order *o)
{
	for (int i = 0; i < o->n_lines; i++) TRY(placed_line(tx, s, o, &o->lines[i]));
	return OK;
}

static bool told_host_before(const struct order *o, int line)
{
	for (int i = 0; i < line; i++)
		if (strcmp(o->lines[i].booth.s, o->lines[line].booth.s) == 0) return true;
	return false;
}

err_t notice_order_changed(struct tx *tx, struct sessions *s, const struct order_id *id)
{
	struct order *o;
	struct live_order_changed m = {0};
	TRY(find_order(tx, id, &o));
	err_t e = OK;
	COPY(m.order, o->id.s);
	COPY(m.state, order_state_wire(o->state));
	say_to_staff(tx, s, LIVE_order_changed, NULL, &m);
	say_to_person(tx, s, o->person.s, LIVE_order_changed, NULL, &m);
	for (int i = 0; i < o->n_lines && e == OK; i++) {
		if (!told_host_before(o, i)) say_to_host(tx, s, &o->lines[i].booth, LIVE_order_changed, NULL, &m);
		if (o->state == ORDER_CANCELLED || o->state == ORDER_RETURNED) e = notice_stock_changed(tx, s, &o->lines[i].product);
	}
	free(o);
	return e;
}

err_t notice_stock_changed(struct tx *tx, struct sessions *s, const struct product_id *id)
{
	return stock_pace_later(tx, s->pace, id) ? OK : tell_stock_now(tx, s, id);
}

err_t notice_stock_owed(struct tx *tx, struct sessions *s)
{
	struct product_id due[STOCK_DUE_MAX];
	const size_t n = stock_pace_due(tx, s->pace, due);
	for (size_t i = 0; i < n; i++) {
		err_t e = tell_stock_now(tx, s, &due[i]);
		if (e != ERR_NO_PRODUCT) TRY(e); /* withdrawn meanwhile: nobody looks at it */
	}
	return OK;
}

#define HOLDS_A_TURN 20 /* the floor waits meanwhile; what is left is due again at once */
struct turn { char products[HOLDS_A_TURN][ID_CHARS + 1]; size_t n; };

static void keep_product(void *arg, const char *product)
{
	struct turn *t = arg;
	if (t->n < HOLDS_A_TURN) COPY(t->products[t->n++], product);
}

static err_t tell_stock(struct tx *tx, struct sessions *s, const struct turn *t)
{
	for (size_t i = 0; i < t->n; i++) {
		struct product_id id;
		COPY(id.s, t->products[i]);
		err_t e = notice_stock_changed(tx, s, &id);
		if (e != ERR_NO_PRODUCT) TRY(e); /* withdrawn meanwhile: nobody looks at it */
	}
	return OK;
}

err_t notice_holds_over(struct tx *tx, struct sessions *s)
{
	struct turn t = {.n = 0};
	TRY(hold_expire(tx, HOLDS_A_TURN, keep_product, &t));
	TRY(waiting_serve_all(tx));
	return tell_stock(tx, s, &t);
}

err_t notice_holds_ended(struct tx *tx, struct sessions *s, const char *person)
{
	struct turn t = {.n = 0};
	TRY(hold_end_all(tx, person, keep_product, &t));
	return tell_stock(tx, s, &t);
}
