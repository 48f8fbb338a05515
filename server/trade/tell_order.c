/* tell_order.c — which event is told to whom, and the facts that go into it. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "fair/booth_row.h"
#include "trade/amount_text.h"
#include "trade/tell.h"

/* NOTICES: nobody on this side is told. */
struct told { enum notice maker, buyer; };
static const struct told placed = {NOTICE_ORDER_PLACED_MAKER, NOTICE_ORDER_PLACED_BUYER};
static const struct told moved[ORDER_EVENTS] = {
	[ORDER_EVENT_ACCEPT] = {NOTICES, NOTICE_ORDER_ACCEPTED_BUYER},
	[ORDER_EVENT_READY] = {NOTICES, NOTICE_ORDER_READY_BUYER},
	[ORDER_EVENT_HAND_OVER] = {NOTICES, NOTICE_ORDER_SENT_BUYER},
	[ORDER_EVENT_DELIVER] = {NOTICE_ORDER_DELIVERED_MAKER, NOTICE_ORDER_DELIVERED_BUYER},
	[ORDER_EVENT_CANCEL] = {NOTICE_ORDER_CANCELLED_MAKER, NOTICE_ORDER_CANCELLED_BUYER},
	[ORDER_EVENT_RETURN] = {NOTICE_ORDER_RETURNED_MAKER, NOTICE_ORDER_RETURNED_BUYER},
};

/* The lines of a child that one reader sees: a maker those of its booth, the buyer all. */
struct facts {
	const struct order *order;
	int child;
	const char *booth;       /* NULL: all */
	char product[PRODUCT_NAME_MAX + 16], quantity[24], amount[AMOUNT_TEXT_MAX];
};

static bool seen(const struct facts *f, const struct order_line *l)
{
	return l->child == f->child && (!f->booth || strcmp(l->booth.s, f->booth) == 0);
}

/* Room for " +19" behind it in a line's value. */
#define FIRST_CHARS (NOTICE_VALUE_CHARS - 4)

static void first_chars(const char *s, char ret[static 4 * FIRST_CHARS + 1])
{
	size_t n = 0, chars = 0;
	for (; s[n]; n++)
		if (((unsigned char)s[n] & 0xc0) != 0x80 && chars++ == FIRST_CHARS) break;
	text_copy(ret, n + 1, s);
}

/* "Zari saree +2": the first thing, and how many others. */
static void fill(void *arg, const char *lang, struct notice_values *v)
{
	struct facts *f = arg;
	const struct order_line *first = NULL;
	struct money sum = {0};
	int64_t pieces = 0;
	int others = -1;
	for (int i = 0; i < f->order->n_lines; i++) {
		const struct order_line *l = &f->order->lines[i];
		if (!seen(f, l)) continue;
		if (!first) first = l;
		sum = (struct money){sum.minor + l->price.minor * l->quantity, ""};
		pieces += l->quantity;
		others++;
	}
	if (!first) return;
	char name[4 * FIRST_CHARS + 1];
	bool hindi = strncmp(lang, "hi", 2) == 0;
	const char *whole = hindi && *first->name_hi ? first->name_hi : first->name_en;
	memcpy(sum.currency, first->price.currency, sizeof sum.currency);
	first_chars(whole, name);
	if (others) snprintf(f->product, sizeof f->product, "%s +%d", name, others);
	else text_copy(f->product, sizeof f->product, whole);
	snprintf(f->quantity, sizeof f->quantity, "%lld ×", (long long)pieces);
	amount_text(f->booth ? sum : f->order->children[f->child].total, lang, f->amount);
	v->product = f->product;
	v->quantity = f->quantity;
	v->amount = f->amount;
}

static err_t tell_side(struct tx *tx, struct facts *f, enum notice n, const char *person, const char *path)
{
	const struct order_child *c = &f->order->children[f->child];
	if (n == NOTICES) return OK;
	return tell(tx, &(struct telling){.notice = n, .person = person, .about = c->id, .path = path, .values = {.number = c->number, .place = f->order->to_city}}, fill, f);
}

/* Each booth of the child once. */
static err_t tell_makers(struct tx *tx, const struct order *o, int child, enum notice n)
{
	for (int i = 0; n != NOTICES && i < o->n_lines; i++) {
		struct facts f = {.order = o, .child = child, .booth = o->lines[i].booth.s};
		struct person_id maker;
		bool before = o->lines[i].child != child;
		for (int j = 0; j < i; j++) before |= seen(&f, &o->lines[j]);
		if (before) continue;
		TRY(booth_row_artisan(tx_db(tx), f.booth, &maker));
		TRY(tell_side(tx, &f, n, maker.s, "/studio"));
	}
	return OK;
}

static err_t tell_both(struct tx *tx, const struct order *o, int child, struct told whom)
{
	struct facts all = {.order = o, .child = child};
	TRY(tell_makers(tx, o, child, whom.maker));
	return tell_side(tx, &all, whom.buyer, o->person.s, "/mine");
}

err_t tell_placed(struct tx *tx, const struct order *o, int child) { return tell_both(tx, o, child, placed); }
err_t tell_moved(struct tx *tx, const struct order *o, int child, enum order_event event) { return tell_both(tx, o, child, moved[event]); }

/* ── an enquiry ── */

static void fill_enquiry(void *arg, const char *lang, struct notice_values *v)
{
	const struct { const struct enquiry *e; const struct product *p; } *q = arg;
	bool hindi = strncmp(lang, "hi", 2) == 0;
	v->name = *q->e->name ? q->e->name : hindi ? "एक खरीदार" : "A buyer";
	if (*q->p->name_en) v->product = hindi ? q->p->name_hi : q->p->name_en;
	else v->product = hindi ? q->e->booth_name_hi : q->e->booth_name_en;
}

err_t tell_enquiry_waits(struct tx *tx, const struct enquiry *e)
{
	struct product p = {0};
	struct booth_row b;
	struct { const struct enquiry *e; const struct product *p; } q = {e, &p};
	TRY(booth_row_find(tx_db(tx), e->booth.s, &b));
	if (*e->product.s) TRY(product_find(tx_db(tx), e->product.s, tx_now_ms(tx), &p));
	return tell(tx, &(struct telling){.notice = NOTICE_ENQUIRY_WAITS_MAKER, .person = b.artisan.s, .about = e->id.s, .path = "/studio"}, fill_enquiry, &q);
}
