/* books_bed.h — what tests of the books, of settlement and of the walk through them share: orders that go their way, and what is owed after it. */
#pragma once
#include "tests/unit/trade/market.h"

#include "trade/books_order.h"
#include "trade/paper.h"
#include "trade/payment.h"
#include "trade/seller_tax.h"
#include "trade/tax_rate.h"

HANDLER(place, order_place(tx, q->in, q->out))
HANDLER(act, order_act(tx, q->a, &(struct order_actor){.by = BY_STAFF}, (enum order_event)q->n))
HANDLER(tell, payment_tell(tx, q->a, (enum payment_event)q->n, &(struct payment_news){.source = q->b, .person = "", .reference = ""}))
HANDLER(choose, payment_choose(tx, q->a, (enum pay_method)q->n, &(struct payment_news){.source = "buyer"}))
HANDLER(put_tax, seller_tax_put(tx, q->a, q->in, "desk"))
HANDLER(put_rate, tax_rate_put(tx, q->in, "desk"))

static const struct address kerala = {.name = "Asha", .phone = "9000000000", .line1 = "1 Beach", .city = "Kochi", .state = "Kerala", .pin = "682001", .country = "IN"};

static inline void must_be_sound(struct world *w)
{
	struct books_health h;
	int64_t gaps;
	assert_int_equal(books_check(w->db, true, &h), OK);
	if (!books_sound(&h)) fail_msg("unbalanced %lld empty %lld drifted %lld sum %lld", (long long)h.unbalanced, (long long)h.empty, (long long)h.drifted, (long long)h.sum_minor);
	assert_int_equal(paper_gaps(w->db, &gaps), OK);
	assert_int_equal(gaps, 0);
}

static inline int64_t balance(struct world *w, const char *kind, const char *of)
{
	char name[BOOKS_ACCOUNT_MAX + 1];
	int64_t minor;
	snprintf(name, sizeof name, "%s%s%s", kind, *of ? ":" : "", of);
	assert_int_equal(books_balance(w->db, name, "INR", &minor), OK);
	return minor;
}

static inline int64_t owed_seller(struct world *w, const struct seller_id *s)
{
	const struct books_party p = books_party_seller(s->s);
	int64_t minor;
	assert_int_equal(books_owed(w->db, &p, &minor), OK);
	return minor;
}
static inline int64_t owed_maker(struct world *w, const struct seller_id *m, const struct seller_id *p)
{
	const struct books_party party = books_party_maker(m->s, p->s);
	int64_t minor;
	assert_int_equal(books_owed(w->db, &party, &minor), OK);
	return minor;
}

static inline struct order ordered(struct world *w, const struct market *m, const struct product_id *product, int64_t quantity, struct address to, const char *coupon)
{
	struct order_line_new line = {.product = product->s, .quantity = quantity};
	struct order_id id;
	struct order o;
	assert_int_equal(DO(w, place, .in = &(struct order_new){.person = m->buyer.s, .lines = &line, .n_lines = 1, .to = to, .coupon = coupon}, .out = &id), OK);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	return o;
}

static inline void moved(struct world *w, const struct order *o, enum order_event event) { assert_int_equal(DO(w, act, .a = o->id.s, .n = event), OK); }

static inline struct payment payment_for(struct world *w, const struct order *o)
{
	struct payment p;
	assert_int_equal(payment_find_by_child(w->db, o->children[0].id, &p), OK);
	return p;
}

static inline void told(struct world *w, const struct order *o, enum payment_event event, const char *source)
{
	struct payment p = payment_for(w, o);
	assert_int_equal(DO(w, tell, .a = p.id, .n = event, .b = source), OK);
}

static inline void paid_by_transfer(struct world *w, const struct order *o, const char *source)
{
	struct payment p = payment_for(w, o);
	assert_int_equal(DO(w, choose, .a = p.id, .n = PAY_BANK), OK);
	told(w, o, PAYMENT_EVENT_PAY, source);
}

/* The toy maker is enrolled; to Kerala the weavers sell for it. Its share is the value without tax. */
static inline struct order sold_for_a_maker(struct world *w, struct market *m, const char *source)
{
	struct seller_tax enrolled = {.kind = TAX_ENROLLED, .number = "09DEMOA0001ENRL", .from_ms = clock_wall_ms(), .proof = "portal"};
	struct tax_rate rate = {.hsn = "9503", .from_ms = 1, .bps = 500, .proof = "x"};
	assert_int_equal(DO(w, put_tax, .a = m->unregistered.s, .in = &enrolled), OK);
	assert_int_equal(DO(w, put_rate, .in = &rate), OK);
	struct order o = ordered(w, m, &m->toy, 1, kerala, NULL);
	paid_by_transfer(w, &o, source);
	for (enum order_event e = ORDER_EVENT_ACCEPT; e <= ORDER_EVENT_DELIVER; e++) moved(w, &o, e);
	return o;
}
